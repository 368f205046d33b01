import { splitWords, squash } from './words.ts';

/** Under which keys models put an instruction's action and layer, and the parts of a variant. Best first. */
const keyAliases = splitWords({
  action: 'action actionType type operation op command kind method tool function instruction edit change name',
  target:
    'targetId target targetLayer layerId layer id node nodeId element elementId object on targetName ' +
    'layerName name selector ref handle targetIds layerIds nodeIds elementIds targets layers nodes elements',
  variants:
    'variants variations designVariants design_variants designs directions options alternatives concepts ' +
    'themes results result data output response answer final json content arguments args parameters ' +
    'params input function properties items',
  instructions:
    'instructions edits changes operations ops actions modifications steps commands updates edit_instructions ' +
    'patch patches layers',
  theme: 'theme themeName title name label direction concept variant variantName',
  humanPrompt: 'humanPrompt prompt description summary rationale explanation idea text',
  palette: 'palette colors colorPalette colours',
  variantIndex: 'variantIndex index variantNumber number id variant',
});

export type AnswerKey = keyof typeof keyAliases;

/** The members of an object under the aliases of a key, best alias first. */
export function membersUnder(object: object, key: AnswerKey): [key: string, value: unknown][] {
  const bySquashed = new Map<string, [string, unknown]>();
  for (const member of Object.entries(object)) bySquashed.set(squash(member[0]), member);
  return squashedKeys[key].flatMap((alias) => {
    const member = bySquashed.get(alias);
    return member === undefined ? [] : [member];
  });
}

const squashedKeys = Object.fromEntries(
  Object.entries(keyAliases).map(([key, aliases]) => [key, aliases.map(squash)]),
) as unknown as Readonly<Record<AnswerKey, readonly string[]>>;
