import type { SceneNode, TextNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { ChangeFontSize, ChangeText, ChangeTextCase } from '../../../../../src/schemas/edit-instruction.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped } from '../outcome.ts';

/** Why the words of a layer cannot be changed; undefined where they can. */
function obstacle(node: SceneNode, { fonts }: EditContext): string | undefined {
  if (node.type !== 'TEXT') return `a ${kindOf(node)} has no text of its own`;
  const missing = fonts.missingIn(node);
  return missing.length === 0 ? undefined : `its font ${missing.join(' and ')} is not on this machine`;
}

export function changeText(node: SceneNode, { content }: Static<typeof ChangeText>, context: EditContext): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as TextNode;
  const isStyled =
    typeof text.fontName === 'symbol' || typeof text.fontSize === 'symbol' || typeof text.fills === 'symbol';
  text.characters = content;
  return applied(isStyled ? 'its several styles became one' : undefined);
}

export function changeFont(node: SceneNode, context: EditContext): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const choice = context.fontChoice;
  if (choice === undefined || choice.font === null) return skipped(choice?.note ?? 'the font is not known');
  (node as TextNode).fontName = choice.font;
  return applied(choice.note);
}

export function changeFontSize(
  node: SceneNode,
  { fontSize }: Static<typeof ChangeFontSize>,
  context: EditContext,
): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as TextNode;
  const before = text.fontSize;
  const { lineHeight } = text;
  text.fontSize = fontSize;
  // A line height in pixels belongs to the old size: lines of a larger one would lie over each other.
  if (typeof lineHeight !== 'symbol' && lineHeight.unit === 'PIXELS' && typeof before === 'number') {
    text.lineHeight = { unit: 'PIXELS', value: (lineHeight.value * fontSize) / before };
  }
  return applied();
}

export function changeTextCase(
  node: SceneNode,
  { textCase }: Static<typeof ChangeTextCase>,
  context: EditContext,
): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  (node as TextNode).textCase = textCase;
  return applied();
}
