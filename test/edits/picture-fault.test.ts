import t from 'tap';
import { pictureFault } from '../../src/edits/picture-fault.ts';
import { sizeOf } from '../../src/images/picture-size.ts';
import { gifOf, jpegOf, pictureFrom, pictureOf, pngOf, webp } from './pictures.ts';

t.test('reads the size of a PNG, JPEG or GIF from its header, bare or as a data: URL', async (t) => {
  t.same(sizeOf(pictureOf(pngOf(640, 360))), { width: 640, height: 360 });
  t.same(sizeOf(pictureOf(jpegOf(1024, 768))), { width: 1024, height: 768 });
  t.same(sizeOf(pictureOf(jpegOf(1024, 768, 60_000))), { width: 1024, height: 768 }, 'behind long metadata');
  const jpeg = jpegOf(1024, 768, 65_000);
  const metadata = jpeg.subarray(2, 2 + 65_004);
  const long = Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: 20 }, () => metadata), jpeg.subarray(2)]);
  t.same(sizeOf(pictureOf(long)), { width: 1024, height: 768 }, 'behind 1.3 MB of metadata');
  t.same(sizeOf(pictureOf(gifOf(32, 16))), { width: 32, height: 16 });
  t.same(sizeOf(pictureFrom(pngOf(5, 6).toString('base64'))), { width: 5, height: 6 }, 'bare base64');
});

t.test('explains in plain words what Figma cannot use', async (t) => {
  t.equal(pictureFault(pictureOf(pngOf(4096, 4096))), undefined);
  t.match(pictureFault(pictureOf(pngOf(4097, 100))), /4097 x 100 px, and Figma takes 4096 px/);
  t.match(pictureFault(pictureOf(jpegOf(100, 5000))), /100 x 5000 px/);
  t.match(pictureFault(pictureOf(webp())), /WebP, which Figma cannot take/);
  t.match(pictureFault(pictureOf(jpegOf(100, 100).subarray(0, 30))), /damaged/, 'a JPEG cut before its size');
  t.match(pictureFault(pictureOf(pngOf(0, 10))), /damaged/);
});
