import { encode } from 'fast-png';
import t from 'tap';
import { encodePng } from '../../../demo/render/encode-png.ts';
import { clip, crop, decodePng } from '../../../demo/render/raster.ts';
import { hexAt, paintPage } from './design.ts';

t.test('a raster written as PNG reads back the same', async (t) => {
  const page = paintPage(17, '#123456', [[3, 4, 5, 6, '#fedcba']]);
  page.data[3] = 128;
  t.same(decodePng(encodePng(page)), page);
});

t.test('converts gray, RGB, 16-bit and palette PNGs to RGBA', async (t) => {
  const one = { width: 1, height: 1 };
  t.same([...decodePng(encode({ ...one, channels: 1, data: new Uint8Array([7]) })).data], [7, 7, 7, 255]);
  t.same([...decodePng(encode({ ...one, channels: 2, data: new Uint8Array([7, 9]) })).data], [7, 7, 7, 9]);
  t.same([...decodePng(encode({ ...one, channels: 3, data: new Uint8Array([1, 2, 3]) })).data], [1, 2, 3, 255]);
  const deep = new Uint16Array([0x0101, 0x8080, 0xffff]);
  t.same([...decodePng(encode({ ...one, channels: 3, depth: 16, data: deep })).data], [1, 128, 255, 255]);
});

t.test('clips an area to the raster and keeps one pixel of a hairline', async (t) => {
  const size = { width: 100, height: 50 };
  t.same(clip({ x: -5, y: 40, width: 20, height: 20 }, size), { x: 0, y: 40, width: 15, height: 10 });
  t.same(clip({ x: 10, y: 10.2, width: 30, height: 0.2 }, size), { x: 10, y: 10, width: 30, height: 1 });
  t.equal(clip({ x: 200, y: 0, width: 10, height: 10 }, size).width, 0);
});

t.test('a crop holds the pixels of its area', async (t) => {
  const piece = crop(paintPage(10, '#000000', [[4, 4, 2, 2, '#ff0000']]), { x: 3, y: 3, width: 4, height: 4 });
  t.same(
    [hexAt(piece, 0, 0), hexAt(piece, 1, 1), hexAt(piece, 2, 2), hexAt(piece, 3, 3)],
    ['#000000', '#ff0000', '#ff0000', '#000000'],
  );
});
