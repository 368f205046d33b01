import type { ConstraintType, FontName } from '@figma/plugin-typings/plugin-api-standalone.js';
import { nodeDefaults } from '../../fake/node-defaults.ts';
import type { FakeType, NodeSpec } from '../../fake/node-spec.ts';
import { toEffect, toPaint } from './convert-paint.ts';
import { fontOf, textOf } from './convert-text.ts';
import type { RestNode, RestRect } from './rest-node.ts';

interface Collected {
  /** Ids so far: an id twice is left to the fake to make. */
  readonly counted: Set<string>;
  readonly fonts: Map<string, FontName>;
}

const types: Readonly<Record<string, FakeType>> = {
  FRAME: 'FRAME',
  GROUP: 'GROUP',
  SECTION: 'SECTION',
  COMPONENT: 'COMPONENT',
  COMPONENT_SET: 'COMPONENT_SET',
  INSTANCE: 'INSTANCE',
  RECTANGLE: 'RECTANGLE',
  ELLIPSE: 'ELLIPSE',
  LINE: 'LINE',
  REGULAR_POLYGON: 'POLYGON',
  STAR: 'STAR',
  VECTOR: 'VECTOR',
  BOOLEAN_OPERATION: 'BOOLEAN_OPERATION',
  TEXT: 'TEXT',
  TEXT_PATH: 'TEXT_PATH',
  SLOT: 'SLOT',
  TRANSFORM_GROUP: 'TRANSFORM_GROUP',
  SLICE: 'SLICE',
  TABLE: 'TABLE',
  STICKY: 'STICKY',
};

/** Whose layers are placed in what is around the group. */
const groups: ReadonlySet<FakeType> = new Set(['GROUP', 'BOOLEAN_OPERATION', 'TRANSFORM_GROUP']);
const none: RestRect = { x: 0, y: 0, width: 0, height: 0 };

/** A node of the REST API with all that it holds, as the fake takes it. Without recursion: files nest deep. */
export function convertNode(top: RestNode, collected: Collected): NodeSpec {
  const root: { spec?: NodeSpec } = {};
  const waiting: { node: RestNode; origin: RestRect; put: (spec: NodeSpec) => void }[] = [
    { node: top, origin: none, put: (spec) => void (root.spec = spec) },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, origin, put } = next;
    const children: NodeSpec[] = [];
    const type = typeOf(node);
    const box = node.absoluteBoundingBox ?? origin;
    put({ ...describe(node, type, box, origin, collected), ...(node.children !== undefined && { children }) });
    const inner = groups.has(type) ? origin : box;
    // The last is taken first, so that each puts itself in its own place.
    node.children?.forEach((child, index) => {
      waiting.push({ node: child, origin: inner, put: (spec) => void (children[index] = spec) });
    });
  }
  if (root.spec === undefined) throw new Error('The layer has no type.');
  return root.spec;
}

function typeOf({ type, children }: RestNode): FakeType {
  return types[type] ?? (children === undefined ? 'RECTANGLE' : 'FRAME');
}

function describe(
  node: RestNode,
  type: FakeType,
  box: RestRect,
  origin: RestRect,
  { counted, fonts }: Collected,
): NodeSpec {
  const isText = type === 'TEXT' || type === 'TEXT_PATH';
  const isNew = node.id !== undefined && !counted.has(node.id);
  if (isNew && node.id !== undefined) counted.add(node.id);
  const font = isText ? fontOf(node) : undefined;
  if (font !== undefined) fonts.set(`${font.family} ${font.style}`, font);
  const own: Partial<NodeSpec> = {
    ...copy(node, sameFields),
    fills: (node.fills ?? []).map(toPaint),
    strokes: (node.strokes ?? []).map(toPaint),
    effects: (node.effects ?? []).flatMap(toEffect),
    ...constraintsOf(node),
    ...stylesOf(node),
    ...sidesOf(node),
    boundVariables: linksOf(node, type),
  };
  return {
    type,
    name: node.name ?? '',
    ...(isNew && { id: node.id }),
    x: box.x - origin.x,
    y: box.y - origin.y,
    width: box.width,
    height: type === 'LINE' ? 0 : box.height,
    ...onlyOf(type, own),
    ...cornersOf(node, type),
    ...(isText && textOf(node, type, font)),
    ...componentOf(node, type),
  };
}

