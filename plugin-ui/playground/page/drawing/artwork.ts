import type { LiftedLayer } from '../../../../demo/render/lift-design.ts';
import type { Raster } from '../../../../demo/render/raster.ts';
import type { Design } from '../designs/design.ts';
import { type Lifted, liftOffThread } from './lift-off-thread.ts';

/** A design's pictures: whole, for what nobody has touched, and taken apart into layers, for what has been changed. */
export interface Artwork {
  readonly framePicture: ImageBitmap;
  /** Whether layers are drawn from their own fills and texts, since the design came without a picture. */
  readonly isPlain: boolean;
  /** The picture of an untouched layer with all it holds. */
  layerPicture(id: string): Promise<ImageBitmap | undefined>;
  /** Resolves once the layers are apart, or cannot be had. */
  readonly apart: Promise<void>;
  readonly isApart: boolean;
  /** What a layer alone looks like, as it was at first; undefined before they are apart, and for what lies outside. */
  sprite(id: string): LiftedLayer | undefined;
  /** What is left of the frame with all layers taken off. */
  readonly ground: Raster | undefined;
}

/** Every pixel is gone over for every layer: past this it takes minutes, and variants show as their frame. */
const mostLifted = 2000;

export async function createArtwork(design: Design): Promise<Artwork> {
  const framePicture = await createImageBitmap(design.picture);
  const layers = new Map(design.layers.map((layer) => [layer.id, layer]));
  const pictures = new Map<string, Promise<ImageBitmap | undefined>>();
  let lifted: Lifted | undefined;
  const sprites = new Map<string, LiftedLayer>();
  let isApart = false;

  async function takeApart(): Promise<void> {
    if (design.layers.length > mostLifted || design.figmaFile !== undefined) {
      isApart = true;
      return;
    }
    // Without its layers a variant shows as the frame it was made of, and everything else works.
    lifted = await liftOffThread(design, framePicture).catch(() => undefined);
    for (const part of lifted?.layers ?? []) sprites.set(part.layer.id, part);
    isApart = true;
  }

  async function readPicture(id: string): Promise<ImageBitmap | undefined> {
    const own = design.layerPictures.get(id);
    if (own !== undefined) return await createImageBitmap(own);
    const layer = layers.get(id);
    if (layer === undefined) return undefined;
    const scale = framePicture.width / design.width;
    const [x, y] = [Math.max(0, layer.x), Math.max(0, layer.y)];
    const width = Math.min(design.width, layer.x + layer.width) - x;
    const height = Math.min(design.height, layer.y + layer.height) - y;
    if (width <= 0 || height <= 0) return undefined;
    const size = [Math.max(1, width * scale), Math.max(1, height * scale)] as const;
    return await createImageBitmap(framePicture, x * scale, y * scale, ...size);
  }

  return {
    framePicture,
    isPlain: design.figmaFile !== undefined,
    layerPicture(id) {
      const known = pictures.get(id) ?? readPicture(id);
      pictures.set(id, known);
      return known;
    },
    apart: takeApart(),
    get isApart() {
      return isApart;
    },
    sprite: (id) => sprites.get(id),
    get ground() {
      return lifted?.ground;
    },
  };
}
