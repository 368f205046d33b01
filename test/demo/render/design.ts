import { encodePng } from '../../../demo/render/encode-png.ts';
import type { FrameDesign, PicturedLayer } from '../../../demo/render/frame-design.ts';
import { liftDesign } from '../../../demo/render/lift-design.ts';
import { decodePng, parseColor, type Raster } from '../../../demo/render/raster.ts';
import { renderFrame } from '../../../demo/render/render-frame.ts';
import { svgToPng } from '../../../demo/render/svg-to-png.ts';
import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';

/** A page of one colour with rectangles painted on it, each `[x, y, width, height, color]`. */
export function paintPage(
  size: number,
  ground: string,
  boxes: readonly (readonly [number, number, number, number, string])[],
): Raster {
  const data = new Uint8ClampedArray(size * size * 4);
  for (const [left, top, width, height, color] of [[0, 0, size, size, ground] as const, ...boxes]) {
    for (let y = top; y < top + height; y += 1) {
      for (let x = left; x < left + width; x += 1) data.set([...parseColor(color), 255], (y * size + x) * 4);
    }
  }
  return { width: size, height: size, data };
}

/** A white card with a black mark on it, on a gray page of 100 px. */
export function makeDesign(): FrameDesign {
  const page = paintPage(100, '#cccccc', [
    [20, 20, 60, 60, '#ffffff'],
    [40, 40, 10, 10, '#000000'],
  ]);
  const card: PicturedLayer = {
    id: 'card',
    name: 'Card',
    type: 'FRAME',
    x: 20,
    y: 20,
    width: 60,
    height: 60,
    fills: [{ type: 'SOLID', color: '#ffffff' }],
    png: undefined,
  };
  const mark: PicturedLayer = {
    id: 'mark',
    name: 'Mark',
    type: 'VECTOR',
    x: 40,
    y: 40,
    width: 10,
    height: 10,
    png: undefined,
  };
  return { name: 'Page', width: 100, height: 100, png: encodePng(page), layers: [card, mark] };
}

/** The page with instructions applied, as pixels. */
export function render(...instructions: readonly EditInstruction[]): Raster {
  return decodePng(svgToPng(renderFrame(liftDesign(makeDesign()), instructions), 100));
}

export function hexAt({ data, width }: Raster, x: number, y: number): string {
  const at = (y * width + x) * 4;
  return `#${Buffer.from(data.subarray(at, at + 3)).toString('hex')}`;
}
