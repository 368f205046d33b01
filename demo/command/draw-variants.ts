import type { EditVariant } from '../../src/schemas/edits.ts';
import type { FrameDesign } from '../render/frame-design.ts';
import type { Design } from './read-design.ts';

/** A variant as a picture. */
export interface DrawnVariant {
  readonly variant: EditVariant;
  readonly png: Buffer;
  /** The same, as small as an index wants it. */
  readonly thumbnail: Buffer;
}

/** Wide enough for a page's column on a fine screen; five of them stay near 2 MB. */
const widestPx = 1280;
const thumbnailPx = 400;

/**
 * Draws a design with each variant's instructions applied.
 *
 * The libraries that draw are development packages, loaded here and only here.
 *
 * @returns undefined if there is no PNG of the whole frame to take apart
 */
export async function drawVariants(
  design: Design,
  variants: readonly EditVariant[],
): Promise<DrawnVariant[] | undefined> {
  const frame = toFrameDesign(design);
  if (frame?.png === undefined) return undefined;
  const [{ liftDesign }, { renderFrame }, { svgToPng }] = await Promise.all([
    import('../render/lift-design.ts'),
    import('../render/render-frame.ts'),
    import('../render/svg-to-png.ts'),
  ]);
  const lifted = liftDesign(frame);
  const width = Math.min(widestPx, Math.round(frame.width));
  return variants.map((variant) => {
    const png = svgToPng(renderFrame(lifted, variant.instructions, design.frame?.tokens), width);
    // From the finished picture: drawing the layers again would take as long as the first time, about half a second.
    const image = `<image width="100%" height="100%" href="data:image/png;base64,${png.toString('base64')}"/>`;
    const size = `width="${frame.width}" height="${frame.height}"`;
    const thumbnail = svgToPng(`<svg xmlns="http://www.w3.org/2000/svg" ${size}>${image}</svg>`, thumbnailPx);
    return { variant, png, thumbnail };
  });
}

function toFrameDesign({ frame, layers }: Design): FrameDesign | undefined {
  if (frame === undefined) return undefined;
  const { frameName: name, frameWidth: width, frameHeight: height, picture } = frame;
  const toPng = (file: typeof picture): Buffer | undefined =>
    file?.type === 'image/png' ? Buffer.from(file.base64, 'base64') : undefined;
  return {
    name,
    width,
    height,
    png: toPng(picture),
    layers: layers.map((layer) =>
      Object.assign(
        { x: 0, y: 0, width: 0, height: 0, name: layer.currentName, png: toPng(layer.picture) },
        layer.parent === undefined ? {} : { parentId: layer.parent },
        layer,
      ),
    ),
  };
}