/** What a layer of this type can have; the fills of a text belong to its letters. */
function onlyOf(type: FakeType, spec: Partial<NodeSpec>): Partial<NodeSpec> {
  const isText = type === 'TEXT' || type === 'TEXT_PATH';
  const can = (field: string): boolean => field in nodeDefaults[type] || (isText && field === 'fills');
  return Object.fromEntries(Object.entries(spec).filter(([field]) => can(field)));
}

/** What both APIs call by one name. */
const sameFields = [
  'visible',
  'locked',
  'opacity',
  'strokeWeight',
  'strokeAlign',
  'isMask',
  'layoutPositioning',
  'layoutGrow',
  'layoutAlign',
  'clipsContent',
  'layoutMode',
  'layoutWrap',
  'itemSpacing',
  'counterAxisSpacing',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'primaryAxisSizingMode',
  'counterAxisSizingMode',
  'primaryAxisAlignItems',
  'counterAxisAlignItems',
  'minWidth',
  'maxWidth',
  'minHeight',
  'maxHeight',
  'explicitVariableModes',
  'componentPropertyReferences',
];

function copy(node: RestNode, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter((field) => node[field] !== undefined).map((field) => [field, node[field]]));
}

const constraintTypes: Readonly<Record<string, ConstraintType>> = {
  LEFT: 'MIN',
  TOP: 'MIN',
  RIGHT: 'MAX',
  BOTTOM: 'MAX',
  CENTER: 'CENTER',
  LEFT_RIGHT: 'STRETCH',
  TOP_BOTTOM: 'STRETCH',
  SCALE: 'SCALE',
};

function constraintsOf({ constraints }: RestNode): Partial<NodeSpec> {
  if (constraints === undefined) return {};
  const horizontal = constraintTypes[constraints.horizontal] ?? 'MIN';
  return { constraints: { horizontal, vertical: constraintTypes[constraints.vertical] ?? 'MIN' } };
}

function cornersOf({ cornerRadius, rectangleCornerRadii }: RestNode, type: FakeType): Partial<NodeSpec> {
  const defaults = nodeDefaults[type];
  const [a = 0, b = 0, c = 0, d = 0] = rectangleCornerRadii ?? [];
  if ('topLeftRadius' in defaults && rectangleCornerRadii !== undefined) return { cornerRadius: [a, b, c, d] };
  const hasCorners = 'topLeftRadius' in defaults || 'cornerRadius' in defaults;
  return cornerRadius !== undefined && hasCorners ? { cornerRadius } : {};
}

function sidesOf({ individualStrokeWeights: weights }: RestNode): Partial<NodeSpec> {
  if (weights === undefined) return {};
  const { top, right, bottom, left } = weights;
  return { strokeTopWeight: top, strokeRightWeight: right, strokeBottomWeight: bottom, strokeLeftWeight: left };
}

/** What has its links inside of its values. */
const linkedInside: ReadonlySet<string> = new Set(['fills', 'strokes', 'effects']);

/** Links of single values to variables; those of paints and effects come with them. */
function linksOf({ boundVariables = {} }: RestNode, type: FakeType): NonNullable<NodeSpec['boundVariables']> {
  return Object.fromEntries(
    Object.entries(boundVariables).filter(([field]) => field in nodeDefaults[type] && !linkedInside.has(field)),
  );
}

/** `styles` has ids by field: `fill` and `fills` alike. */
function stylesOf({ styles = {} }: RestNode): Partial<NodeSpec> {
  const ids = {
    fillStyleId: styles['fill'] ?? styles['fills'],
    strokeStyleId: styles['stroke'] ?? styles['strokes'],
    effectStyleId: styles['effect'],
    textStyleId: styles['text'],
  };
  return Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
}

function componentOf(node: RestNode, type: FakeType): Partial<NodeSpec> {
  const { componentId, componentProperties, componentPropertyDefinitions } = node;
  if (type !== 'INSTANCE') {
    const isComponent = type === 'COMPONENT' || type === 'COMPONENT_SET';
    const own = Object.entries(componentPropertyDefinitions ?? {}).filter(([, { type: kind }]) => kind !== 'VARIANT');
    return isComponent && own.length > 0 ? { componentPropertyDefinitions: Object.fromEntries(own) } : {};
  }
  const values = Object.entries(componentProperties ?? {}).filter(([, { type: kind }]) => kind !== 'VARIANT');
  return {
    ...(componentId !== undefined && { mainComponentId: componentId }),
    ...(values.length > 0 && {
      componentPropertyValues: Object.fromEntries(
        values.map(([key, { value }]) => [key, typeof value === 'boolean' ? value : String(value)]),
      ),
    }),
  };
}
