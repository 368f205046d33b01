import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';

const views = fc
  .array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { maxLength: 6 })
  .map((parts) => parts.map((part) => Buffer.from(part)));

t.test('slices, searches and compares like one buffer', async (t) => {
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
