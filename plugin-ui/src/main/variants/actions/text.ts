import type { SceneNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { ChangeFontSize, ChangeText, ChangeTextCase } from '../../../../../src/schemas/edit-instruction.ts';
import { measureCutOff, noteCutOff } from '../cut-off.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped } from '../outcome.ts';
import { setByProperty } from './by-property.ts';

type Text = TextNode | TextPathNode;

/** Why the words of a layer cannot be changed; undefined if they can. */
function obstacle(node: SceneNode, { fonts }: EditContext): string | undefined {
  if (!isText(node)) return `a ${kindOf(node)} has no text`;
  const missing = fonts.missingIn(node);
  return missing.length === 0 ? undefined : `its font ${missing.join(' and ')} is not on this machine`;
}

function isText(node: SceneNode): node is Text {
  return node.type === 'TEXT' || node.type === 'TEXT_PATH';
}

/** Replaces the words of a text. */
export function changeText(node: SceneNode, { content }: Static<typeof ChangeText>, context: EditContext): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as Text;
  const cut = measureCutOff(text, context.root);
  const isStyled = styles.some((style) => style in text && typeof text[style as keyof Text] === 'symbol');
  const isSet = setByProperty(text, 'characters', content, context) && (text.removed || text.characters === content);
  if (!isSet) text.characters = content;
  return applied(isStyled ? 'its several styles became one' : undefined, noteCutOff(text, context.root, cut));
}

/** What the letters of one text may differ in; a new text takes all of it from the first letter. */
const styles = [
  'fontName',
  'fontSize',
  'fills',
  'textCase',
  'textDecoration',
  'letterSpacing',
  'lineHeight',
  'hyperlink',
  'fillStyleId',
  'textStyleId',
] as const;

/** Sets a text in the font that was loaded for the instruction. */
export function changeFont(node: SceneNode, context: EditContext): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const choice = context.fontChoice;
  if (choice === undefined || choice.font === null) return skipped(choice?.note ?? 'the font is not known');
  const text = node as Text;
  const cut = measureCutOff(text, context.root);
  const wasMixed = typeof text.fontName === 'symbol';
  text.fontName = choice.font;
  return applied(
    choice.note,
    wasMixed ? 'its several fonts became one' : undefined,
    noteCutOff(text, context.root, cut),
  );
}

/** Sets the size of all letters of a text. */
export function changeFontSize(
  node: SceneNode,
  { fontSize }: Static<typeof ChangeFontSize>,
  context: EditContext,
): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as Text;
  const cut = measureCutOff(text, context.root);
  const before = text.fontSize;
  const lineHeight = text.type === 'TEXT' ? text.lineHeight : undefined;
  text.fontSize = fontSize;
  // A line height in pixels belongs to the old size: lines of a larger one would lie over each other.
  const isInPixels = typeof lineHeight === 'object' && lineHeight.unit === 'PIXELS';
  if (text.type === 'TEXT' && isInPixels && typeof before === 'number') {
    text.lineHeight = { unit: 'PIXELS', value: (lineHeight.value * fontSize) / before };
  }
  return applied(
    typeof before === 'symbol' ? 'its several sizes became one' : undefined,
    noteCutOff(text, context.root, cut),
  );
}

/** Sets the letter case of a text. */
export function changeTextCase(
  node: SceneNode,
  { textCase }: Static<typeof ChangeTextCase>,
  context: EditContext,
): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as Text;
  const cut = measureCutOff(text, context.root);
  const wasMixed = typeof text.textCase === 'symbol';
  text.textCase = textCase;
  return applied(wasMixed ? 'its several cases became one' : undefined, noteCutOff(text, context.root, cut));
}
