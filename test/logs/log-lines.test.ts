import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { keepRunning } from '../../demo/postgres/keep-running.ts';
import { createLogger } from '../../src/logger.ts';
import { projectRoot } from '../../src/project-root.ts';
import { samplePicture } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';
import { faultOf, type LogLine, readLines } from './check-lines.ts';
import { lineSchemas } from './events/schemas.ts';
import {
  aBadEnd,
  aBrokenDatabase,
  aCrowd,
  accessKey,
  aLateDatabase,
  aLongDay,
  analyticsToken,
  aPickyModel,
  apiKey,
  aRefusingDatabase,
  email,
} from './scenes.ts';

/** Nine servers, one after another: 75 s on two busy cores. */
t.setTimeout(300_000);

/**
 * What the embedded server says where nobody names a database, and when it does not stay up; the others are given one.
 */
async function anEmbeddedDatabase(): Promise<string> {
  let log = '';
  const logger = createLogger({ level: 'info', pretty: false }, { write: (line: string) => void (log += line) });
  const postgres = await startEmbeddedPostgres({
    dataDir: join(projectRoot(), '.data/test-postgres'),
    durable: false,
    log: logger,
  });
  await postgres.stop();
  let restarts = 0;
  const restart = async (): Promise<void> => {
    restarts += 1;
    if (restarts % 2 === 0) throw new Error('no');
  };
  keepRunning({ everyMs: 1, log: logger, isRunning: async () => false, restart });
  await until('it is given up', () => log.includes('database.embedded_lost'));
  return log;
}

await t.test('every line the service writes matches its schema, and every event occurs', async (t) => {
  const { log: day, statuses } = await aLongDay(t);
  for (const status of [200, 400, 401, 404, 408, 411, 413, 415, 429, 502, 503])
    t.ok(statuses.has(status), `a reply with ${status}`);
  const rest = [
    await aBrokenDatabase(t),
    await aLateDatabase(t, 'sums'),
    await aLateDatabase(t, 'migration'),
    await aRefusingDatabase(t),
    await aCrowd(t),
    await aPickyModel(t),
    await aBadEnd(t),
    await anEmbeddedDatabase(),
  ];
  const lines = readLines([day, ...rest].join(''));
  t.same(
    lines.flatMap((line) => faultOf(line) ?? []),
    [],
  );
  const met = new Set(lines.map(({ event }) => event));
  t.same(
    [...lineSchemas().keys()].filter((event) => !met.has(event)),
    [],
    'events that no line was of',
  );

  checkJobs(t, readLines(day));
  checkSecrets(t, lines, [day, ...rest].join(''));
});

/** Whatever is said of a job can be found by its id and by its request's, from its start to the end of its request. */
function checkJobs(t: Test, lines: readonly LogLine[]): void {
  const started = lines.filter(({ event }) => event === 'job.started');
  t.ok(started.length > 8);
  const ends = { completed: 0, failed: 0, cancelled: 0 };
  const user = createHmac('sha256', analyticsToken).update(email).digest('hex').slice(0, 16);
  for (const { jobId, requestId } of started) {
    const ofJob = lines.filter((line) => line.jobId === jobId);
    const events = ofJob.map(({ event }) => event);
    t.ok(events.includes('job.ended') && events.includes('request.done'), events.join(', '));
    t.ok(ofJob.every((line) => line.requestId === requestId && line.user === user));
    const after = lines.filter((line) => line.requestId === requestId).slice(1);
    t.ok(
      after.every((line) => line.jobId === jobId || line.event === 'library'),
      'no line of its request is without it',
    );
    ends[ofJob.find(({ event }) => event === 'job.ended')?.['status'] as keyof typeof ends] += 1;
  }
  t.ok(ends.completed > 0 && ends.failed > 0 && ends.cancelled === 1, JSON.stringify(ends));
  t.equal(lines.filter(({ event, status }) => event === 'request.done' && status === 499).length, 1);
  const byRequest = lines.filter(({ event }) => event === 'request.done').map(({ requestId }) => requestId);
  t.equal(new Set(byRequest).size, byRequest.length, 'one end a request');
}

/**
 * The address is in the overflow lines, which must be whole, and nowhere else; keys, pictures and queries are nowhere.
 */
function checkSecrets(t: Test, lines: readonly LogLine[], log: string): void {
  const overflown = lines.filter(({ event }) => event === 'record.overflow');
  t.ok(overflown.some((line) => JSON.stringify(line).includes(email)));
  t.same(new Set(overflown.map(({ reason }) => reason)), new Set(['refused', 'closed']));
  const others = lines
    .filter(({ event }) => event !== 'record.overflow')
    .map((line) => JSON.stringify(line))
    .join('\n');
  // The database quoted the address in its error's text on purpose: that is the one place where it may be met.
  t.notMatch(others.replaceAll(`no day for ${email}`, ''), email);
  for (const secret of [apiKey, accessKey, analyticsToken, 'in-the-query', samplePicture(0).slice(60, 90)])
    t.notMatch(log, secret);
}

t.test('an error shows its class, message, code and causes, and nothing a library attached to it', async (t) => {
  let log = '';
  const logger = createLogger({ level: 'info', pretty: false }, { write: (line: string) => void (log += line) });
  const cause = Object.assign(new Error('the cause'), { code: '22012' });
  const error = Object.assign(new TypeError('the error', { cause }), {
    code: 'E_ONE',
    query: 'select 1',
    parameters: [email],
  });
  logger.error({ event: 'request.failed', err: error }, 'failed');
  logger.info(
    { token: 'secret-1', event: 'x', deep: { userEmail: email, apiKey: 'secret-2', authorization: 'secret-3' } },
    'm',
  );
  logger.error('plain words');
  const [line, , plain] = readLines(log);
  t.match(line, {
    event: 'request.failed',
    err: { type: 'TypeError', message: 'the error', code: 'E_ONE', stack: /the error[^]+caused by: Error: the cause/ },
  });
  t.same(Object.keys(line?.['err'] as object).toSorted(), ['code', 'message', 'stack', 'type']);
  t.match(plain, { event: 'library', msg: 'plain words' });
  t.notMatch(log, /secret|marked@|select 1/);
});
