import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { createDatabase } from '../../src/database/database.ts';
import { createRecordWriter } from '../../src/jobs/record-writer.ts';
import { replayLog } from '../../src/jobs/replay-log.ts';
import { bundled } from '../helpers/bundled.ts';
import { createKeptLog } from '../helpers/logs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { anEnd, aStart } from './records.ts';

/** The log of a service whose records all went there: three jobs (one ended) and a request, amid other lines. */
async function aLog(): Promise<{ lines: string[]; ids: string[] }> {
  const lines = ['{"level":30,"msg":"listening"}', 'not JSON at all', '{"msg":"about a record.overflow, in words"}'];
  const database = createDatabase('postgres://postgres@127.0.0.1:1/none');
  const writeLine = (line: string): void => void lines.push(line.trimEnd());
  const writer = createRecordWriter({ database, log: createKeptLog(), writeLine, maxRecords: 0 });
  const starts = [aStart(), aStart(), aStart()];
  for (const start of starts) writer.started(start);
  for (const { id } of starts.slice(0, 1)) writer.finished(anEnd(id));
  writer.called({ endpoint: 'GET /health', responseStatus: 200, responseTimeMs: 2, createdAt: new Date() });
  await writer.close(0);
  await database.close(0);
  return { lines, ids: starts.map(({ id }) => id) };
}

async function* each(lines: string[]): AsyncGenerator<string> {
  yield* lines;
}

await t.test('writes records from a log, in any order, any number of times', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  const { lines } = await aLog();
  const report = { found: 5, written: 5, refused: [], unreadable: [] };
  t.same(await replayLog(each(lines), database), report);
  t.same(await replayLog(each(lines.toReversed()), database), report);
  t.same(await sql`select status, count(*)::int from jobs group by status order by status`, [
    { status: 'completed', count: 1 },
    { status: 'processing', count: 2 },
  ]);
  t.same(await sql`select count(*)::int from api_calls`, [{ count: 1 }]);
});

await t.test("reads a line with a platform's prefix and names a truncated line by number", async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  const { lines } = await aLog();
  const [, , , first = '', second = ''] = lines;
  const report = await replayLog(each([`2026-03-01T10:00:00Z app[1] ${first}`, second.slice(0, -20)]), database);
  t.same(report, { found: 2, written: 1, refused: [], unreadable: [2] });
  t.same(await sql`select count(*)::int from jobs`, [{ count: 1 }]);
});

await t.test('names the line of a refused record and writes the others', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  const { lines, ids } = await aLog();
  const broken = lines.map((line) => line.replaceAll(ids[1] ?? '', 'no-uuid'));
  const report = await replayLog(each(broken), database);
  t.match(report, { found: 5, written: 4, refused: [{ line: 5, sqlState: '22P02' }] });
  t.same(await sql`select count(*)::int from jobs`, [{ count: 2 }]);
});

await t.test('reports an unreachable database as an error', async (t) => {
  const database = createDatabase('postgres://postgres@127.0.0.1:1/none');
  t.teardown(async () => database.close());
  await t.rejects(replayLog(each((await aLog()).lines), database), { code: 'ECONNREFUSED' });
});

await t.test('reads standard input and exits with 0 only if all records are written', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { lines, ids } = await aLog();
  const run = async (input: string[]) => {
    const child = spawn(process.execPath, [bundled('cli/replay.js')], {
      env: { ...process.env, DATABASE_URL: url },
      timeout: 120_000,
    });
    child.stdin.end(input.join('\n'));
    const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
    return { code: child.exitCode, out, errors };
  };
  t.same(await run(lines), { code: 0, out: '5 records found, 5 written\n', errors: '' });
  t.same(await sql`select count(*)::int from jobs`, [{ count: 3 }]);
  const broken = lines.map((line) => line.replaceAll(ids[2] ?? '', 'no-uuid'));
  t.match(await run(broken), { code: 1, errors: 'line 6: refused by the database (22P02)\n' });
});
