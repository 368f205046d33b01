import fc from 'fast-check';
import t from 'tap';
import { type ByteLease, createByteLimit } from '../../src/bodies/byte-limit.ts';
import { settledIn } from '../helpers/settled.ts';

const never = new AbortController().signal;
const small = 10;

function aLimit(totalBytes = 100, maxWaiting = 100) {
  return createByteLimit({ totalBytes, smallBytes: small, maxWaiting });
}

t.test('admits what fits at once; the rest waits', async (t) => {
  const byteLimit = aLimit();
  const first = await byteLimit.acquire(60, 'a', never);
  const second = byteLimit.acquire(50, 'b', never);
  t.notOk(await settledIn(second));
  t.same([byteLimit.usedBytes, byteLimit.waiting], [60, 1]);
  first.resize(50);
  t.ok(await settledIn(second), 'a part that returns may be enough');
  t.equal(byteLimit.usedBytes, 100);
  (await second).close();
  first.close();
  t.same([byteLimit.usedBytes, byteLimit.waiting], [0, 0]);
});

t.test('a lease returns its bytes once, however often it is released', async (t) => {
  const byteLimit = aLimit();
  const other = await byteLimit.acquire(30, 'b', never);
  const lease = await byteLimit.acquire(50, 'a', never);
  const part = lease.split(40);
  const rest = lease.split(40);
  t.same([part.bytes, rest.bytes, lease.bytes], [40, 10, 0]);
  t.equal(byteLimit.usedBytes, 80, 'a split moves bytes and returns none');
  rest.close();
  rest.close();
  lease.close();
  t.equal(byteLimit.usedBytes, 70);
  part.close();
  t.equal(byteLimit.usedBytes, 30);
  other.close();
  t.equal(byteLimit.usedBytes, 0);
});

t.test('admits small bodies ahead of waiting large ones', async (t) => {
  const byteLimit = aLimit();
  const held = await byteLimit.acquire(85, 'a', never);
  const big = byteLimit.acquire(40, 'b', never);
  const little = byteLimit.acquire(small, 'c', never);
  t.ok(await settledIn(little));
  t.notOk(await settledIn(big));
  held.close();
  t.ok(await settledIn(big));
});

t.test('a smaller body does not overtake a large one that has priority', async (t) => {
  const byteLimit = aLimit();
  const held = await byteLimit.acquire(90, 'a', never);
  const picture = byteLimit.acquire(30, 'b', never, true);
  const body = byteLimit.acquire(15, 'c', never);
  held.resize(80);
  t.notOk(await settledIn(body));
  held.resize(70);
  t.ok(await settledIn(picture));
  t.notOk(await settledIn(body));
  held.close();
  t.ok(await settledIn(body));
});

t.test('a lease may grow while there is room, never past the limit', async (t) => {
  const byteLimit = aLimit();
  const lease = await byteLimit.acquire(60, 'a', never);
  t.ok(lease.resize(95));
  t.equal(byteLimit.usedBytes, 95);
  t.notOk(lease.resize(130), 'there is no room');
  t.equal(byteLimit.usedBytes, 95, 'it holds what it held');
  const next = byteLimit.acquire(10, 'b', never);
  t.notOk(await settledIn(next));
  t.ok(lease.resize(90));
  t.ok(await settledIn(next));
  lease.close();
  lease.close();
  t.equal(byteLimit.usedBytes, 10);
});

t.test('admits large bodies in order even if a later one would fit', async (t) => {
  const byteLimit = aLimit();
  const held = await byteLimit.acquire(70, 'a', never);
  const first = byteLimit.acquire(50, 'b', never);
  const second = byteLimit.acquire(20, 'c', never);
  t.notOk(await settledIn(second));
  held.resize(50);
  t.ok(await settledIn(first));
  t.notOk(await settledIn(second));
  held.close();
  t.ok(await settledIn(second));
});

t.test('one address holds at most half while others wait, everything otherwise', async (t) => {
  const byteLimit = aLimit();
  const mine = [
    await byteLimit.acquire(30, 'a', never),
    await byteLimit.acquire(30, 'a', never),
    await byteLimit.acquire(30, 'a', never),
  ];
  t.equal(byteLimit.usedBytes, 90, 'alone it may take everything');
  const fourth = byteLimit.acquire(30, 'a', never);
  const other = byteLimit.acquire(30, 'b', never);
  mine[0]?.close();
  t.notOk(await settledIn(fourth), 'it holds more than half');
  t.ok(await settledIn(other), 'so the one behind it goes first');
  t.notOk(await settledIn(fourth), 'no room');
  mine[1]?.close();
  t.ok(await settledIn(fourth), 'nobody else waits');
});

