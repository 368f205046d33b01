import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { EmbeddedPicture, JsonSegments } from '../../src/images/json-segments.ts';
import { Picture } from '../../src/images/picture.ts';
import { pngOf } from '../edits/pictures.ts';

const picture = fc.uint8Array({ maxLength: 60 }).map((extra) => Buffer.concat([pngOf(3, 4), extra]).toString('base64'));

t.test('segments join to the output of JSON.stringify, with known length', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), picture), { maxLength: 5 }), (pairs) => {
        const build = (wrap: (before: string, base64: string) => unknown): unknown => ({
          parts: pairs.map(([before, base64]) => ({ text: before, url: wrap(before, base64) })),
          none: [null, undefined, 1],
        });
        const segments = new JsonSegments(
          build((before, base64) => {
            const views = [Buffer.from(base64.slice(0, 3)), Buffer.from(base64.slice(3))];
            return new EmbeddedPicture(new Picture(new ByteString(views)), before);
          }),
        );
        const joined = Buffer.concat([...segments]);
        assert.equal(joined.length, segments.byteLength);
        assert.equal(joined.toString('utf8'), JSON.stringify(build((before, base64) => before + base64)));
        assert.equal(segments.pictures.length, pairs.length);
      }),
    ),
  );
});

t.test('sends a picture as the same views it arrived in', async (t) => {
  const view = Buffer.from(pngOf(1, 1).toString('base64'));
  const { segments } = new JsonSegments({ url: EmbeddedPicture.dataUrl(new Picture(new ByteString([view]))) });
  t.equal(segments[1], view);
  t.equal(segments[0]?.toString(), '{"url":"data:image/png;base64,');
});
