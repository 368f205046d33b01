import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { mock } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import fc from 'fast-check';
import t from 'tap';
import { createCallQueue } from '../../src/models/call-queue.ts';

/** A call that ends on request. */
function heldCall(log: string[], name: string) {
  let end!: () => void;
  const done = new Promise<void>((resolve) => (end = resolve));
  const call = async (): Promise<string> => {
    log.push(name);
    await done;
    return name;
  };
  return { call, end };
}

const never = new AbortController().signal;

t.test('keeps the process and job limits while jobs take turns', async (t) => {
  const queue = createCallQueue({ maxCalls: 3 });
  const log: string[] = [];
  const names = ['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'];
  const held = names.map((name) => ({ name, ...heldCall(log, name) }));
  const results = held.map(({ name, call }) => queue.run(name[0] as string, 2, never, call));
  await tick();
  t.same(log, ['a1', 'a2', 'b1'], 'two of a, then the third slot goes to b');
  t.same([queue.running, queue.waiting], [3, 4]);
  for (const { end } of held) {
    end();
    await tick();
  }
  t.same(
    log,
    ['a1', 'a2', 'b1', 'c1', 'b2', 'a3', 'a4'],
    'c has had none, and those that waited come before another of a',
  );
  t.same(await Promise.all(results), names, 'each gets its own answer');
  t.same([queue.running, queue.waiting], [0, 0]);
});

t.test('a short job among long ones starts with the next free slot', async (t) => {
  const queue = createCallQueue({ maxCalls: 10 });
  const log: string[] = [];
  const held: ReturnType<typeof heldCall>[] = [];
  const run = (jobId: string, calls: number): Promise<unknown>[] =>
    Array.from({ length: calls }, () => {
      const one = heldCall(log, jobId);
      held.push(one);
      return queue.run(jobId, 10, never, one.call);
    });
  const all = Array.from({ length: 20 }, (_, job) => run(`long${job}`, 25)).flat();
  await tick();
  const startedBefore = log.length;
  all.push(...run('short', 1));
  for (let index = 0; !log.includes('short'); index += 1) {
    held[index]?.end();
    await tick();
  }
  t.ok(
    log.indexOf('short') - startedBefore <= 20,
    'after one turn of the twenty others at most, not after their 490 calls',
  );
  for (const one of held) one.end();
  await Promise.all(all);
  t.equal(log.length, 501);
});

t.test('a newcomer starts at once while large jobs hold all the slots they may', async (t) => {
  const queue = createCallQueue({ maxCalls: 48 });
  const log: string[] = [];
  const held = Array.from({ length: 100 }, (_, index) => heldCall(log, `large${index % 10}`));
  const all = held.map(({ call }, index) => queue.run(`large${index % 10}`, 10, never, call));
  await tick();
  t.equal(queue.running, 46, 'one slot in twenty-four is kept');
  const newcomer = heldCall(log, 'new');
  const second = heldCall(log, 'second');
  all.push(queue.run('new', 10, never, newcomer.call), queue.run('new', 10, never, second.call));
  await tick();
  t.same([queue.running, log.at(-1)], [47, 'new'], 'its first call, not its second');
  newcomer.end();
  second.end();
  for (const { end } of held) end();
  await Promise.all(all);
  t.same([queue.running, queue.waiting, log.length], [0, 0, 102]);
});

t.test('a cancelled job settles every promise, frees its slots and starts nothing more', async (t) => {
  const queue = createCallQueue({ maxCalls: 2 });
  const controller = new AbortController();
  const log: string[] = [];
  const running = [heldCall(log, 'r1'), heldCall(log, 'r2')];
  // A running call ends itself on the signal, as a model call does.
  const results = running.map(({ call, end }) => {
    controller.signal.addEventListener('abort', end, { once: true });
    return queue.run('gone', 2, controller.signal, call);
  });
  for (let index = 0; index < 50; index += 1)
    results.push(queue.run('gone', 2, controller.signal, async () => log.push('late') as never));
  const other = queue.run('other', 2, never, async () => log.push('other'));
  const settled = Promise.allSettled(results);
  controller.abort(new Error('the client left'));
  const outcomes = await settled;
  await other;
  t.same(log, ['r1', 'r2', 'other']);
  t.equal(outcomes.filter(({ status }) => status === 'rejected').length, 50);
  t.equal((outcomes[2] as PromiseRejectedResult).reason.message, 'the client left');
  await t.rejects(
    queue.run('gone', 2, controller.signal, async () => log.push('after')),
    /the client left/,
  );
  t.same([queue.running, queue.waiting, log.length], [0, 0, 3]);
});

