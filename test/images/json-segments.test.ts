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

/** Values that JSON treats specially, and pictures in any place. */
const tree = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    picture.map((base64) => new Place(base64)),
    fc.constantFrom(undefined, null, Number.NaN, -0, () => 'a function', Symbol('a symbol'), new Date(0)),
    // Halves of characters, quotes and what looks like a picture's place.
    fc.constantFrom(
      '\ud800',
      '\udc00\ud800',
      '"\\',
      '\u2028',
      'picture-',
      `picture-${'A'.repeat(22)}`,
      'data:image/png;base64,',
    ),
    fc.record({ toJSON: fc.constant(() => ({ said: 'by toJSON' })), hidden: tie('value') }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom('a', '1', 'url', '__proto__', 'toJSON', '\udfff'), tie('value')), {
        maxLength: 4,
      })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Where a picture goes. */
class Place {
  readonly base64: string;

  constructor(base64: string) {
    this.base64 = base64;
  }

  toJSON(): string {
    return `before ${this.base64}`;
  }
}

/** The same with pictures in their places; whatever else is in it stays the same value. */
function withPictures(value: unknown): unknown {
  if (value instanceof Place) return new EmbeddedPicture(new Picture(ByteString.from(value.base64)), 'before ');
  if (Array.isArray(value)) return value.map(withPictures);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, withPictures(member)]));
}

function writeBoth(value: unknown): void {
  const segments = new JsonSegments(withPictures(value));
  const joined = Buffer.concat([...segments]);
  assert.equal(joined.toString('utf8'), JSON.stringify(value) ?? 'null');
  assert.equal(joined.length, segments.byteLength);
}

t.test('writes any value as JSON.stringify does, wherever its pictures are', async (t) => {
  t.doesNotThrow(() => fc.assert(fc.property(tree.value, writeBoth), { numRuns: 300 }));
});

t.test('sends a picture as the same views it arrived in', async (t) => {
  const view = Buffer.from(pngOf(1, 1).toString('base64'));
  const { segments } = new JsonSegments({ url: EmbeddedPicture.dataUrl(new Picture(new ByteString([view]))) });
  t.equal(segments[1], view);
  t.equal(segments[0]?.toString(), '{"url":"data:image/png;base64,');
});
