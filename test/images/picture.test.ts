import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { Picture, pictureOf } from '../../src/images/picture.ts';
import { dataUrl, pictureFrom, pngOf } from '../edits/pictures.ts';

t.test('returns its memory with the last release, once', async (t) => {
  let freed = 0;
  const picture = new Picture(ByteString.from(dataUrl(pngOf(2, 2))), () => (freed += 1));
  t.equal(picture.retain(), picture);
  picture.release();
  t.equal(freed, 0, 'one owner is left');
  t.equal(picture.type, 'image/png');
  picture.release();
  t.equal(freed, 1);
});

t.test('a released picture throws when read, retained or released', async (t) => {
  const picture = pictureFrom(dataUrl(pngOf(2, 2)));
  t.equal(picture.fault, undefined);
  picture.release();
  for (const use of [
    () => picture.views,
    () => picture.byteLength,
    () => picture.base64,
    () => picture.fault,
    () => picture.retain(),
    () => picture.release(),
  ]) {
    t.throws(use, /the picture was released/);
  }
});

t.test('its kind comes from its bytes, not the data: URL', async (t) => {
  const bytes = pngOf(640, 360, 1000);
  const picture = pictureFrom(dataUrl(bytes, 'image/webp'));
  t.equal(picture.type, 'image/png');
  t.equal(picture.base64.toText(), bytes.toString('base64'));
  t.equal(picture.decodedBytes, bytes.length);
});

t.test('explains why something is not a picture', async (t) => {
  const text = pictureFrom('hello');
  t.match(text.fault, /unknown format/);
  t.throws(() => text.base64, TypeError);
});

t.test('a field holds a picture or nothing if missing or empty; other values were not checked', async (t) => {
  const picture = pictureFrom(dataUrl(pngOf(1, 1)));
  t.equal(pictureOf(picture), picture);
  t.equal(pictureOf(undefined), undefined);
  t.equal(pictureOf(pictureFrom('')), undefined);
  t.throws(() => pictureOf(ByteString.from('x')), TypeError);
});
