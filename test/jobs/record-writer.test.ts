import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createDatabase, type Database } from '../../src/database/database.ts';
import { createRecordWriter, type RecordWriterDeps } from '../../src/jobs/record-writer.ts';
import { createKeptLog } from '../helpers/logs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';
import { anEnd, aStart } from './records.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

function writerOn(t: Teardown, url: string, changes: Partial<RecordWriterDeps> = {}) {
  const database = createDatabase(url, { max: 1, statementTimeoutMs: 4_000 });
  const log = createKeptLog();
  const lines: string[] = [];
  const writer = createRecordWriter({
    database,
    log,
    writeLine: (line) => void lines.push(line),
    retryDelaysMs: [10, 50],
    ...changes,
  });
  t.teardown(async () => {
    await writer.close(0);
    await database.close(0);
  });
  return { writer, log, lines, database };
}

/** A database that never answers by itself: the test decides about each batch. */
function heldDatabase() {
  const batches: { succeed: () => void; fail: (error: Error) => void }[] = [];
  const database: Database = {
    run: async () =>
      new Promise((resolve, reject) => {
        batches.push({ succeed: () => resolve(undefined as never), fail: reject });
      }),
    close: async () => {},
  };
  return { database, batches };
}

await t.test('writes a start within moments and completes the row at the end', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { writer, lines } = writerOn(t, url);
  const start = aStart();
  writer.started(start);
  await until('the start is written', async () => (await sql`select 1 from jobs`).length > 0);
  t.match((await sql`select * from jobs`)[0], {
    id: start.id,
    type: 'rename-layers',
    status: 'processing',
    layer_count: 50,
    frame_name: 'Sign-in',
    naming_style: 'snake_case',
    created_at: start.createdAt,
    completed_at: null,
    user_email: 'designer@example.com',
    user_id: '4711',
    ip_address: '192.0.2.7',
    access_key_name: 'studio',
    provider: 'demo',
    model_calls: 0,
  });
  writer.finished(anEnd(start.id, { status: 'failed', errorCode: 'EXPORTER_PROVIDER', errorMessage: 'It said no' }));
  t.equal(await writer.flush(5_000), true);
  t.match((await sql`select *, cost_usd::float8 as cost from jobs`)[0], {
    id: start.id,
    status: 'failed',
    layer_count: 50,
    completed_at: new Date('2026-03-01T10:00:01.500Z'),
    duration_ms: 1_500,
    error_code: 'EXPORTER_PROVIDER',
    error_message: 'It said no',
    model_calls: 10,
    prompt_tokens: '2000',
    completion_tokens: '300',
    cost: 0.00123,
    layers_renamed: 49,
  });
  t.same(lines, []);
});

await t.test('records which prompt was used, not the one requested', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { writer } = writerOn(t, url);
  const starts = ['gone.txt', undefined, 'minimal.txt'].map((promptFile) =>
    aStart({ type: 'generate-edits', promptFile }),
  );
  for (const start of starts) writer.started(start);
  await until('the starts are written', async () => (await sql`select 1 from jobs`).length === starts.length);
  const [gone, unnamed, cancelled] = starts.map(({ id }) => id) as [string, string, string];
  writer.finished(anEnd(gone, { promptFile: 'default.txt' }));
  writer.finished(anEnd(unnamed, { promptFile: 'default.txt' }));
  writer.finished(anEnd(cancelled, { status: 'cancelled' }));
  t.equal(await writer.flush(5_000), true);
  const rows = await sql<{ id: string; prompt_file: string }[]>`select id, prompt_file from jobs`;
  const used = new Map(rows.map((row) => [row.id, row.prompt_file]));
  t.same(
    [gone, unnamed, cancelled].map((id) => used.get(id)),
    ['default.txt', 'default.txt', 'minimal.txt'],
  );
});

await t.test('writes a thousand simultaneous jobs and requests, each once', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { writer } = writerOn(t, url);
  for (let i = 0; i < 1_000; i += 1) {
    const start = aStart();
    writer.started(start);
    writer.called({ endpoint: 'POST /api', responseStatus: 200, responseTimeMs: i, createdAt: new Date() });
    if (i % 2 === 0) writer.finished(anEnd(start.id));
  }
  t.equal(await writer.flush(10_000), true);
  t.same(await sql`select status, count(*)::int from jobs group by status order by status`, [
    { status: 'completed', count: 500 },
    { status: 'processing', count: 500 },
  ]);
  const calls = await sql`select count(*)::int, sum(response_time_ms)::int as sum from api_calls`;
  t.same(calls, [{ count: 1_000, sum: 499_500 }]);
  t.match(writer.stats(), { queued: 0, queuedBytes: 0, written: 2_000, overflowed: 0, failures: 0 });
});

