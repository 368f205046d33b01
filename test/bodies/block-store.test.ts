import assert from 'node:assert/strict';
import fc from 'fast-check';
import t from 'tap';
import { createBlockStore } from '../../src/bodies/block-store.ts';
import { ByteString } from '../../src/images/byte-string.ts';

t.test('a body copied into blocks reads as it came, and its blocks return with the last picture in them', async (t) => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 12 });
  const borders = fc.array(fc.nat({ max: 400 }), { maxLength: 8 });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(chunks, borders, fc.boolean(), (parts, cuts, forwards) => {
        const store = createBlockStore({ blockBytes: 32, maxIdleBytes: 1 << 20 });
        const writer = store.open();
        const views: Buffer[] = [];
        for (const part of parts) writer.write(Buffer.from(part), (copy) => views.push(copy));
        const whole = Buffer.concat(parts);
        const body = new ByteString(views);
        assert.deepEqual(body.copy(), whole);

        const at = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b)];
        const pictures = at
          .slice(1)
          .map((end, index) => body.slice(at[index] ?? 0, end))
          .filter((each) => each.byteLength > 0);
        const expected = pictures.map((picture) => picture.copy());
        writer.close(pictures);

        const order = forwards ? pictures.keys() : [...pictures.keys()].toReversed();
        const held = new Set(pictures.keys());
        for (const index of order) {
          for (const other of held) assert.deepEqual(pictures[other]?.copy(), expected[other], 'the others stand');
          store.release(pictures[index] as ByteString);
          held.delete(index);
          // Whoever takes the returned blocks writes over them at once.
          const next = store.open();
          next.write(Buffer.alloc(store.idleBytes, 0xee), () => undefined);
          next.close([]);
        }
        assert.equal(store.idleBytes, Math.ceil(whole.length / 32) * 32);
      }),
      { numRuns: 400 },
    ),
  );
});

t.test('a block from which a piece is still being sent returns with the last such piece', async (t) => {
  const store = createBlockStore({ blockBytes: 16 });
  const writer = store.open();
  const views: Buffer[] = [];
  writer.write(Buffer.from('picture'), (copy) => views.push(copy));
  const picture = new ByteString(views);
  writer.close([picture]);
  const piece = views[0] as Buffer;
  const [first, second] = [store.hold(piece), store.hold(piece.subarray(3))];
  store.release(picture);
  t.equal(store.idleBytes, 0, 'its picture is released, its bytes are still needed');
  first?.();
  t.equal(store.idleBytes, 0);
  second?.();
  t.equal(store.idleBytes, 16);
  second?.();
  t.equal(store.idleBytes, 16, 'told twice it returns once');
  t.equal(store.hold(piece), undefined, 'nothing holds what nobody owns');
  t.equal(store.hold(Buffer.from('elsewhere')), undefined);
});

t.test('no more lies idle than allowed', async (t) => {
  const store = createBlockStore({ blockBytes: 1024, maxIdleBytes: 2048 });
  const writer = store.open();
  writer.write(Buffer.alloc(10_000), () => undefined);
  writer.close([]);
  t.equal(store.idleBytes, 2048);
});

t.test('a picture in no block, or given back twice, returns nothing', async (t) => {
  const store = createBlockStore({ blockBytes: 16 });
  store.release(ByteString.from('elsewhere'));
  const writer = store.open();
  const views: Buffer[] = [];
  writer.write(Buffer.from('picture'), (copy) => views.push(copy));
  const picture = new ByteString(views);
  writer.close([picture]);
  store.release(picture);
  store.release(picture);
  t.equal(store.idleBytes, 16);
});