t.test('a running call keeps its slot until it ends, even if its signal aborts', async (t) => {
  const queue = createCallQueue({ maxCalls: 1 });
  const controller = new AbortController();
  const log: string[] = [];
  const slow = heldCall(log, 'slow');
  const first = queue.run('a', 1, controller.signal, slow.call);
  const second = queue.run('b', 1, never, async () => log.push('b'));
  controller.abort(new Error('gone'));
  await tick();
  t.same(log, ['slow'], 'the next one does not start beside it');
  slow.end();
  await Promise.all([first, second]);
  t.equal(log.length, 2);
});

t.test('a failing call frees its slot and affects no other', async (t) => {
  const queue = createCallQueue({ maxCalls: 1 });
  const bad = queue.run('a', 1, never, async () => Promise.reject(new Error('bad')));
  const thrown = queue.run('a', 1, never, () => {
    throw new Error('thrown');
  });
  const good = queue.run('a', 1, never, async () => 'good');
  await t.rejects(bad, /bad/);
  await t.rejects(thrown, /thrown/);
  t.equal(await good, 'good');
  t.same([queue.running, queue.waiting], [0, 0]);
});

t.test("removes listeners from a job's signal when its calls end", async (t) => {
  const queue = createCallQueue({ maxCalls: 2 });
  const { signal } = new AbortController();
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  const live = new Set<unknown>();
  signal.addEventListener = (...args: Parameters<typeof add>) => (live.add(args[1]), (listeners += 1), add(...args));
  signal.removeEventListener = (...args: Parameters<typeof remove>) => (live.delete(args[1]), remove(...args));
  await Promise.all(Array.from({ length: 30 }, async () => queue.run('a', 2, signal, async () => undefined)));
  t.equal(listeners, 1, 'one for all calls of the job');
  t.equal(live.size, 0);
});

t.test('a call whose job leaves while it waits for its permit is never made', async (t) => {
  let allow!: () => void;
  const permit = new Promise<void>((resolve) => (allow = resolve));
  const queue = createCallQueue({ maxCalls: 1, permit: () => permit });
  const controller = new AbortController();
  const log: string[] = [];
  const call = queue.run('a', 1, controller.signal, async () => log.push('made'));
  controller.abort(new Error('gone'));
  allow();
  await t.rejects(call, /gone/);
  t.same([log.length, queue.running, queue.waiting], [0, 0, 0]);
});

type Step = { do: 'run' | 'permit' | 'end' | 'leave'; job: number; well: boolean };