await t.test('still writes a row for refused text, invalid addresses and out-of-range values', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { writer, lines } = writerOn(t, url);
  const frameName = `a\0b\uD800${'\u{1F600}'.repeat(200)}`;
  const start = aStart({ frameName, ipAddress: 'somewhere', userEmail: `${'x'.repeat(300)}@example.com` });
  writer.started(start);
  const none = Number.NaN;
  writer.finished(anEnd(start.id, { durationMs: none, modelCalls: 1e12, costUsd: none, errorMessage: '\0' }));
  writer.started(aStart({ ipAddress: 'fe80::1%eth0' }));
  t.equal(await writer.flush(5_000), true);
  const rows = await sql`select *, cost_usd::float8 as cost from jobs order by status`;
  t.match(rows[0], { ip_address: null, duration_ms: null, model_calls: 2 ** 31 - 1, cost: 0, error_message: '' });
  t.match(rows[0]?.['frame_name'], /^ab\uFFFD(?:\u{1F600})+\uFFFD?$/u);
  t.match(rows[1], { ip_address: 'fe80::1' });
  t.same(lines, []);
});

await t.test('logs a row the server refuses and writes the others', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { writer, lines } = writerOn(t, url);
  for (let i = 0; i < 20; i += 1) writer.started(aStart());
  writer.started(aStart({ id: 'no-uuid', userEmail: 'lost@example.com' }));
  for (let i = 0; i < 19; i += 1) writer.started(aStart());
  writer.started(aStart({ createdAt: new Date(Number.NaN) }));
  t.equal(await writer.flush(5_000), true);
  t.same(await sql`select count(*)::int from jobs`, [{ count: 39 }]);
  const record = { id: 'no-uuid', user_email: 'lost@example.com' };
  t.match(
    lines.map((line) => JSON.parse(line) as object),
    [
      { event: 'record.overflow', reason: 'refused', sqlState: '22P02', table: 'jobs', record },
      { event: 'record.overflow', reason: 'refused', sqlState: '23502' },
    ],
  );
});

await t.test('retries a failing insert (full disk) until it works, in order, and logs it once', async (t) => {
  const { url, sql } = await testDatabase(t);
  await sql.unsafe(`
    create function no_room() returns trigger language plpgsql as $$
      begin raise exception 'could not extend file: designer@example.com' using errcode = '53100'; end $$;
    create trigger no_room before insert on jobs execute function no_room();`);
  const { writer, log, lines } = writerOn(t, url);
  const start = aStart();
  writer.started(start);
  await until('three inserts failed', () => writer.stats().failures >= 3);
  writer.finished(anEnd(start.id));
  await sql`drop trigger no_room on jobs`;
  t.equal(await writer.flush(5_000), true);
  t.same(await sql`select status from jobs`, [{ status: 'completed' }]);
  t.same(lines, []);
  t.match(log.lines, [
    { fields: { event: 'records.waiting', reason: '53100' } },
    { fields: { event: 'records.resumed' } },
  ]);
  t.equal(log.lines.length, 2);
  t.notMatch(JSON.stringify(log.lines), /designer@example\.com/);
});

await t.test('cancels a slow query and rewrites its batch without duplicates', async (t) => {
  const { url, sql } = await testDatabase(t);
  await sql.unsafe(`
    create sequence tries;
    create function slow_once() returns trigger language plpgsql as $$
      begin if nextval('tries') = 1 then perform pg_sleep(30); end if; return null; end $$;
    create trigger slow_once before insert on jobs execute function slow_once();`);
  const { writer } = writerOn(t, url, { queryTimeoutMs: 200 });
  for (let i = 0; i < 10; i += 1) writer.started(aStart());
  t.equal(await writer.flush(10_000), true);
  t.same(await sql`select count(*)::int from jobs`, [{ count: 10 }]);
  t.ok(writer.stats().failures >= 1);
});

