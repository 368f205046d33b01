import t from 'tap';
import { pictureFault, readPicture } from '../../src/edits/read-picture.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import { dataUrl, gifOf, jpegOf, pictureOf, pngOf, webp } from './pictures.ts';

t.test('the size of a PNG, a JPEG and a GIF is read from its head, whatever the data: URL claims', async (t) => {
  t.match(pictureOf(pngOf(640, 360)), { type: 'image/png', size: { width: 640, height: 360 } });
  t.match(pictureOf(jpegOf(1024, 768)), { type: 'image/jpeg', size: { width: 1024, height: 768 } });
  t.match(pictureOf(jpegOf(1024, 768, 60_000)), { size: { width: 1024, height: 768 } }, 'behind long metadata');
  const jpeg = jpegOf(1024, 768, 65_000);
  const metadata = jpeg.subarray(2, 2 + 65_004);
  const long = Buffer.concat([jpeg.subarray(0, 2), ...Array.from({ length: 20 }, () => metadata), jpeg.subarray(2)]);
  t.match(pictureOf(long), { size: { width: 1024, height: 768 } }, 'behind 1.3 MB of metadata');
  t.match(pictureOf(gifOf(32, 16)), { type: 'image/gif', size: { width: 32, height: 16 } });
  t.match(
    readPicture(ByteString.from(pngOf(5, 6).toString('base64'))),
    { size: { width: 5, height: 6 } },
    'bare base64',
  );
});

t.test('the picture stays the bytes it came in, without the data: URL', async (t) => {
  const bytes = pngOf(640, 360, 1000);
  const { base64 } = readPicture(dataUrl(bytes));
  t.equal(base64.toText(), bytes.toString('base64'));
});

t.test('what is no picture is refused as the failure of the provider', async (t) => {
  for (const text of ['', 'hello', 'data:text/html;base64,PGh0bWw+', 'https://example.com/picture.png']) {
    t.throws(() => readPicture(ByteString.from(text)), { name: 'ProviderError', retryable: false }, text);
  }
});

t.test('what Figma cannot take is said in plain words', async (t) => {
  t.equal(pictureFault(pictureOf(pngOf(4096, 4096))), undefined);
  t.match(pictureFault(pictureOf(pngOf(4097, 100))), /4097 x 100 px, and Figma takes 4096 px/);
  t.match(pictureFault(pictureOf(jpegOf(100, 5000))), /100 x 5000 px/);
  t.match(pictureFault(pictureOf(webp())), /WebP, which Figma cannot take/);
  t.match(pictureFault(pictureOf(jpegOf(100, 100).subarray(0, 30))), /damaged/, 'a JPEG cut before its size');
  t.match(pictureFault(pictureOf(pngOf(0, 10))), /damaged/);
});
