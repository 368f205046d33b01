import type { Picture } from '../images/picture.ts';
import { sizeOf } from '../images/picture-size.ts';

/** `figma.createImage` refuses a side beyond this. */
const figmaMaxSidePx = 4096;

/** Why Figma could not take a picture, in plain words; undefined if it can. */
export function pictureFault(picture: Picture): string | undefined {
  if (picture.type === 'image/webp') return 'The image model answered with WebP, which Figma cannot take';
  const size = sizeOf(picture);
  if (size === undefined || size.width === 0 || size.height === 0) return 'The picture is damaged: it has no size';
  if (Math.max(size.width, size.height) <= figmaMaxSidePx) return undefined;
  return `The picture is ${size.width} x ${size.height} px, and Figma takes ${figmaMaxSidePx} px a side at most`;
}
