import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createCircuits } from '../../src/models/circuit.ts';
import { ProviderError } from '../../src/models/provider-error.ts';

const never = new AbortController().signal;
const left = new Error('the client has left');

const fail = async () => {
  throw new ProviderError('status', 'down', { status: 503, retryable: true });
};

/** The circuit of a model that failed until it was left alone, after its rest: the next call finds out. */
async function afterRest() {
  const circuits = createCircuits({ restMs: 5 });
  while (circuits.states().get('model') !== 'open') await circuits.run('model', never, fail).catch(() => undefined);
  while (circuits.restingMs(['model']) > 0) await sleep(1);
  return { state: () => circuits.states().get('model'), run: circuits.run };
}

/** A call that ends when it is told to. */
function aCall() {
  let fail!: (error: Error) => void;
  let answer!: () => void;
  const ended = new Promise<string>((resolve, reject) => {
    fail = reject;
    answer = () => resolve('answer');
  });
  return { call: async () => ended, fail, answer };
}

t.test('a trial whose client leaves tells nothing: the circuit stays open', async (t) => {
  const { run, state } = await afterRest();
  const trial = aCall();
  const trying = run('model', never, trial.call);
  t.equal(state(), 'half-open');
  trial.fail(left);
  await t.rejects(trying, left, 'its job gets its own reason');
  t.equal(state(), 'open');
});

t.test('a trial that is answered, or refused by a limit, closes it', async (t) => {
  const answered = await afterRest();
  t.equal(await answered.run('model', never, async () => 'answer'), 'answer');
  t.equal(answered.state(), 'closed');
  const limited = await afterRest();
  const limit = new ProviderError('status', 'slow down', { status: 429, retryable: true });
  await t.rejects(
    limited.run('model', never, async () => Promise.reject(limit)),
    limit,
  );
  t.equal(limited.state(), 'closed');
});

t.test('a call that waits for the trial ends with its own job, and is never made', async (t) => {
  const { run } = await afterRest();
  const trial = aCall();
  const trying = run('model', never, trial.call);
  const job = new AbortController();
  let made = 0;
  const count = async () => (made += 1);
  const waiting = run('model', job.signal, count);
  const other = run('model', never, count);
  job.abort(left);
  await t.rejects(waiting, left, 'while the trial goes on');
  await t.rejects(run('model', job.signal, count), left, 'a job that is over need not wait at all');
  t.equal(made, 0);
  trial.answer();
  t.equal(await trying, 'answer');
  t.equal(await other, 1, 'the other one is made');
  await sleep(5);
  t.equal(made, 1);
});
