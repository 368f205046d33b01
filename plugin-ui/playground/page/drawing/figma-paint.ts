import type { Effect, Paint } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Fill } from '../../../../demo/render/recolor.ts';

interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** `#rrggbb`. */
export function toHex({ r, g, b }: Rgb): string {
  return `#${[r, g, b]
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The last paint that shows is on top. */
export function topPaint(paints: readonly Paint[]): Paint | undefined {
  return paints.findLast((paint) => paint.visible !== false);
}

/** A solid or a gradient as a fill for repainting; undefined for pictures and for none. */
export function toFill(paint: Paint | undefined): Fill | undefined {
  if (paint?.type === 'SOLID') return { colors: [toHex(paint.color)], angle: 0, opacity: paint.opacity ?? 1 };
  if (paint?.type !== 'GRADIENT_LINEAR') return undefined;
  const [[cos, sin]] = paint.gradientTransform;
  return {
    colors: paint.gradientStops.map(({ color }) => toHex(color)),
    angle: (Math.atan2(sin, cos) * 180) / Math.PI,
    opacity: paint.opacity ?? 1,
  };
}

/** The hash of a picture that fills a layer. */
export function imageHashOf(paint: Paint | undefined): string | undefined {
  return paint?.type === 'IMAGE' ? (paint.imageHash ?? undefined) : undefined;
}

export interface Shadow {
  readonly color: string;
  readonly x: number;
  readonly y: number;
  readonly blur: number;
}

export function shadowOf(effects: readonly Effect[]): Shadow | undefined {
  const shadow = effects.findLast((effect) => effect.type === 'DROP_SHADOW' && effect.visible);
  if (shadow?.type !== 'DROP_SHADOW') return undefined;
  const { r, g, b, a } = shadow.color;
  const color = `rgb(${[r, g, b].map((part) => Math.round(part * 255)).join(' ')} / ${a})`;
  return { color, x: shadow.offset.x, y: shadow.offset.y, blur: shadow.radius };
}

/** Radius in px of the blur of what lies behind a layer; 0 for none. */
export function backgroundBlurOf(effects: readonly Effect[]): number {
  const blur = effects.findLast((effect) => effect.type === 'BACKGROUND_BLUR' && effect.visible);
  return blur?.type === 'BACKGROUND_BLUR' ? blur.radius : 0;
}
