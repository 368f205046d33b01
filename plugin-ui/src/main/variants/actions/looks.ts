import type { DropShadowEffect, EllipseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type {
  AddBackgroundBlur,
  AddShadow,
  ChangeCornerRadius,
  ChangeOpacity,
} from '../../../../../src/schemas/edit-instruction.ts';
import { parseColor } from '../hex-color.ts';
import { isFilled, isShown } from '../is-shown.ts';
import { applied, type EditContext, isMask, kindOf, type Outcome, skipped, whyUnpainted } from '../outcome.ts';
import { paintsOf } from '../tokens.ts';
import { setByProperty } from './by-property.ts';

/** A soft shadow below the layer, for values that the instruction leaves open. Px, and 0..1. */
const usualShadow = { color: '#000000', x: 0, y: 4, blur: 12, opacity: 0.2 };

/** Sets the opacity of the whole layer. */
export function changeOpacity(
  node: SceneNode,
  { opacity }: Static<typeof ChangeOpacity>,
  { root }: EditContext,
): Outcome {
  if (!('opacity' in node)) return skipped(`a ${kindOf(node)} has no opacity`);
  if (opacity === 0 && node.id === root.id) return skipped('the frame itself cannot be hidden');
  node.opacity = opacity;
  return applied();
}

/** Sets the radius of all corners. */
export function changeCornerRadius(node: SceneNode, { radius }: Static<typeof ChangeCornerRadius>): Outcome {
  // FigJam's shapes and highlights have a radius that cannot be set.
  if (!('cornerRadius' in node) || !('cornerSmoothing' in node))
    return skipped(`a ${kindOf(node)} has no corners to round`);
  if (node.type === 'ELLIPSE' && isWhole(node)) return skipped('an ellipse has no corners to round');
  const wasMixed = typeof node.cornerRadius === 'symbol';
  node.cornerRadius = radius;
  return applied(wasMixed ? 'its different corners became alike' : undefined);
}

/** Adds a drop shadow to the layer's effects. */
export function addShadow(node: SceneNode, instruction: Static<typeof AddShadow>): Outcome {
  if (!('effects' in node)) return skipped(`a ${kindOf(node)} cannot have a shadow`);
  const unpainted = whyUnpainted(node);
  if (unpainted !== undefined) return skipped(`${unpainted}: its shadow does not show`);
  const { color, x, y, blur, opacity } = { ...usualShadow, ...instruction };
  const shadow: DropShadowEffect = {
    type: 'DROP_SHADOW',
    color: { ...parseColor(color), a: opacity },
    offset: { x, y },
    radius: blur,
    visible: true,
    blendMode: 'NORMAL',
  };
  node.effects = [...node.effects, shadow];
  const shows = 'children' in node || isFilled(node) || ('strokes' in node && node.strokes.some(isShown));
  return applied(shows ? undefined : 'nothing is painted on it: its shadow does not show');
}

/** Blurs what lies behind the layer. */
export function addBackgroundBlur(node: SceneNode, { blur }: Static<typeof AddBackgroundBlur>): Outcome {
  if (!('effects' in node)) return skipped(`a ${kindOf(node)} cannot have a blur`);
  const unpainted = whyUnpainted(node);
  if (unpainted !== undefined) return skipped(`${unpainted}: its blur does not show`);
  const others = node.effects.filter(({ type }) => type !== 'BACKGROUND_BLUR');
  node.effects = [...others, { type: 'BACKGROUND_BLUR', blurType: 'NORMAL', radius: blur, visible: true }];
  if (!isFilled(node)) return applied('it has no fill: the blur behind it does not show');
  return applied(isOpaque(node) ? 'its fill is opaque: the blur behind it does not show' : undefined);
}

/** A pie or an arc has corners. */
function isWhole({ arcData }: EllipseNode): boolean {
  return Math.abs(arcData.endingAngle - arcData.startingAngle) > 2 * Math.PI - 0.001;
}

/** Whether nothing behind the layer can be seen through its fill, as far as plain colors say. */
function isOpaque(node: SceneNode): boolean {
  if ('opacity' in node && node.opacity < 1) return false;
  return paintsOf(node, 'fills').some(
    ({ type, opacity = 1, visible = true }) => type === 'SOLID' && visible && opacity === 1,
  );
}

/** Hides the layer, or in an instance the property that shows it. */
export function hide(node: SceneNode, context: EditContext): Outcome {
  if (node.id === context.root.id) return skipped('the frame itself cannot be hidden');
  if (isMask(node)) return skipped('it is a mask: all that it cuts off would show');
  if (!setByProperty(node, 'visible', false, context)) node.visible = false;
  return applied();
}
