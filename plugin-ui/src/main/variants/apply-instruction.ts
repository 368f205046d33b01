import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import { explain } from '../export-picture.ts';
import { setLayout } from './actions/layout.ts';
import { addBackgroundBlur, addShadow, changeCornerRadius, changeOpacity, hide } from './actions/looks.ts';
import { addGradient, changeFill } from './actions/paint.ts';
import { fillWithPicture, pictureObstacle } from './actions/picture.ts';
import { move, reorder } from './actions/place.ts';
import { resize } from './actions/resize.ts';
import { removeStroke, setStroke } from './actions/stroke.ts';
import { changeFont, changeFontSize, changeText, changeTextCase } from './actions/text.ts';
import { useToken } from './actions/token.ts';
import { setVariant } from './actions/variant.ts';
import { lookOf, orderAround } from './look.ts';
import { type EditContext, type Outcome, skipped } from './outcome.ts';

/**
 * Applies one instruction to a layer of the clone. Never throws: what Figma refuses is skipped and says why; if Figma
 * refused only a part, the note says so. Waits only for what Figma has no other form of.
 */
export async function applyInstruction(
  node: SceneNode,
  instruction: EditInstruction,
  context: EditContext,
): Promise<Outcome> {
  const read = (): string => (instruction.action === 'reorder' ? orderAround(node) : lookOf(node));
  const before = read();
  try {
    return await apply(node, instruction, context);
  } catch (error) {
    const reason = `Figma refused: ${explain(error)}`;
    return read() === before ? skipped(reason) : { outcome: 'applied', note: `only in part: ${reason}` };
  }
}

function apply(node: SceneNode, instruction: EditInstruction, context: EditContext): Outcome | Promise<Outcome> {
  switch (instruction.action) {
    case 'move':
      return move(node, instruction, context);
    case 'resize':
      return resize(node, instruction, context);
    case 'changeFill':
      return changeFill(node, instruction, context);
    case 'addGradient':
      return addGradient(node, instruction);
    case 'changeStroke':
    case 'addStroke':
      return setStroke(node, instruction, context);
    case 'removeStroke':
      return removeStroke(node);
    case 'changeText':
      return changeText(node, instruction, context);
    case 'changeFont':
      return changeFont(node, context);
    case 'changeFontSize':
      return changeFontSize(node, instruction, context);
    case 'changeTextCase':
      return changeTextCase(node, instruction, context);
    case 'changeOpacity':
      return changeOpacity(node, instruction, context);
    case 'changeCornerRadius':
      return changeCornerRadius(node, instruction);
    case 'addShadow':
      return addShadow(node, instruction);
    case 'addBackgroundBlur':
      return addBackgroundBlur(node, instruction);
    case 'reorder':
      return reorder(node, instruction, context);
    case 'hide':
      return hide(node, context);
    case 'setLayout':
      return setLayout(node, instruction, context);
    case 'setVariant':
      return setVariant(node, instruction, context);
    case 'useToken':
      return useToken(node, instruction, context);
    case 'generateImage': {
      const { generatedImageBase64, imageError } = instruction;
      if (imageError !== undefined) return skipped(imageError);
      const obstacle = pictureObstacle(node);
      if (obstacle !== undefined) return skipped(obstacle);
      if (generatedImageBase64 === undefined) return { outcome: 'waiting' };
      return fillWithPicture(context.figma, node, context.figma.base64Decode(generatedImageBase64));
    }
    default:
      return unknownAction(instruction);
  }
}

/** A newer service may know actions that this plugin does not. */
function unknownAction(instruction: never): Outcome {
  const { action } = instruction as { action: unknown };
  return skipped(`this version of the plugin does not know "${String(action)}"`);
}
