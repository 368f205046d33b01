/** What models call the parts of an answer with names, instead of the keys they were asked for. Best first. */
const aliases = {
  number: [
    'layer',
    'layerNumber',
    'layerNo',
    'layerNum',
    'number',
    'num',
    'no',
    'n',
    'layerId',
    'layerIndex',
    'cell',
    'label',
    'id',
    'index',
    'i',
    'key',
    'position',
    '#',
  ],
  name: [
    'newName',
    'newLayerName',
    'suggestedName',
    'suggestedLayerName',
    'suggestedNewName',
    'suggestion',
    'proposedName',
    'proposedLayerName',
    'finalName',
    'renamedTo',
    'renameTo',
    'rename',
    'renamed',
    'new',
    'to',
    'name',
    'layerName',
    'value',
    'title',
    'text',
  ],
  /** Several names for one layer, the best first. */
  candidates: ['names', 'newNames', 'suggestions', 'suggestedNames', 'candidates', 'alternatives', 'options'],
  shows: ['shows', 'shown', 'sees', 'seen', 'cellShows', 'depicts'],
  confidence: ['confidence', 'certainty', 'confident', 'sure', 'score'],
  /** What holds the entries. Never `draft` or `examples`: the names in them are not the answer. */
  list: [
    'names',
    'layers',
    'layerNames',
    'results',
    'result',
    'renames',
    'renamedLayers',
    'items',
    'data',
    'answer',
    'output',
    'response',
    'json',
    'content',
    'text',
    'final',
    'finalAnswer',
    'arguments',
    'args',
    'parameters',
    'params',
    'input',
    'function',
    'value',
    'properties',
    'list',
    'entries',
    'mapping',
    'map',
  ],
} as const;

export type AnswerPart = keyof typeof aliases;

/** Case, spaces and separators do not matter: `new_name`, `newName`, `New name`. */
export function foldKey(key: string): string {
  return key.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

const foldedAliases = Object.fromEntries(
  Object.entries(aliases).map(([part, keys]) => [part, keys.map(foldKey)]),
) as unknown as Readonly<Record<AnswerPart, readonly string[]>>;

/** The values an object has under the aliases of a part, best alias first. */
export function valuesOf(object: object, part: AnswerPart): unknown[] {
  const byKey = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object).slice(0, 200)) byKey.set(foldKey(key), value);
  return foldedAliases[part].filter((key) => byKey.has(key)).map((key) => byKey.get(key));
}