t.test('one address may hold a single body larger than half', async (t) => {
  const byteLimit = aLimit();
  const held = await byteLimit.acquire(90, 'b', never);
  const whole = byteLimit.acquire(80, 'a', never);
  const other = byteLimit.acquire(80, 'c', never);
  held.close();
  t.ok(await settledIn(whole));
  (await whole).close();
  t.ok(await settledIn(other));
});

t.test('bounds the number of waiting bodies and refuses the next with retry-after', async (t) => {
  const byteLimit = aLimit(100, 2);
  const held = await byteLimit.acquire(100, 'a', never);
  const waiting = [byteLimit.acquire(small, 'b', never), byteLimit.acquire(50, 'c', never)];
  await t.rejects(byteLimit.acquire(1, 'd', never), {
    name: 'ExporterError',
    code: 'EXPORTER_BUSY',
    retryAfterSeconds: 10,
  });
  held.close();
  await Promise.all(waiting);
  t.equal(byteLimit.waiting, 0);
});

t.test('a waiting body that leaves takes nothing and lets the next one forward', async (t) => {
  const byteLimit = aLimit();
  const held = await byteLimit.acquire(60, 'a', never);
  const controller = new AbortController();
  const leaving = byteLimit.acquire(90, 'b', controller.signal);
  const behind = byteLimit.acquire(30, 'c', never);
  t.notOk(await settledIn(behind));
  controller.abort(new Error('left'));
  await t.rejects(leaving, /left/);
  t.ok(await settledIn(behind));
  await t.rejects(byteLimit.acquire(1, 'b', controller.signal), /left/);
  held.close();
  (await behind).close();
  t.same([byteLimit.usedBytes, byteLimit.waiting], [0, 0]);
  const gone = new AbortController();
  const lease = await byteLimit.acquire(10, 'a', gone.signal);
  gone.abort(new Error('later'));
  t.equal(byteLimit.usedBytes, 10, "once admitted, its share is the holder's to return");
  lease.close();
});

t.test('never exceeds the limit, loses bytes or starves a body under random load', async (t) => {
  const step = fc.record({
    what: fc.constantFrom('come', 'come', 'part', 'close', 'leave'),
    bytes: fc.integer({ min: 0, max: 100 }),
    who: fc.nat({ max: 3 }),
    pick: fc.nat({ max: 50 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const byteLimit = aLimit();
      const held: { lease: ByteLease; left: number }[] = [];
      const waiting = new Map<number, { controller: AbortController; bytes: number }>();
      let key = 0;
      for (const { what, bytes, who, pick } of steps) {
        const holder = held[pick % Math.max(1, held.length)];
        if (what === 'come') {
          const [mine, controller] = [key++, new AbortController()];
          waiting.set(mine, { controller, bytes });
          byteLimit.acquire(bytes, String(who), controller.signal).then(
            (lease) => {
              waiting.delete(mine);
              held.push({ lease, left: bytes });
            },
            () => waiting.delete(mine),
          );
        } else if (what === 'leave') {
          [...waiting.values()][pick % Math.max(1, waiting.size)]?.controller.abort(new Error('left'));
        } else if (holder !== undefined) {
          const part = what === 'close' ? holder.left : Math.min(bytes, holder.left);
          holder.left -= part;
          if (what === 'close') holder.lease.close();
          else holder.lease.split(bytes).close();
        }
        await new Promise((resolve) => setImmediate(resolve));
        const sum = held.reduce((total, { left }) => total + left, 0);
        if (byteLimit.usedBytes !== sum || sum > 100 || byteLimit.waiting !== waiting.size) return false;
      }
      for (let rounds = 0; held.length > 0 || waiting.size > 0; rounds += 1) {
        if (rounds > 200) return false;
        for (const { lease } of held.splice(0)) lease.close();
        await new Promise((resolve) => setImmediate(resolve));
      }
      return byteLimit.usedBytes === 0 && byteLimit.waiting === 0;
    }),
    { numRuns: 200 },
  );
  t.pass('200 histories');
});
