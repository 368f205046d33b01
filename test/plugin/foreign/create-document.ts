import { type Member, type Members, readTypings } from './read-typings.ts';

export const typings = readTypings();

/** The layer types that Figma's typings know. */
export const layerTypes: readonly string[] = [...typings.nodes.keys()].filter((type) => type !== 'PAGE');

/** What the typings promise of a layer of this type. */
export function membersOf(type: string): Members {
  const members = typings.nodes.get(type);
  if (members === undefined) throw new Error(`Figma's typings know no node type "${type}"`);
  return members;
}

/** A layer to begin with: what is left out is a plain value of the type that the typings declare. */
export interface LayerSpec {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly children?: readonly LayerSpec[];
  readonly [property: string]: unknown;
}

export type Values = Record<string, unknown>;

/** A layer's state. The plugin sees it through a guard. */
export interface Kept {
  readonly type: string;
  readonly id: string;
  parent: Kept | null;
  children: Kept[];
  isRemoved: boolean;
  readonly values: Values;
  readonly data: Map<string, string>;
  node: object;
}

const containers: ReadonlySet<string> = new Set(['GROUP', 'BOOLEAN_OPERATION', 'TRANSFORM_GROUP']);

export const inter = { family: 'Inter', style: 'Regular' };

export interface DocumentOptions {
  readonly layers: readonly LayerSpec[];
  /** `figma.mixed`, if every property that may be it is, and every one that may be null is null. */
  readonly mixed: symbol | undefined;
  /** What every export gives. */
  readonly picture: Uint8Array | null;
  /** Called for each read and each change of a layer, such as "TEXT.name"; what it throws the plugin gets. */
  readonly onAccess: (property: string) => void;
}

/** One page of layers with nothing but what Figma's typings promise: anything else throws, read or set. */
export function createDocument({ layers, mixed, picture, onAccess }: DocumentOptions) {
  const all = new Map<string, Kept>();
  let lastId = 0;

  function create({ type, id, name, children = [], ...values }: LayerSpec, parent: Kept | null): Kept {
    const kept: Kept = {
      type,
      id,
      parent,
      children: [],
      isRemoved: false,
      values: { visible: true, opacity: 1, width: 100, height: 40, name, ...values },
      data: new Map(),
      node: {},
    };
    kept.node = guard(kept, membersOf(type));
    all.set(id, kept);
    kept.children = children.map((child) => create(child, kept));
    return kept;
  }

  function guard(kept: Kept, members: Members): object {
    const computed = computedOf(kept);
    return new Proxy(
      {},
      {
        has: (_target, property) => property === 'removed' || members.has(String(property)),
        get(_target, property) {
          if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined;
          if (property === 'removed') return kept.isRemoved;
          if (property === 'id' || property === 'type') return kept[property];
          if (kept.isRemoved) throw new Error(`in get_${property}: The node with id "${kept.id}" does not exist`);
          const member = members.get(property);
          if (member === undefined) throw new TypeError(`no such property '${property}' on ${kept.type} node`);
          onAccess(`${kept.type}.${property}`);
          const own = computed[property];
          if (own !== undefined) return own();
          return property in kept.values ? kept.values[property] : defaultOf(member, mixed);
        },
        set(_target, property, value) {
          const member = members.get(String(property));
          if (member === undefined) throw new TypeError(`no such property '${String(property)}' on ${kept.type} node`);
          if (member.isReadOnly) throw new TypeError(`Cannot assign to read only property '${String(property)}'`);
          if (kept.isRemoved) throw new Error(`The node with id "${kept.id}" does not exist`);
          if (typeof value === 'symbol') throw new Error(`in set_${String(property)}: figma.mixed cannot be set`);
          onAccess(`${kept.type}.${String(property)} =`);
          kept.values[String(property)] = value;
          return true;
        },
      },
    );
  }

  function remove(kept: Kept): void {
    if (kept.parent !== null) kept.parent.children = kept.parent.children.filter((child) => child !== kept);
    for (const each of inside(kept)) each.isRemoved = true;
  }

  function insert(parent: Kept, child: Kept, index: number): void {
    if (child.parent !== null) child.parent.children = child.parent.children.filter((other) => other !== child);
    child.parent = parent;
    parent.children.splice(Math.min(index, parent.children.length), 0, child);
  }

  function copy(kept: Kept, parent: Kept | null, type: string): Kept {
    lastId += 1;
    const own = create({ type, id: `900:${lastId}`, name: '', ...kept.values }, parent);
    own.children = kept.children.map((child) => copy(child, own, child.type));
    return own;
  }

  const find = (nodes: readonly Kept[], criteria: { types?: string[]; pluginData?: { keys: string[] } }): object[] =>
    nodes
      .flatMap((each) => [...inside(each)])
      .filter(
        ({ type, data }) =>
          (criteria.types?.includes(type) ?? true) &&
          (criteria.pluginData?.keys.some((key) => (data.get(key) ?? '') !== '') ?? true),
      )
      .map(({ node }) => node);

  const keptOf = (node: unknown): Kept => all.get((node as { id: string }).id)!;

  /** What follows from other state, and what a layer does. */
  function computedOf(kept: Kept): Record<string, () => unknown> {
    const box = (): object | null =>
      mixed !== undefined && kept.type !== 'FRAME'
        ? null
        : { ...placeOf(kept), width: kept.values['width'], height: kept.values['height'] };
    const clone = (type: string) => (): object => {
      const made = copy(kept, page, type);
      page.children.push(made);
      return made.node;
    };
    return {
      parent: () => kept.parent?.node ?? null,
      children: () => Object.freeze(kept.children.map(({ node }) => node)),
      absoluteBoundingBox: box,
      absoluteRenderBounds: box,
      absoluteTransform: () => [
        [1, 0, placeOf(kept).x],
        [0, 1, placeOf(kept).y],
      ],
      arcData: () => ({ startingAngle: 0, endingAngle: 2 * Math.PI, innerRadius: 0 }),
      findAllWithCriteria: () => (criteria: Parameters<typeof find>[1]) => find(kept.children, criteria),
      getPluginData: () => (key: string) => kept.data.get(key) ?? '',
      setPluginData: () => (key: string, value: string) => void kept.data.set(key, value),
      getRelaunchData: () => () => ({}),
      setRelaunchData: () => () => undefined,
      loadAsync: () => async () => undefined,
      exportAsync: () => async () => picture ?? new Promise(() => undefined),
      getMainComponentAsync: () => async () => all.get(String(kept.values['mainComponentId']))?.node ?? null,
      componentProperties: () => kept.values['componentProperties'] ?? {},
      setProperties: () => (values: Values) => {
        const properties = kept.values['componentProperties'] as Record<string, { value: unknown }>;
        for (const [key, value] of Object.entries(values)) properties[key] = { ...properties[key], value };
      },
      getStyledTextSegments: () => () => [{ characters: kept.values['characters'] ?? '', fontName: inter }],
      resize: () => (width: number, height: number) => void Object.assign(kept.values, { width, height }),
      resizeWithoutConstraints: () => (width: number, height: number) =>
        void Object.assign(kept.values, { width, height }),
      rescale: () => (scale: number) => {
        Object.assign(kept.values, { width: Number(kept.values['width']) * scale });
      },
      remove: () => () => remove(kept),
      clone: () => clone(kept.type),
      createInstance: () => clone('INSTANCE'),
      detachInstance: () => () => {
        const made = copy(kept, kept.parent, 'FRAME');
        kept.parent?.children.push(made);
        remove(kept);
        return made.node;
      },
      appendChild: () => (child: object) => insert(kept, keptOf(child), kept.children.length),
      insertChild: () => (index: number, child: object) => insert(kept, keptOf(child), index),
      setFillsAsync: () => async (paints: unknown) => void (kept.values['fills'] = paints),
      setStrokesAsync: () => async (paints: unknown) => void (kept.values['strokes'] = paints),
      ...(kept.type === 'PAGE' && { selection: () => kept.values['selection'] }),
    };
  }

  const page = create({ type: 'PAGE', id: '0:1', name: 'Page 1', children: layers }, null);
  return { page, all };
}

