import type { RenameLayer } from '../schemas/rename.ts';
import { isDefaultName } from './default-name.ts';
import { groupBy } from './group-by.ts';
import { quote } from './quote.ts';

/** Bounds that keep a layer's words near 70 tokens: a name or text in passing, its own name, its own text. */
const PASSING_CHARS = 24;
const NAME_CHARS = 120;
const TEXT_CHARS = 240;
const MOST_ANCESTORS = 3;
const MOST_SIBLINGS = 2;
const MOST_KINDS = 4;
/** Deeper nesting than this is a loop of parents. */
const MAX_DEPTH = 50;
/** Among more siblings than this a place says nothing, and counting it for each of 500 layers would take long. */
const MOST_IN_ORDER = 40;

/** What is known about the layers of a request besides their pictures. */
export interface LayerContext {
  /**
   * One layer in `key: value` lines, see `buildNamingCall`.
   *
   * @param numbers the layers of the same call by id, with their numbers in it.
   */
  describe(layer: RenameLayer, numbers: ReadonlyMap<string, number>): string[];
  /** The parent layer, if the request has it. */
  parentOf(layer: RenameLayer): RenameLayer | undefined;
  /** The layers around it, the nearest first, as far as the request has them. */
  ancestorsOf(layer: RenameLayer): RenameLayer[];
  /** How far the layers reach to the right and down, in pixels; undefined if no layer says where it is. */
  readonly extent: { readonly width: number; readonly height: number } | undefined;
}

/** Reads the tree that `parentId` describes. Unknown parents, and layers that contain themselves, are tolerated. */
export function createLayerContext(layers: readonly RenameLayer[]): LayerContext {
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  const childrenOf = groupBy(layers, ({ parentId }) => parentId);
  // Without parents, siblings are unknown too.
  if (childrenOf.get(undefined)?.length === layers.length) childrenOf.clear();

  function parentOf({ id, parentId }: RenameLayer): RenameLayer | undefined {
    return parentId === undefined || parentId === id ? undefined : byId.get(parentId);
  }

  function ancestorsOf(layer: RenameLayer): RenameLayer[] {
    const ancestors: RenameLayer[] = [];
    for (let at = parentOf(layer); at !== undefined && ancestors.length < MAX_DEPTH; at = parentOf(at)) {
      ancestors.push(at);
    }
    return ancestors;
  }

  /** Names and words of the layers around and beside it. */
  function describePlace(layer: RenameLayer, numbers: ReadonlyMap<string, number>): string[] {
    const lines: string[] = [];
    const [parent, ...further] = ancestorsOf(layer);
    const path = further.flatMap((ancestor) => givenNameOf(ancestor) ?? []).slice(0, MOST_ANCESTORS);
    if (path.length > 0)
      lines.push(
        `path: ${path
          .toReversed()
          .map((name) => quote(name, PASSING_CHARS))
          .join(' > ')}`,
      );
    if (parent !== undefined) {
      const number = numbers.get(parent.id);
      lines.push(`inside: ${number === undefined ? mention(parent, describeBox(parent)) : `layer ${number}`}`);
    }
    const siblings = childrenOf.get(layer.parentId) ?? [];
    const order = describeOrder(layer, siblings);
    if (order !== undefined) lines.push(`order: ${order}`);
    const others = nearest(siblings, siblings.indexOf(layer), ({ id }) => !numbers.has(id), MOST_SIBLINGS);
    if (others.length > 0) lines.push(`beside: ${others.map((other) => mention(other)).join(', ')}`);
    return lines;
  }

  return {
    parentOf,
    ancestorsOf,
    extent: extentOf(layers),
    describe(layer, numbers) {
      const {
        type,
        currentName,
        text = '',
        parentName = '',
        width,
        height,
        x,
        y,
        fontSize,
        componentName = '',
      } = layer;
      const parent = parentOf(layer);
      const parentWords = parentName === '' && parent !== undefined ? (givenNameOf(parent) ?? '') : parentName;
      const lines = [`type: ${quote(type, 64).slice(1, -1)}`, `current name: ${quote(currentName, NAME_CHARS)}`];
      if (text !== '') lines.push(`text: ${quote(text, TEXT_CHARS)}`);
      if (parentWords !== '') lines.push(`parent: ${quote(parentWords, NAME_CHARS)}`);
      if (componentName !== '') lines.push(`component: ${quote(componentName, NAME_CHARS)}`);
      if (width !== undefined && height !== undefined) lines.push(`size: ${round(width)} x ${round(height)}`);
      if (x !== undefined && y !== undefined) lines.push(`place: ${Math.round(x)}, ${Math.round(y)}`);
      if (fontSize !== undefined) lines.push(`font size: ${round(fontSize)}`);
      lines.push(...describePlace(layer, numbers));
      const children = childrenOf.get(layer.id);
      if (children !== undefined) {
        const kinds = [...groupBy(children, (child) => child.type)].slice(0, MOST_KINDS);
        lines.push(
          `holds: ${kinds.map(([kind, { length }]) => `${length} ${quote(kind, 64).slice(1, -1)}`).join(', ')}`,
        );
      }
      return lines;
    },
  };
}