t.test('whatever order calls come, fail, wait for permits and leave in, limits hold and each settles', async (t) => {
  const step = fc.record<Step>({
    do: fc.constantFrom('run', 'run', 'run', 'permit', 'permit', 'end', 'end', 'leave'),
    job: fc.nat({ max: 3 }),
    well: fc.boolean(),
  });
  const maxCalls = 4;
  const limit = 2;
  const history = async (steps: readonly Step[]): Promise<void> => {
    const permits: (() => void)[] = [];
    const calls: { readonly jobId: string; readonly end: (isWell: boolean) => void }[] = [];
    let settled = 0;
    let isPermitted = true;
    const queue = createCallQueue({
      maxCalls,
      // Some need no permit, and some are refused it.
      permit: (jobId) =>
        jobId === '0'
          ? undefined
          : new Promise((resolve, reject) => {
              permits.push(() => (isPermitted ? resolve() : reject(new Error('refused'))));
            }),
    });
    const jobs = ['0', '1', '2', '3'].map((jobId) => ({ jobId, controller: new AbortController() }));
    let asked = 0;
    for (const { do: what, job, well } of steps) {
      const { jobId, controller } = jobs[job] as (typeof jobs)[number];
      if (what === 'run') {
        asked += 1;
        const call = (): Promise<void> => {
          assert.equal(controller.signal.aborted, false, 'none starts after its job left');
          if (!well && job === 3) throw new Error('thrown at once');
          return new Promise<void>((resolve, reject) => {
            const end = (isWell: boolean): void => (isWell ? resolve() : reject(new Error('failed')));
            calls.push({ jobId, end });
          });
        };
        const count = (): number => (settled += 1);
        queue.run(jobId, limit, controller.signal, call).then(count, count);
      } else if (what === 'permit') {
        isPermitted = well;
        permits.shift()?.();
      } else if (what === 'end') calls.splice(job % Math.max(1, calls.length), 1)[0]?.end(well);
      else controller.abort(new Error('left'));
      await tick();
      assert.ok(queue.running <= maxCalls);
      for (const { jobId: each } of jobs) assert.ok(calls.filter((call) => call.jobId === each).length <= limit);
      assert.equal(queue.running + queue.waiting + settled, asked);
      assert.ok(queue.waiting === 0 || queue.running >= limit, 'none waits while its job could run one');
    }
    isPermitted = true;
    while (queue.running > 0) {
      permits.shift()?.();
      calls.shift()?.end(true);
      await tick();
    }
    assert.deepEqual([settled, queue.waiting], [asked, 0]);
    for (const { controller } of jobs) assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
  };
  await t.resolves(fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), history), { numRuns: 200 }));
});

t.test('pacing starts no more calls per second than allowed, and none of a cancelled job', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  t.teardown(() => mock.timers.reset());
  const queue = createCallQueue({ maxCalls: 100, callsPerSecond: 5 });
  const log: string[] = [];
  const controller = new AbortController();
  const all = Array.from({ length: 12 }, async (_, index) =>
    queue.run('a', 100, controller.signal, async () => log.push(`a${index}`)),
  );
  const settled = Promise.allSettled(all);
  await tick();
  t.equal(log.length, 5);
  mock.timers.tick(999);
  await tick();
  t.equal(log.length, 5);
  mock.timers.tick(2);
  await tick();
  t.equal(log.length, 10);
  // The next second has begun, but its timer has not run yet: here a cancelled call makes p-queue look for the next.
  mock.timers.setTime(Date.now() + 5000);
  controller.abort(new Error('gone'));
  await settled;
  t.equal(log.length, 10);
  t.same([queue.running, queue.waiting], [0, 0]);
});

t.test('calls of a cancelled job do not use up the pace of later ones', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  t.teardown(() => mock.timers.reset());
  const queue = createCallQueue({ maxCalls: 100, callsPerSecond: 1 });
  const log: string[] = [];
  const controller = new AbortController();
  const left = Array.from({ length: 5 }, async () => queue.run('a', 9, controller.signal, async () => log.push('a')));
  const settled = Promise.allSettled(left);
  await tick();
  controller.abort(new Error('gone'));
  await settled;
  mock.timers.tick(1500);
  await tick();
  const calls = ['b', 'c'].map(async (name) => queue.run(name, 9, never, async () => log.push(name)));
  await tick();
  t.same(log, ['a', 'b'], 'the next one starts at once');
  mock.timers.tick(999);
  await tick();
  t.same(log, ['a', 'b']);
  mock.timers.tick(2);
  await Promise.all(calls);
  t.same(log, ['a', 'b', 'c'], 'and another after a second');
});

t.test('paces below one call per second', async (t) => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval', 'Date'] });
  t.teardown(() => mock.timers.reset());
  const queue = createCallQueue({ maxCalls: 100, callsPerSecond: 0.5 });
  const log: number[] = [];
  const all = [1, 2].map(async (name) => queue.run('a', 10, never, async () => log.push(name)));
  await tick();
  mock.timers.tick(1990);
  await tick();
  t.same(log, [1]);
  mock.timers.tick(20);
  await tick();
  t.same(log, [1, 2]);
  await Promise.all(all);
});
