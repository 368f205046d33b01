import { getEventListeners } from 'node:events';
import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { createCircuits } from '../../src/models/circuit.ts';
import { ProviderError } from '../../src/models/provider-error.ts';

const never = new AbortController().signal;
const left = new Error('the client has left');
const down = new ProviderError('status', 'down', { status: 503, retryable: true });
const limited = new ProviderError('status', 'slow down', { status: 429, retryable: true });

/** Circuits of one model, on a clock that the test moves. */
function createStage() {
  const clock = { ms: 0 };
  const changes: string[] = [];
  const circuits = createCircuits({
    cooldownMs: 1000,
    clock: () => clock.ms,
    onChange: (_model, state) => changes.push(state),
  });
  const run = async <T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> => {
    const admission = await circuits.admit('model', signal);
    try {
      const answer = await call();
      admission.ended();
      return answer;
    } catch (error) {
      admission.ended(error);
      throw error;
    }
  };
  return {
    clock,
    changes,
    run,
    cooldownMs: circuits.cooldownMs,
    state: () => circuits.states().get('model'),
    answer: async (times = 1) => {
      for (let i = 0; i < times; i += 1) await run(never, async () => 'answer');
    },
    fail: async (times = 1, error: Error = down) => {
      for (let i = 0; i < times; i += 1) await run(never, async () => Promise.reject(error)).catch(() => undefined);
    },
  };
}

/** A circuit whose cooldown has just passed: the next call tries the model. */
async function afterCooldown() {
  const stage = createStage();
  await stage.fail(10);
  stage.clock.ms += 1000;
  return stage;
}

/** A call that ends on command. */
function createCall() {
  let fail!: (error: Error) => void;
  let answer!: () => void;
  const ended = new Promise<string>((resolve, reject) => {
    fail = reject;
    answer = () => resolve('answer');
  });
  return { call: async () => ended, fail, answer };
}

async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

t.test('a circuit opens once more than half of ten calls in ten seconds failed', async (t) => {
  const half = createStage();
  await half.answer(5);
  await half.fail(5);
  t.equal(half.state(), 'closed');
  await half.fail();
  t.equal(half.state(), 'open');

  const few = createStage();
  await few.fail(9);
  few.clock.ms += 10_000;
  await few.fail(9);
  t.equal(few.state(), 'closed', 'failures of more than ten seconds ago do not count');
  await few.fail();
  t.equal(few.state(), 'open');
});

t.test('rate limits and aborted calls do not open a circuit', async (t) => {
  const { state, fail, run } = createStage();
  await fail(20, limited);
  for (let i = 0; i < 20; i += 1) await run(never, async () => Promise.reject(left)).catch(() => undefined);
  t.equal(state(), 'closed');
});

t.test('an open circuit refuses calls until its cooldown has passed', async (t) => {
  const { clock, run, fail, cooldownMs, changes } = createStage();
  t.equal(cooldownMs(['model', 'other']), 0);
  await fail(10);
  clock.ms += 400;
  t.equal(cooldownMs(['model']), 600);
  t.equal(cooldownMs(['model', 'other']), 0, 'another model may be called');
  let made = 0;
  t.match(await failureOf(run(never, async () => (made += 1))), { fault: 'circuit', retryable: false });
  t.equal(made, 0);
  clock.ms += 600;
  t.equal(await run(never, async () => 'answer'), 'answer');
  t.strictSame(changes, ['open', 'half-open', 'closed']);
});

t.test('calls that ended after their circuit opened do not count', async (t) => {
  const { run, fail, clock, state } = createStage();
  const slow = createCall();
  const running = run(never, slow.call);
  await fail(10);
  clock.ms += 1000;
  const trial = createCall();
  const trying = run(never, trial.call);
  slow.fail(down);
  await t.rejects(running, down);
  t.equal(state(), 'half-open');
  trial.answer();
  await trying;
  t.equal(state(), 'closed');
});

t.test('a trial whose client leaves proves nothing: the next call tries the model', async (t) => {
  const { run, state, cooldownMs } = await afterCooldown();
  const trials = [createCall(), createCall()];
  let made = 0;
  const call = async (): Promise<string> => {
    const trial = trials[made];
    made += 1;
    return trial === undefined ? 'answer' : trial.call();
  };
  const trying = run(never, call);
  const waiting = Array.from({ length: 50 }, () => run(never, call));
  t.equal(state(), 'half-open');
  trials[0]?.fail(left);
  await t.rejects(trying, left, 'its job gets its own reason');
  t.equal(cooldownMs(['model']), 0, 'no job is refused meanwhile');
  await tick();
  t.same([state(), made], ['half-open', 2], 'one of those that waited tries next, the others wait for it');
  trials[1]?.answer();
  t.equal((await Promise.all(waiting)).length, 50);
  t.same([state(), made], ['closed', 51]);

  const alone = await afterCooldown();
  await alone.fail(1, left);
  t.equal(alone.state(), 'open');
  await alone.answer();
  t.equal(alone.state(), 'closed', 'without another cooldown');
});

t.test('a trial that fails opens the circuit for another cooldown', async (t) => {
  const { fail, state, cooldownMs } = await afterCooldown();
  await fail();
  t.equal(state(), 'open');
  t.equal(cooldownMs(['model']), 1000);
});

t.test('a trial that succeeds, or is rate-limited, closes the circuit', async (t) => {
  const answered = await afterCooldown();
  await answered.answer();
  t.equal(answered.state(), 'closed');
  await answered.fail(9);
  t.equal(answered.state(), 'closed', 'with a fresh count');
  const refused = await afterCooldown();
  await refused.fail(1, limited);
  t.equal(refused.state(), 'closed');
});

t.test('a call waiting for the trial ends with its job without being made', async (t) => {
  const { run } = await afterCooldown();
  const trial = createCall();
  const trying = run(never, trial.call);
  const job = new AbortController();
  let made = 0;
  const count = async () => (made += 1);
  const waiting = run(job.signal, count);
  const other = run(never, count);
  job.abort(left);
  await t.rejects(waiting, left, 'while the trial goes on');
  await t.rejects(run(job.signal, count), left, 'a job that is over need not wait at all');
  t.equal(made, 0);
  trial.answer();
  t.equal(await trying, 'answer');
  t.equal(await other, 1, 'the other one is made');
  t.equal(made, 1);
  for (const signal of [never, job.signal]) t.equal(getEventListeners(signal, 'abort').length, 0);
});

t.test('calls that waited for a trial that failed are refused', async (t) => {
  const { run } = await afterCooldown();
  const trial = createCall();
  const trying = run(never, trial.call);
  const waiting = run(never, async () => 'answer');
  trial.fail(down);
  await t.rejects(trying, down);
  t.match(await failureOf(waiting), { fault: 'circuit' });
});
