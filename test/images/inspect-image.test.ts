import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { inspectImage } from '../../src/images/inspect-image.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

function cut(text: string, positions: readonly number[] = []): ByteString {
  const borders = [0, ...positions.map((at) => at % (text.length + 1)).toSorted((a, b) => a - b), text.length];
  const views = borders.slice(1).map((end, index) => Buffer.from(text.slice(borders[index], end)));
  return new ByteString(views.filter((view) => view.length > 0));
}

t.test('recognizes PNG, JPEG, WebP and GIF by signature, whatever a data: URL claims', async (t) => {
  const tail = Buffer.alloc(20);
  const pictures = {
    'image/png': png,
    'image/jpeg': Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), tail]),
    'image/webp': Buffer.concat([Buffer.from('RIFF\u0010\0\0\0WEBPVP8 '), tail]),
    'image/gif': Buffer.concat([Buffer.from('GIF89a'), tail]),
  };
  for (const [type, bytes] of Object.entries(pictures)) {
    for (const prefix of ['', 'data:image/png;base64,', 'DATA:image/JPEG;charset=utf-8;BASE64,']) {
      const inspection = inspectImage(cut(prefix + bytes.toString('base64'), [3, 30]));
      t.match(inspection, { image: { type, decodedBytes: bytes.length } });
    }
  }
});

t.test('accepts what a strict decoder accepts, wherever the views are cut', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.array(fc.nat({ max: 1000 }), { maxLength: 8 }),
        (bytes, where) => {
          const picture = Buffer.concat([png, bytes]);
          const inspection = inspectImage(cut(picture.toString('base64'), where));
          assert.equal('image' in inspection && inspection.image.decodedBytes, picture.length);
        },
      ),
    ),
  );
});

t.test('refuses any character outside the alphabet at any position', async (t) => {
  const base64 = Buffer.concat([png, Buffer.alloc(40, 7)]).toString('base64');
  for (const bad of ['-', '_', '=', '.', ' ', '\n', '\u0000', 'é', '"']) {
    for (let at = 16; at < base64.length; at += 1) {
      const text = base64.slice(0, at) + bad + base64.slice(at + 1);
      if (text === base64 || (bad === '=' && at >= base64.length - 2)) continue;
      t.match(
        inspectImage(cut(text, [at, at + 1, 33])),
        { fault: 'is not valid base64' },
        `${JSON.stringify(bad)} at ${at}`,
      );
    }
  }
});

t.test('refuses non-pictures, short or unpadded base64 and invalid data: URLs', async (t) => {
  const base64 = png.toString('base64');
  for (const text of [
    'AAAA',
    'hello world',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>').toString('base64'),
  ]) {
    t.match(inspectImage(cut(text)), { fault: 'has an unknown format' });
  }
  t.match(inspectImage(cut(base64.slice(0, -1))), { fault: 'is not valid base64' });
  for (const prefix of [
    'data:text/html;base64,',
    'data:image/png,',
    'data:',
    `data:image/png;${'a'.repeat(200)};base64,`,
  ]) {
    t.match(inspectImage(cut(prefix + base64)), { fault: 'is a data: URL without a base64 picture' }, prefix);
  }
});
