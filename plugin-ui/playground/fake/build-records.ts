import type { FontName } from '@figma/plugin-typings/plugin-api-standalone.js';
import { settle } from './layout.ts';
import { nodeDefaults } from './node-defaults.ts';
import type { DocumentSpec, NodeSpec, TextRun } from './node-spec.ts';
import type { NodeRecord, Run, Store } from './store.ts';
import { sideWeights } from './stroke-sides-part.ts';
import { hugText, nameFrom } from './text.ts';

const defaultFont: FontName = { family: 'Inter', style: 'Regular' };

/** Puts a document to begin with into the store. Returns the ids of its pages. */
export function buildRecords(store: Store, { pages, isLaidOut = false }: DocumentSpec): string[] {
  return pages.map(({ name, children }, index) => {
    const id = `0:${index + 1}`;
    store.add({ ...emptyRecord(id, 'PAGE', null), name });
    addAll(store, children, id, isLaidOut);
    if (!isLaidOut) settleAll(store, id);
    return id;
  });
}

/** A node as Figma makes a new one, except for its name. */
function emptyRecord(id: string, type: NodeRecord['type'], parentId: string | null): NodeRecord {
  return {
    id,
    type,
    name: '',
    parentId,
    childIds: [],
    originId: id,
    isChanged: false,
    mainComponentId: null,
    x: 0,
    y: 0,
    width: 100,
    height: 100,
    rotation: 0,
    runs: [],
    kept: nodeDefaults[type],
    pluginData: {},
    relaunchData: {},
  };
}

/** Adds layers with all that they hold to a parent. Without recursion: real files nest a thousand groups. */
function addAll(store: Store, specs: readonly NodeSpec[], pageId: string, isLaidOut: boolean): void {
  const waiting: { specs: readonly NodeSpec[]; parentId: string }[] = [{ specs, parentId: pageId }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { parentId } = next;
    const childIds = next.specs.map((spec) => {
      const id = addNode(store, spec, parentId, isLaidOut);
      if (spec.children !== undefined) waiting.push({ specs: spec.children, parentId: id });
      return id;
    });
    store.write(parentId, { childIds });
  }
}

/** Returns the node's id. Its parent learns of it from the caller, all children at once. */
function addNode(store: Store, spec: NodeSpec, parentId: string, isLaidOut: boolean): string {
  const id = spec.id ?? store.newId();
  if (store.has(id)) throw new Error(`Two layers of the document have the id "${id}"`);
  const empty = emptyRecord(id, spec.type, parentId);
  const own = keptOf(spec, empty.kept);
  const record: NodeRecord = {
    ...empty,
    name: spec.name,
    x: spec.x ?? 0,
    y: spec.y ?? 0,
    width: spec.width ?? empty.width,
    height: spec.height ?? (spec.type === 'LINE' ? 0 : empty.height),
    rotation: spec.rotation ?? 0,
    mainComponentId: spec.mainComponentId ?? null,
    runs: spec.type === 'TEXT' || spec.type === 'TEXT_PATH' ? runsOf(spec) : [],
    // Most layers differ in nothing from the defaults, and share them.
    kept: Object.keys(own).length === 0 ? empty.kept : { ...empty.kept, ...own },
  };
  store.add(spec.type === 'TEXT' && !isLaidOut ? { ...record, ...hugText(record) } : record);
  return id;
}

/** Groups go round what they hold, and auto-layout places it: the innermost first. */
function settleAll(store: Store, id: string): void {
  const parentsFirst: string[] = [];
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { childIds } = store.get(next);
    if (childIds.length > 0) parentsFirst.push(next);
    waiting.push(...childIds);
  }
  for (const parentId of parentsFirst.toReversed()) settle(store, parentId);
}

function wordsOf({ characters = '' }: NodeSpec): string {
  return typeof characters === 'string' ? characters : characters.map((run) => run.characters).join('');
}

