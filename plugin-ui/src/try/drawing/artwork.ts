import { type LiftedLayer, liftDesign } from '../../../../src/cli/render/lift-design.ts';
import type { Raster } from '../../../../src/cli/render/raster.ts';
import type { Design, DesignLayer } from '../designs/design.ts';

/** A design's pictures: whole, for what nobody has touched, and taken apart into layers, for what has been changed. */
export interface Artwork {
  readonly framePicture: ImageBitmap;
  /** The picture of an untouched layer with all it holds. */
  layerPicture(id: string): Promise<ImageBitmap | undefined>;
  /** What a layer alone looks like, as it was at first; undefined where it lies outside the frame. */
  sprite(id: string): LiftedLayer | undefined;
  /** What is left of the frame with all layers taken off. */
  ground(): Raster;
}

/** Taking apart goes over every pixel for every layer: at this size 80 layers take some 0.4 s. */
const longestSide = 1400;

export async function createArtwork(design: Design): Promise<Artwork> {
  const framePicture = await createImageBitmap(design.picture);
  const small = await shrink(framePicture, design);
  const layers = new Map(design.layers.map((layer) => [layer.id, layer]));
  const pictures = new Map<string, Promise<ImageBitmap | undefined>>();
  let lifted: { ground: Raster; sprites: Map<string, LiftedLayer> } | undefined;

  function lift(): NonNullable<typeof lifted> {
    if (lifted === undefined) {
      const { name, width, height } = design;
      const { ground, layers: parts } = liftDesign({ name, width, height, png: small, layers: design.layers.map(toLiftable) });
      lifted = { ground, sprites: new Map(parts.map((part) => [part.layer.id, part])) };
    }
    return lifted;
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
    layerPicture(id) {
      const known = pictures.get(id) ?? readPicture(id);
      pictures.set(id, known);
      return known;
    },
    sprite: (id) => lift().sprites.get(id),
    ground: () => lift().ground,
  };
}

async function shrink(bitmap: ImageBitmap, { width, height }: Design): Promise<Buffer> {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  // Only its bytes are read, by a decoder that runs in a browser as well.
  return bytes as unknown as Buffer;
}

function toLiftable({ fill, fillOpacity = 1, ...layer }: DesignLayer) {
  return { ...layer, png: undefined, fills: fill === undefined ? [] : [{ type: 'SOLID', color: fill, opacity: fillOpacity }] };
}
