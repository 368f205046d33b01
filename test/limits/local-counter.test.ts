import t from 'tap';
import { createLocalCounter } from '../../src/limits/local-counter.ts';

t.test("a window starts with a caller's first request and ends after its length", async (t) => {
  let at = 0;
  const count = createLocalCounter(() => at);
  t.same(count('a', 1000), { current: 1, ttlMs: 1000 });
  at = 400;
  t.same(count('a', 1000), { current: 2, ttlMs: 600 });
  t.same(count('b', 1000), { current: 1, ttlMs: 1000 });
  at = 999;
  t.same(count('a', 1000), { current: 3, ttlMs: 1 });
  at = 1000;
  t.same(count('a', 1000), { current: 1, ttlMs: 1000 });
});

t.test('forgets the longest silent of more than 5,000 callers', async (t) => {
  const count = createLocalCounter(() => 0);
  count('kept', 1000);
  count('silent', 1000);
  for (let caller = 0; caller < 4998; caller += 1) count(`${caller}`, 1000);
  t.equal(count('kept', 1000).current, 2, 'they all have room');
  count('one more', 1000);
  t.equal(count('kept', 1000).current, 3);
  t.equal(count('silent', 1000).current, 1);
});
