import type {
  BaseStyle,
  Effect,
  Paint,
  PluginAPI,
  RGB,
  SceneNode,
  Variable,
  VariableAlias,
  VariableCollection,
  VariableValue,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import { parentIds } from './geometry.ts';
import type { CollectionSpec, DocumentSpec, StyleSpec, VariableSpec } from './node-spec.ts';
import type { NodeRecord, Store } from './store.ts';
import { readOnly, strict, syncForm } from './strict.ts';

/** The document's variables, their collections and its styles. They do not change while a plugin runs on the fake. */
export interface Library {
  readonly collections: readonly CollectionSpec[];
  variable(id: string): { spec: VariableSpec; collection: CollectionSpec } | undefined;
  style(id: string): StyleSpec | undefined;
  readonly styles: readonly StyleSpec[];
}

export function createLibrary({ collections = [], styles = [] }: DocumentSpec): Library {
  const variables = new Map(
    collections.flatMap((collection) => collection.variables.map((spec) => [spec.id, { spec, collection }] as const)),
  );
  const stylesById = new Map(styles.map((style) => [style.id, style]));
  return { collections, styles, variable: (id) => variables.get(id), style: (id) => stylesById.get(id) };
}

/** The mode of each collection at a node: its own, else that of the nearest parent that has one, else the first. */
export function resolveModes(store: Store, { collections }: Library, id: string): Record<string, string> {
  const line = [id, ...parentIds(store, id)].map((nodeId) => explicitModes(store.get(nodeId)));
  const modes: Record<string, string> = {};
  for (const { id: collectionId } of collections) {
    const explicit = line.find((own) => own[collectionId] !== undefined)?.[collectionId];
    if (explicit !== undefined) modes[collectionId] = explicit;
  }
  return modes;
}

export function explicitModes({ kept }: NodeRecord): Readonly<Record<string, string>> {
  return (kept['explicitVariableModes'] ?? {}) as Record<string, string>;
}

/** What a variable stands for at a node; undefined for one that is unknown, or that goes round in a circle. */
function resolveVariable(store: Store, library: Library, variableId: string, nodeId: string): unknown {
  const modes = resolveModes(store, library, nodeId);
  const seen = new Set<string>();
  let next: string = variableId;
  while (!seen.has(next)) {
    seen.add(next);
    const found = library.variable(next);
    if (found === undefined) return undefined;
    const { spec, collection } = found;
    const mode = modes[collection.id] ?? collection.modes[0]?.modeId ?? '';
    const value = spec.valuesByMode[mode];
    if (!isAlias(value)) return value;
    next = value.id;
  }
  return undefined;
}

function isAlias(value: unknown): value is VariableAlias {
  return typeof value === 'object' && value !== null && (value as VariableAlias).type === 'VARIABLE_ALIAS';
}

/** The id of the variable that a paint's color is bound to. */
export function boundColorOf(paint: Paint): string | undefined {
  return paint.type === 'SOLID' ? paint.boundVariables?.color?.id : undefined;
}

/** Paints as they look at a node: colors bound to variables are those of its modes. */
export function resolvePaints(store: Store, library: Library, paints: readonly Paint[], id: string): readonly Paint[] {
  if (library.collections.length === 0 || !paints.some((paint) => boundColorOf(paint) !== undefined)) return paints;
  return paints.map((paint) => {
    const variableId = boundColorOf(paint);
    if (paint.type !== 'SOLID' || variableId === undefined) return paint;
    const color = resolveVariable(store, library, variableId, id) as RGB | undefined;
    return color === undefined ? paint : { ...paint, color: { r: color.r, g: color.g, b: color.b } };
  });
}

/** `figma.variables`, as far as the plugin uses it. */
export function createVariablesApi(store: Store, library: Library) {
  const { collections } = library;
  const toVariable = (id: string): Variable | null => {
    const found = library.variable(id);
    return found === undefined ? null : variableOf(store, library, found.spec, found.collection.id);
  };
  const api: Pick<
    PluginAPI['variables'],
    | 'getLocalVariablesAsync'
    | 'getVariableByIdAsync'
    | 'getLocalVariableCollectionsAsync'
    | 'getVariableCollectionByIdAsync'
    | 'setBoundVariableForPaint'
  > = {
    getLocalVariablesAsync: async (type) =>
      collections
        .flatMap(({ variables }) => variables)
        .filter(({ resolvedType }) => type === undefined || resolvedType === type)
        .flatMap(({ id }) => toVariable(id) ?? []),
    getVariableByIdAsync: async (id) => toVariable(id),
    getLocalVariableCollectionsAsync: async () => collections.map(collectionOf),
    async getVariableCollectionByIdAsync(id) {
      const found = collections.find((collection) => collection.id === id);
      return found === undefined ? null : collectionOf(found);
    },
    setBoundVariableForPaint(paint, field, variable) {
      if (paint.type !== 'SOLID') throw new Error('in setBoundVariableForPaint: paint must be a SolidPaint');
      if (field !== 'color') throw new Error('in setBoundVariableForPaint: field must be "color"');
      const { boundVariables: _bound, ...rest } = paint;
      if (variable === null) return rest;
      if (variable.resolvedType !== 'COLOR') {
        throw new Error(`in setBoundVariableForPaint: Variable "${variable.name}" is not a color`);
      }
      return { ...rest, boundVariables: { color: { type: 'VARIABLE_ALIAS', id: variable.id } } };
    },
  };
  const forms = ['getVariableById', 'getLocalVariables', 'getVariableCollectionById', 'getLocalVariableCollections'];
  return strict(
    api,
    'figma.variables',
    Object.fromEntries(forms.map((form) => [form, () => syncForm(form, `figma.variables.${form}Async`)])),
  );
}

function collectionOf({ id, name, modes, variables }: CollectionSpec): VariableCollection {
  return readOnlyObject('VariableCollection', {
    id,
    name,
    modes: modes.map((mode) => ({ ...mode })),
    defaultModeId: modes[0]?.modeId ?? '',
    variableIds: variables.map((variable) => variable.id),
    remote: false,
    hiddenFromPublishing: false,
  }) as VariableCollection;
}

function variableOf(store: Store, library: Library, spec: VariableSpec, collectionId: string): Variable {
  return readOnlyObject('Variable', {
    id: spec.id,
    name: spec.name,
    key: `key-${spec.id}`,
    description: '',
    remote: false,
    hiddenFromPublishing: false,
    resolvedType: spec.resolvedType,
    variableCollectionId: collectionId,
    valuesByMode: { ...spec.valuesByMode },
    scopes: ['ALL_SCOPES'],
    resolveForConsumer: (consumer: SceneNode) => ({
      value: resolveVariable(store, library, spec.id, consumer.id) as VariableValue,
      resolvedType: spec.resolvedType,
    }),
  }) as Variable;
}

/** A style as the plugin sees it. */
export function styleOf({ id, name, type, paints, effects, fontName, fontSize }: StyleSpec): BaseStyle {
  const own: Record<string, unknown> = { id, name, type, key: `key-${id}`, description: '', remote: false };
  if (type === 'PAINT') own['paints'] = (paints ?? []) satisfies readonly Paint[];
  if (type === 'EFFECT') own['effects'] = (effects ?? []) satisfies readonly Effect[];
  if (type === 'TEXT') Object.assign(own, { fontName, fontSize: fontSize ?? 12 });
  return readOnlyObject('Style', own) as BaseStyle;
}

/** What the plugin has no business changing. */
function readOnlyObject(what: string, values: Record<string, unknown>): object {
  const guarded = strict(values, what);
  return new Proxy(guarded, {
    set(_target, property) {
      throw readOnly(String(property));
    },
  });
}
