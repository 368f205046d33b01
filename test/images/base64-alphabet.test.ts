import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { createBase64AlphabetCheck } from '../../src/images/base64-alphabet.ts';

const isOfAlphabet = createBase64AlphabetCheck();
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

t.test('every byte is of the alphabet or not, wherever it stands', async (t) => {
  for (const length of [1, 15, 16, 17, 33]) {
    for (let byte = 0; byte < 256; byte += 1) {
      for (const at of [0, length >> 1, length - 1]) {
        const bytes = Buffer.alloc(length, alphabet);
        bytes[at] = byte;
        assert.equal(isOfAlphabet(bytes), alphabet.includes(byte), `byte ${byte} at ${at} of ${length}`);
      }
    }
  }
  t.ok(isOfAlphabet(Buffer.alloc(0)));
});

t.test('long bytes are checked to the last one, and what was checked before leaves no trace', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.nat(), fc.nat({ max: 255 }), (length, place, byte) => {
        const bytes = Buffer.alloc(length, alphabet);
        assert.ok(isOfAlphabet(bytes));
        bytes[place % length] = byte;
        assert.equal(isOfAlphabet(bytes), alphabet.includes(byte));
      }),
      { numRuns: 300 },
    ),
  );
});
