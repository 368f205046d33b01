import fc from 'fast-check';
import t from 'tap';
import { FairQueue } from '../../src/models/fair-queue.ts';

type Run = () => Promise<void>;

function aRun(): Run {
  return async () => undefined;
}

/** Starts everything that may start and returns the jobs, in order. */
function startAll(queue: FairQueue<Run>, jobOf: ReadonlyMap<Run, string>): string[] {
  const started: string[] = [];
  while (queue.startable > 0) started.push(jobOf.get(queue.next() as Run) ?? '?');
  return started;
}

t.test('jobs take turns call by call, however many calls each has', async (t) => {
  const queue = new FairQueue<Run>();
  const jobOf = new Map<Run, string>();
  for (const [jobId, calls] of [
    ['a', 4],
    ['b', 2],
    ['c', 1],
  ] as const) {
    for (let call = 0; call < calls; call += 1) {
      const run = aRun();
      jobOf.set(run, jobId);
      queue.add(run, jobId, 10);
    }
  }
  t.equal(startAll(queue, jobOf).join(''), 'abcabaa');
});

t.test('a job starts up to its limit and continues as its calls end', async (t) => {
  const queue = new FairQueue<Run>();
  const runs = Array.from({ length: 5 }, aRun);
  const jobOf = new Map(runs.map((run) => [run, 'a']));
  for (const run of runs) queue.add(run, 'a', 2);
  t.equal(startAll(queue, jobOf).length, 2);
  t.equal(queue.size, 3);
  t.equal(queue.next(), undefined, 'at its limit nothing comes out');
  queue.ended('a');
  t.equal(startAll(queue, jobOf).length, 1);
});

t.test('a job at its limit queues behind those already waiting', async (t) => {
  const queue = new FairQueue<Run>();
  const jobOf = new Map<Run, string>();
  const add = (jobId: string, limit: number): void => {
    const run = aRun();
    jobOf.set(run, jobId);
    queue.add(run, jobId, limit);
  };
  for (let call = 0; call < 3; call += 1) add('a', 1);
  t.equal(jobOf.get(queue.next() as Run), 'a');
  for (let call = 0; call < 2; call += 1) add('b', 5);
  queue.ended('a');
  t.equal(startAll(queue, jobOf).join(''), 'bab');
});

t.test("a job's first turn comes before running jobs, without starving them", async (t) => {
  const queue = new FairQueue<Run>();
  const jobOf = new Map<Run, string>();
  const add = (jobId: string, calls: number): void => {
    for (let call = 0; call < calls; call += 1) {
      const run = aRun();
      jobOf.set(run, jobId);
      queue.add(run, jobId, 100);
    }
  };
  const next = (): string => jobOf.get(queue.next() as Run) ?? '?';
  for (const jobId of ['a', 'b', 'c']) add(jobId, 4);
  t.equal([next(), next(), next(), next()].join(''), 'abca');
  add('n', 2);
  t.equal([next(), next(), next(), next()].join(''), 'nbca', 'its second call waits for its turn');
  for (let job = 0; job < 40; job += 1) add(`new ${job}`, 1);
  const turns = Array.from({ length: 40 }, next);
  t.equal(turns.filter((jobId) => !jobId.startsWith('new')).length, 2, 'one turn in seventeen is theirs');
});

t.test('keeps slots for first turns, and a flood of them stops no running job', async (t) => {
  const queue = new FairQueue<Run>({ slots: 10, keptSlots: 2 });
  const jobOf = new Map<Run, string>();
  const add = (jobId: string, calls: number): void => {
    for (let call = 0; call < calls; call += 1) {
      const run = aRun();
      jobOf.set(run, jobId);
      queue.add(run, jobId, 10);
    }
  };
  add('large', 100);
  t.equal(startAll(queue, jobOf).length, 8, 'the large job fills the shared slots');
  add('n', 2);
  t.same(startAll(queue, jobOf), ['n'], 'a newcomer starts one call at once, its second waits for its turn');
  for (let job = 0; job < 60; job += 1) add(`new ${job}`, 1);
  const turns = startAll(queue, jobOf);
  t.equal(turns.length, 1, 'ten slots and no more');
  for (let ended = 'large'; turns.length < 40; ended = turns.at(-1) ?? '') {
    queue.ended(ended);
    turns.push(...startAll(queue, jobOf));
  }
  t.equal(turns.filter((jobId) => jobId === 'large' || jobId === 'n').length, 2, 'one turn in seventeen is theirs');
});

interface Model {
  readonly waiting: Map<string, string[]>;
  readonly running: Map<string, number>;
}

type Step = { do: 'add' | 'start' | 'end' | 'leave'; job: number };

t.test('keeps limits and fair turns and loses or repeats nothing under random load', async (t) => {
  const step = fc.record<Step>({
    do: fc.constantFrom('add', 'add', 'start', 'start', 'end', 'leave'),
    job: fc.nat({ max: 4 }),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 120 }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 5, maxLength: 5 }),
      (steps, limits) => {
        const queue = new FairQueue<Run>();
        const model: Model = { waiting: new Map(), running: new Map() };
        const idOf = new Map<Run, string>();
        const since = new Map<string, number>();
        let ids = 0;
        const startable = (job: string): number =>
          Math.min(model.waiting.get(job)?.length ?? 0, (limits[Number(job)] ?? 1) - (model.running.get(job) ?? 0));
        for (const { do: what, job: number } of steps) {
          const job = String(number);
          if (what === 'add') {
            const [run, id] = [aRun(), `${job}:${ids++}`];
            idOf.set(run, id);
            model.waiting.set(job, [...(model.waiting.get(job) ?? []), id]);
            queue.add(run, job, limits[number] ?? 1);
          } else if (what === 'start') {
            const could = ['0', '1', '2', '3', '4'].filter((candidate) => startable(candidate) > 0);
            const run = queue.next();
            if (could.length === 0) {
              if (run !== undefined) return false;
              continue;
            }
            const id = idOf.get(run as Run) as string;
            const from = id.split(':')[0] as string;
            // First in, first out within a job, and nobody waits for longer than the ring takes at one turn in
            // seventeen.
            if (!could.includes(from) || model.waiting.get(from)?.shift() !== id) return false;
            model.running.set(from, (model.running.get(from) ?? 0) + 1);
            for (const other of could) since.set(other, other === from ? 0 : (since.get(other) ?? 0) + 1);
            if (Math.max(...since.values()) > 85) return false;
          } else if (what === 'end') {
            const running = model.running.get(job) ?? 0;
            if (running === 0) continue;
            model.running.set(job, running - 1);
            queue.ended(job);
          } else {
            // One that waits in the middle of its job, and every one that does not wait any more.
            const ofJob = model.waiting.get(job) ?? [];
            const leaving = ofJob[ofJob.length >> 1];
            for (const [run, id] of idOf) {
              const isWaiting = id === leaving;
              if ((isWaiting || !ofJob.includes(id)) && queue.remove(run, job) !== isWaiting) return false;
            }
            model.waiting.set(
              job,
              ofJob.filter((id) => id !== leaving),
            );
          }
          for (const candidate of since.keys()) if (startable(candidate) <= 0) since.set(candidate, 0);
          const waiting = [...model.waiting.values()].reduce((sum, ofJob) => sum + ofJob.length, 0);
          const could = ['0', '1', '2', '3', '4'].reduce(
            (sum, candidate) => sum + Math.max(0, startable(candidate)),
            0,
          );
          if (queue.size !== waiting || queue.startable !== could) return false;
        }
        return true;
      },
    ),
    { numRuns: 500 },
  );
  t.pass('500 histories');
});