/** A name that says something: the layer's own, else its component's. */
export function givenNameOf({ currentName, componentName = '' }: RenameLayer): string | undefined {
  return [currentName, componentName].find((name) => !isDefaultName(name));
}

/** Another layer in passing: its type, and its words or name. */
function mention(layer: RenameLayer, box = ''): string {
  const words = layer.text !== undefined && layer.text !== '' ? layer.text : givenNameOf(layer);
  const type = quote(layer.type, 64).slice(1, -1) + box;
  return words === undefined ? type : `${type} ${quote(words, PASSING_CHARS)}`;
}

/** ` 224 x 788 at 0, 72`: layers in a column at the edge, a bar or a card are named by it. */
function describeBox({ width, height, x, y }: RenameLayer): string {
  if (width === undefined || height === undefined) return '';
  const size = ` ${Math.round(width)} x ${Math.round(height)}`;
  return x === undefined || y === undefined ? size : `${size} at ${Math.round(x)}, ${Math.round(y)}`;
}

/** The items that fit around a place, the nearest first. */
function nearest<Item>(items: readonly Item[], place: number, fits: (item: Item) => boolean, most: number): Item[] {
  const found: Item[] = [];
  for (let distance = 1; distance < items.length && found.length < most; distance += 1) {
    found.push(...[items[place - distance], items[place + distance]].filter((item) => item !== undefined).filter(fits));
  }
  return found.slice(0, most);
}

/**
 * "2 of 5 in a row": the place among siblings of the same type and of equal width or height; undefined for a single
 * layer.
 */
function describeOrder(layer: RenameLayer, siblings: readonly RenameLayer[]): string | undefined {
  if (siblings.length > MOST_IN_ORDER) return undefined;
  const alike = siblings.filter(
    ({ type, width = 0, height = 0 }) =>
      type === layer.type && (Math.abs(width - (layer.width ?? 0)) <= 2 || Math.abs(height - (layer.height ?? 0)) <= 2),
  );
  const isPlaced = alike.every(({ x, y }) => x !== undefined && y !== undefined);
  if (alike.length < 2 || !isPlaced) return undefined;
  const spread = (axis: 'x' | 'y'): number => {
    const values = alike.map((each) => each[axis] as number);
    return Math.max(...values) - Math.min(...values);
  };
  const layout =
    spread('y') <= (layer.height ?? 0) / 2 ? 'row' : spread('x') <= (layer.width ?? 0) / 2 ? 'column' : 'grid';
  const inOrder =
    layout === 'row'
      ? alike.toSorted((a, b) => (a.x as number) - (b.x as number))
      : alike.toSorted((a, b) => (a.y as number) - (b.y as number) || (a.x as number) - (b.x as number));
  return `${inOrder.indexOf(layer) + 1} of ${alike.length} in a ${layout}`;
}

function extentOf(layers: readonly RenameLayer[]): LayerContext['extent'] {
  const placed = layers.filter(({ x, y }) => x !== undefined && y !== undefined);
  if (placed.length === 0) return undefined;
  const width = Math.max(...placed.map(({ x = 0, width: own = 0 }) => x + own));
  const height = Math.max(...placed.map(({ y = 0, height: own = 0 }) => y + own));
  return { width: Math.round(width), height: Math.round(height) };
}

/** Tenths of a pixel are as much as a model can use. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
