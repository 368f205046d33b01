import type { Effect, Paint } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { RestEffect, RestPaint } from './rest-node.ts';

/** A paint of the REST API as the Plugin API has it. Pictures come without their bytes. */
export function toPaint({
  type,
  visible,
  opacity,
  color,
  gradientStops,
  gradientHandlePositions,
  boundVariables,
}: RestPaint): Paint {
  const common = { ...(visible !== undefined && { visible }), ...(opacity !== undefined && { opacity }) };
  if (type === 'SOLID' && color !== undefined) {
    const { r, g, b } = color;
    const alias = boundVariables?.color;
    return { type, color: { r, g, b }, ...common, ...(alias !== undefined && { boundVariables: { color: alias } }) };
  }
  if (type.startsWith('GRADIENT') && gradientStops !== undefined) {
    const [start, end] = gradientHandlePositions ?? [];
    const angle = start === undefined || end === undefined ? 0 : Math.atan2(end.y - start.y, end.x - start.x);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return {
      type: type as 'GRADIENT_LINEAR',
      gradientTransform: [
        [cos, sin, 0],
        [-sin, cos, 0],
      ],
      gradientStops: gradientStops.map((stop) => ({ position: stop.position, color: { a: 1, ...stop.color } })),
      ...common,
    };
  }
  return { type: 'IMAGE', scaleMode: 'FILL', imageHash: null, ...common };
}

/** An effect as the Plugin API has it; none for kinds that it does not know. */
export function toEffect({ type, visible = true, radius = 0, spread, color, offset }: RestEffect): Effect[] {
  if ((type === 'DROP_SHADOW' || type === 'INNER_SHADOW') && color !== undefined) {
    const shadow = {
      color: { a: 1, ...color },
      offset: offset ?? { x: 0, y: 0 },
      radius,
      visible,
      blendMode: 'NORMAL',
    } as const;
    return [{ type, ...shadow, ...(spread !== undefined && { spread }) }];
  }
  if (type === 'LAYER_BLUR' || type === 'BACKGROUND_BLUR') return [{ type, blurType: 'NORMAL', radius, visible }];
  return [];
}