await t.test('loses nothing when connections are reset during writes', async (t) => {
  const { url, sql } = await testDatabase(t);
  const proxy = await startTcpProxy(t, url);
  const { writer, lines } = writerOn(t, proxy.through(url));
  const ids: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    for (let i = 0; i < 20; i += 1) {
      const start = aStart();
      ids.push(start.id);
      writer.started(start);
      setTimeout(() => writer.finished(anEnd(start.id)), 15);
    }
    await sleep(22);
    proxy.resetAll();
    proxy.mode = round % 3 === 0 ? 'reset' : 'pass';
  }
  proxy.mode = 'pass';
  await sleep(20);
  t.equal(await writer.flush(10_000), true);
  t.same(await sql`select count(*)::int, count(*) filter (where status = 'completed')::int as ended from jobs`, [
    { count: ids.length, ended: ids.length },
  ]);
  t.same(lines, []);
});

await t.test('an end may overtake its start, and a late start changes nothing', async (t) => {
  const { url, sql } = await testDatabase(t);
  const first = writerOn(t, url).writer;
  const second = writerOn(t, url).writer;
  const start = aStart();
  first.started(start);
  first.finished(anEnd(start.id, { status: 'cancelled' }));
  t.equal(await first.flush(5_000), true);
  second.started(start);
  t.equal(await second.flush(5_000), true);
  t.match(await sql`select status, model_calls from jobs`, [{ status: 'cancelled', model_calls: 10 }]);
});

await t.test('an end replaces a waiting start and follows one being written', async (t) => {
  const { database, batches } = heldDatabase();
  const { writer } = writerOn(t, 'postgres://unused', { database });
  const early = aStart();
  writer.started(early);
  t.equal(batches.length, 0, 'the call itself writes nothing');
  await until('the first batch is sent', () => batches.length > 0);
  writer.finished(anEnd(early.id));
  t.equal(writer.stats().queued, 2, 'the one in flight keeps its place');
  const late = aStart();
  writer.started(late);
  writer.finished(anEnd(late.id));
  t.equal(writer.stats().queued, 3);
  writer.finished(anEnd(late.id));
  t.equal(writer.stats().queued, 3, 'a second end is ignored');
});

await t.test('logs records over the count or size limit as one complete line each', async (t) => {
  const { database } = heldDatabase();
  const byNumber = writerOn(t, 'postgres://unused', { database, maxRecords: 2 });
  const starts = [aStart(), aStart(), aStart({ frameName: 'line\nbreak "quoted"' })];
  for (const start of starts) byNumber.writer.started(start);
  t.equal(byNumber.lines.length, 1);
  t.match(byNumber.lines[0], /^\{.*\}\n$/);
  t.match(JSON.parse(byNumber.lines[0] ?? ''), {
    level: 'error',
    event: 'record.overflow',
    reason: 'buffer_full',
    table: 'jobs',
    record: { id: starts[2]?.id, frame_name: 'line\nbreak "quoted"', user_email: 'designer@example.com' },
  });
  t.match(byNumber.writer.stats(), { queued: 2, overflowed: 1 });

  const bySize = writerOn(t, 'postgres://unused', { database, maxBytes: 1_000 });
  bySize.writer.started(aStart());
  bySize.writer.started(aStart());
  t.equal(bySize.lines.length, 1);
  t.ok(bySize.writer.stats().queuedBytes <= 1_000);
});

await t.test('close writes what fits in its time and logs the rest', async (t) => {
  const { url, sql } = await testDatabase(t);
  const open = writerOn(t, url);
  open.writer.started(aStart());
  await open.writer.close(5_000);
  t.same(await sql`select count(*)::int from jobs`, [{ count: 1 }]);
  t.same(open.lines, []);
  open.writer.started(aStart());
  t.match(JSON.parse(open.lines[0] ?? ''), { reason: 'closed' });

  const away = writerOn(t, 'postgres://postgres@127.0.0.1:1/none');
  const start = aStart();
  away.writer.started(start);
  away.writer.called({ endpoint: 'GET /', responseStatus: 200, responseTimeMs: 1, createdAt: new Date() });
  await sleep(50);
  await away.writer.close(50);
  t.match(
    away.lines.map((line) => JSON.parse(line) as object),
    [
      { reason: 'closed', table: 'jobs', record: { id: start.id } },
      { reason: 'closed', table: 'api_calls', record: { endpoint: 'GET /' } },
    ],
  );
  t.equal(away.writer.stats().queued, 0);
});

await t.test('a flush that runs out of time reports it and loses nothing', async (t) => {
  const { database, batches } = heldDatabase();
  const { writer } = writerOn(t, 'postgres://unused', { database });
  writer.started(aStart());
  t.equal(await writer.flush(30), false);
  batches[0]?.succeed();
  t.equal(await writer.flush(1_000), true);
});
