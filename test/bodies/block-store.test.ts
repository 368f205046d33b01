import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import t from 'tap';
import { createBlockStore } from '../../src/bodies/block-store.ts';
import { ByteString } from '../../src/images/byte-string.ts';

t.test('a body copied into blocks reads back the same; each block returns with its last picture', async (t) => {
  const chunks = fc.array(fc.uint8Array({ minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 12 });
  const borders = fc.array(fc.nat({ max: 400 }), { maxLength: 8 });
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(chunks, borders, fc.boolean(), (parts, cuts, forwards) => {
        const store = createBlockStore({ blockBytes: 32 });
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
        const releases = pictures.map((picture) => writer.retain(picture));
        writer.close();

        const order = forwards ? pictures.keys() : [...pictures.keys()].toReversed();
        const held = new Set(pictures.keys());
        for (const index of order) {
          for (const other of held) assert.deepEqual(pictures[other]?.copy(), expected[other], 'the others stand');
          releases[index]?.();
          held.delete(index);
          // Whoever takes the returned blocks writes over them at once.
          const next = store.open();
          next.write(Buffer.alloc(store.idleBytes, 0xee), () => undefined);
          next.close();
        }
        assert.equal(store.idleBytes, Math.ceil(whole.length / 32) * 32);
      }),
      { numRuns: 400 },
    ),
  );
});

interface Step {
  readonly body: number;
  readonly do: string;
  readonly bytes: number;
}

/** What six bodies do in turn: each keeps its bytes, and every block is back at the end. */
function runBodies(steps: readonly Step[]): void {
  const store = createBlockStore({ blockBytes: 32 });
  const bodies = Array.from({ length: 6 }, () => ({
    writer: store.open(),
    views: [] as Buffer[],
    written: [] as Buffer[],
    kept: [] as { bytes: ByteString; copy: Buffer; release: () => void }[],
  }));
  const seen = new Set<ArrayBufferLike>();
  for (const [index, { body, do: what, bytes }] of steps.entries()) {
    const { writer, views, written, kept } = bodies[body] as (typeof bodies)[number];
    if (what === 'write') {
      const chunk = Buffer.alloc(bytes, index + 1);
      written.push(chunk);
      writer.write(chunk, (copy) => views.push(copy));
    } else if (what === 'keep' && views.length > 0) {
      const all = new ByteString([...views]);
      const part = all.slice(0, 1 + (bytes % all.byteLength));
      kept.push({ bytes: part, copy: part.copy(), release: writer.retain(part) });
    } else if (what === 'close') {
      for (const { buffer } of views.splice(0)) seen.add(buffer);
      written.length = 0;
      writer.close();
    } else if (what === 'release') kept.shift()?.release();
    for (const each of bodies) {
      assert.deepEqual(Buffer.concat(each.views), Buffer.concat(each.written));
      for (const one of each.kept) assert.deepEqual(one.bytes.copy(), one.copy);
    }
  }
  for (const { writer, views, kept } of bodies) {
    for (const { buffer } of views) seen.add(buffer);
    writer.close();
    for (const { release } of kept) release();
  }
  assert.equal(store.idleBytes, seen.size * 32, 'each block is back once');
}

t.test('bodies that arrive side by side and break off anywhere never share a block', async (t) => {
  const step = fc.record({
    body: fc.nat({ max: 5 }),
    do: fc.constantFrom('write', 'write', 'write', 'keep', 'close', 'release'),
    bytes: fc.integer({ min: 1, max: 90 }),
  });
  t.doesNotThrow(() => fc.assert(fc.property(fc.array(step, { maxLength: 80 }), runBodies), { numRuns: 200 }));
});

t.test('gives up the blocks that were not needed for a while', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => mock.timers.reset());
  const store = createBlockStore({ blockBytes: 1024, keepMs: 1000 });
  const fill = (bytes: number): void => {
    const writer = store.open();
    writer.write(Buffer.alloc(bytes), () => undefined);
    writer.close();
  };
  fill(10 * 1024);
  t.equal(store.idleBytes, 10 * 1024);
  mock.timers.tick(1000);
  t.equal(store.idleBytes, 10 * 1024, 'all of them were needed since');
  fill(3 * 1024);
  mock.timers.tick(1000);
  t.equal(store.idleBytes, 3 * 1024, 'seven were not');
  mock.timers.tick(1000);
  t.equal(store.idleBytes, 0);
  fill(2 * 1024);
  t.equal(store.idleBytes, 2 * 1024, 'it begins anew');
});

t.test('a writer closed twice or written to after close returns each block once', async (t) => {
  const store = createBlockStore({ blockBytes: 16 });
  const writer = store.open();
  writer.write(Buffer.from('first attempt'), () => undefined);
  writer.close();
  writer.close();
  t.equal(store.idleBytes, 16);
  writer.write(Buffer.from('second'), (copy) => t.equal(copy.toString(), 'second'));
  t.equal(store.idleBytes, 0);
  writer.close();
  t.equal(store.idleBytes, 16);
});

t.test('bytes outside any block retain nothing', async (t) => {
  const store = createBlockStore({ blockBytes: 16 });
  const writer = store.open();
  writer.write(Buffer.from('body'), () => undefined);
  const release = writer.retain(ByteString.from('elsewhere'));
  writer.close();
  release();
  t.equal(store.idleBytes, 16);
});
