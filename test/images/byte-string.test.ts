import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { EmbeddedBytes, toJsonSegments } from '../../src/images/json-segments.ts';

const views = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 6 })
  .map((parts) => parts.map((part) => Buffer.from(part)));

t.test('slices, searches and compares as one buffer would', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        views,
        views,
        fc.nat({ max: 130 }),
        fc.nat({ max: 130 }),
        fc.nat({ max: 255 }),
        (a, b, start, end, byte) => {
          const whole = Buffer.concat(a);
          const text = new ByteString(a);
          assert.equal(text.byteLength, whole.length);
          assert.deepEqual(text.copy(start, end), whole.subarray(start, Math.max(start, end)));
          const index = whole.subarray(0, end).indexOf(byte);
          assert.equal(text.indexOf(byte, end), index);
          assert.equal(text.equals(new ByteString(b)), whole.equals(Buffer.concat(b)));
          const recut = [whole.subarray(0, start), whole.subarray(start)].filter((view) => view.length > 0);
          assert.ok(text.equals(new ByteString(recut)), 'equal however it is cut');
        },
      ),
      { numRuns: 1000 },
    ),
  );
});

t.test('segments join to what JSON.stringify would write, with their length known', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.base64String()), { maxLength: 5 }), (pairs) => {
        const build = (wrap: (before: string, base64: string) => unknown): unknown => ({
          parts: pairs.map(([before, base64]) => ({ text: before, url: wrap(before, base64) })),
        });
        const { segments, byteLength } = toJsonSegments(
          build(
            (before, base64) =>
              new EmbeddedBytes(
                before,
                new ByteString([Buffer.from(base64.slice(0, 3)), Buffer.from(base64.slice(3))]),
              ),
          ),
        );
        const joined = Buffer.concat(segments);
        assert.equal(joined.length, byteLength);
        assert.equal(joined.toString('utf8'), JSON.stringify(build((before, base64) => before + base64)));
      }),
    ),
  );
});

t.test('the bytes of a picture go out as the very views they came in', async (t) => {
  const view = Buffer.from('iVBORw0KGgo=');
  const { segments } = toJsonSegments({ url: new EmbeddedBytes('data:image/png;base64,', new ByteString([view])) });
  t.ok(segments.includes(view));
});
