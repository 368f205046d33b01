import type { LiftedLayer } from '../../../../demo/render/lift-design.ts';
import type { Raster } from '../../../../demo/render/raster.ts';
import type { Design, DesignLayer } from '../designs/design.ts';
import LiftWorker from './lift.worker.ts?worker&inline';

type Liftable = LiftedLayer['layer'];

export interface LiftRequest {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
  readonly layers: readonly Liftable[];
}

/** A design's picture, taken apart. */
export interface Lifted {
  /** What is left of the frame with all layers taken off. */
  readonly ground: Raster;
  readonly layers: readonly LiftedLayer[];
}

/** Pixels of the longer side: finer would be seen on the largest screens alone, and take four times as long. */
const longestSide = 1400;

/** @throws Error if the browser cannot */
export async function liftOffThread(design: Design, picture: ImageBitmap): Promise<Lifted> {
  const { name, width, height, layers } = design;
  const request: LiftRequest = {
    name,
    width,
    height,
    png: await shrink(picture, design),
    layers: layers.map(toLiftable),
  };
  const worker = new LiftWorker();
  try {
    return await new Promise<Lifted>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Lifted>) => resolve(data));
      worker.addEventListener('error', () => reject(new Error('The design could not be taken apart into its layers.')));
      worker.postMessage(request);
    });
  } finally {
    worker.terminate();
  }
}

async function shrink(bitmap: ImageBitmap, { width, height }: Design): Promise<Uint8Array> {
  const scale = Math.min(1, longestSide / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on.');
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}

function toLiftable(design: DesignLayer): Liftable {
  const { fill, fillOpacity = 1, parentId: _parentId, clipsContent: _clips, ...layer } = design;
  return {
    ...layer,
    png: undefined,
    fills: fill === undefined ? [] : [{ type: 'SOLID', color: fill, opacity: fillOpacity }],
  };
}