function runsOf(spec: NodeSpec): Run[] {
  const { characters = '' } = spec;
  const stretches: readonly TextRun[] = typeof characters === 'string' ? [{ characters }] : characters;
  return stretches.map((run) => ({
    characters: run.characters,
    fontName: run.fontName ?? spec.fontName ?? defaultFont,
    fontSize: run.fontSize ?? spec.fontSize ?? 12,
    textCase: run.textCase ?? 'ORIGINAL',
    fills: run.fills ?? spec.fills ?? [],
  }));
}

/** What the spec says of the properties that this type of node has; what it has not is an error. */
function keptOf(spec: NodeSpec, defaults: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { padding, cornerRadius, lineHeight, ...rest } = spec;
  const wanted: Record<string, unknown> = {};
  if (spec.strokeWeight !== undefined && 'strokeTopWeight' in defaults) {
    for (const side of sideWeights) wanted[side] = spec.strokeWeight;
  }
  for (const name of simpleProperties) if (rest[name] !== undefined) wanted[name] = rest[name];
  if (spec.type === 'TEXT' || spec.type === 'TEXT_PATH') {
    delete wanted['fills'];
    wanted['autoRename'] = spec.autoRename ?? nameFrom(spec.name) === nameFrom(wordsOf(spec));
  }
  if (spec.type === 'TEXT' && (spec.width !== undefined || spec.height !== undefined)) {
    wanted['textAutoResize'] = spec.textAutoResize ?? 'NONE';
  }
  if (padding !== undefined) for (const side of ['Left', 'Right', 'Top', 'Bottom']) wanted[`padding${side}`] = padding;
  if (lineHeight !== undefined) wanted['lineHeight'] = { unit: 'PIXELS', value: lineHeight };
  if (cornerRadius !== undefined && 'topLeftRadius' in defaults) {
    const radii = typeof cornerRadius === 'number' ? Array<number>(4).fill(cornerRadius) : cornerRadius;
    cornerNames.forEach((name, index) => (wanted[name] = radii[index] ?? 0));
  } else if (cornerRadius !== undefined) wanted['cornerRadius'] = cornerRadius;
  for (const name of Object.keys(wanted)) {
    if (!(name in defaults)) throw new Error(`no such property '${name}' on ${spec.type} node`);
  }
  if (spec.componentPropertyValues !== undefined) wanted['componentPropertyValues'] = spec.componentPropertyValues;
  if (spec.componentPropertyDefinitions !== undefined) {
    wanted['componentPropertyDefinitions'] = spec.componentPropertyDefinitions;
  }
  return wanted;
}

/** In the order of CSS: top left, then clockwise. */
export const cornerNames = ['topLeftRadius', 'topRightRadius', 'bottomRightRadius', 'bottomLeftRadius'] as const;

const simpleProperties = [
  'visible',
  'locked',
  'opacity',
  'fills',
  'strokes',
  'strokeWeight',
  'strokeTopWeight',
  'strokeRightWeight',
  'strokeBottomWeight',
  'strokeLeftWeight',
  'effects',
  'clipsContent',
  'autoRename',
  'textAutoResize',
  'textAlignHorizontal',
  'textTruncation',
  'maxLines',
  'layoutMode',
  'layoutWrap',
  'itemSpacing',
  'counterAxisSpacing',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'gridColumnCount',
  'gridRowCount',
  'primaryAxisAlignItems',
  'counterAxisAlignItems',
  'primaryAxisSizingMode',
  'counterAxisSizingMode',
  'layoutPositioning',
  'layoutGrow',
  'layoutAlign',
  'minWidth',
  'maxWidth',
  'minHeight',
  'maxHeight',
  'constraints',
  'isMask',
  'strokeAlign',
  'fillStyleId',
  'strokeStyleId',
  'effectStyleId',
  'textStyleId',
  'boundVariables',
  'explicitVariableModes',
  'componentPropertyReferences',
] as const satisfies readonly (keyof NodeSpec)[];
