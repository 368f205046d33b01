import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { createBase64Scanner } from '../../src/images/base64-scanner.ts';

const scan = createBase64Scanner();
const isOfAlphabet = (bytes: Buffer): boolean => scan([bytes]) !== undefined;
const alphabet = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

t.test('classifies every byte at any position', async (t) => {
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

t.test('checks long input to its last byte and keeps no trace of earlier input', async (t) => {
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

t.test('the fingerprint does not depend on the cuts and changes with any byte', async (t) => {
  const base64 = fc.uint8Array({ minLength: 1, maxLength: 120_000 }).map((bytes) => {
    return Buffer.from(bytes.map((byte) => alphabet[byte % 64] as number));
  });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(base64, fc.array(fc.nat(), { maxLength: 5 }), fc.nat(), (bytes, cuts, place) => {
        const ends = [...cuts.map((cut) => cut % bytes.length), bytes.length].toSorted((a, b) => a - b);
        const views = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
        const whole = scan([bytes]);
        assert.equal(scan(views), whole);
        const other = Buffer.from(bytes);
        const at = place % bytes.length;
        other[at] = alphabet[(alphabet.indexOf(bytes[at] as number) + 1) % 64] as number;
        assert.notEqual(scan([other]), whole);
      }),
      { numRuns: 200 },
    ),
  );
});

t.test('the fingerprint sees two distant changes and their order', async (t) => {
  const seen = new Set<string | undefined>();
  let made = 0;
  for (let first = 0; first < 64; first += 1) {
    for (let second = 0; second < 64; second += 1) {
      const bytes = Buffer.alloc(70_000, 'A');
      bytes[3] = alphabet[first] as number;
      bytes[66_051] = alphabet[second] as number;
      seen.add(scan([bytes]));
      made += 1;
    }
  }
  t.equal(seen.size, made);
});
