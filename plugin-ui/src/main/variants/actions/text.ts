import type { SceneNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { ChangeFontSize, ChangeText, ChangeTextCase } from '../../../../../src/schemas/edit-instruction.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped } from '../outcome.ts';

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

export function changeText(node: SceneNode, { content }: Static<typeof ChangeText>, context: EditContext): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as Text;
  const isStyled =
    typeof text.fontName === 'symbol' || typeof text.fontSize === 'symbol' || typeof text.fills === 'symbol';
  if (!setByProperty(text, content, context)) text.characters = content;
  return applied(isStyled ? 'its several styles became one' : undefined);
}

/** In an instance, a text that shows a property of the component is changed through that: other words do not stay. */
function setByProperty(text: Text, content: string, context: EditContext): boolean {
  const references = text.componentPropertyReferences;
  const key = references === null || references === undefined ? undefined : references.characters;
  if (key === undefined) return false;
  for (let { parent } = text; parent !== null && parent.type !== 'PAGE'; { parent } = parent) {
    if (parent.type !== 'INSTANCE' || !(key in parent.componentProperties)) continue;
    parent.setProperties({ [key]: content });
    context.refresh(parent);
    return text.removed || text.characters === content;
  }
  return false;
}

export function changeFont(node: SceneNode, context: EditContext): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const choice = context.fontChoice;
  if (choice === undefined || choice.font === null) return skipped(choice?.note ?? 'the font is not known');
  const text = node as Text;
  const wasMixed = typeof text.fontName === 'symbol';
  text.fontName = choice.font;
  return applied(choice.note, wasMixed ? 'its several fonts became one' : undefined);
}

export function changeFontSize(
  node: SceneNode,
  { fontSize }: Static<typeof ChangeFontSize>,
  context: EditContext,
): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  const text = node as Text;
  const before = text.fontSize;
  const lineHeight = text.type === 'TEXT' ? text.lineHeight : undefined;
  text.fontSize = fontSize;
  // A line height in pixels belongs to the old size: lines of a larger one would lie over each other.
  const isInPixels = typeof lineHeight === 'object' && lineHeight.unit === 'PIXELS';
  if (text.type === 'TEXT' && isInPixels && typeof before === 'number') {
    text.lineHeight = { unit: 'PIXELS', value: (lineHeight.value * fontSize) / before };
  }
  return applied(typeof before === 'symbol' ? 'its several sizes became one' : undefined);
}

export function changeTextCase(
  node: SceneNode,
  { textCase }: Static<typeof ChangeTextCase>,
  context: EditContext,
): Outcome {
  const reason = obstacle(node, context);
  if (reason !== undefined) return skipped(reason);
  (node as Text).textCase = textCase;
  return applied();
}