function* inside(kept: Kept): Generator<Kept> {
  yield kept;
  for (const child of kept.children) yield* inside(child);
}

/** Top left on the page: x and y count from the nearest parent that is not a group. */
function placeOf(kept: Kept): { x: number; y: number } {
  let [x, y] = [Number(kept.values['x'] ?? 0), Number(kept.values['y'] ?? 0)];
  for (let { parent } = kept; parent !== null && parent.type !== 'PAGE'; { parent } = parent) {
    if (containers.has(parent.type)) continue;
    x += Number(parent.values['x'] ?? 0);
    y += Number(parent.values['y'] ?? 0);
  }
  return { x, y };
}

/** A value of the declared type: the plainest, or with `mixed` the one that plugins forget. */
function defaultOf({ type, isMethod }: Member, mixed: symbol | undefined): unknown {
  if (isMethod) return () => undefined;
  if (mixed !== undefined && type.includes("PluginAPI['mixed']")) return mixed;
  if (mixed !== undefined && /(?:^|\| )null\b/.test(type)) return null;
  if (type.startsWith('boolean')) return false;
  if (type.startsWith('number')) return 0;
  if (type.startsWith('string')) return '';
  if (/^(?:ReadonlyArray<|readonly |\w+\[\]|Array<)/.test(type)) return [];
  if (type.startsWith('FontName')) return inter;
  if (type.startsWith('LetterSpacing') || type.startsWith('LineHeight')) return { unit: 'PIXELS', value: 12 };
  const [, literal] = /'([^']*)'/.exec(type) ?? [];
  if (literal !== undefined && !type.startsWith('{')) return literal;
  if (/\bnull\b/.test(type)) return null;
  return type.startsWith('{') || type.startsWith('|') ? {} : undefined;
}
