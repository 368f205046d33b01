import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { createSql, endSql } from '../../src/database/sql.ts';
import { projectRoot } from '../../src/project-root.ts';
import { startService } from '../faults/service-process.ts';
import { renameBody, textLayers } from '../helpers/rename-requests.ts';
import { startStubProvider } from '../helpers/stub-provider.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { createMarkedPicture, searchFolder } from './marked-picture.ts';
import { answerWell, type MarkedRequest, markedRequests, pictureRequests, postMarked } from './marked-requests.ts';

t.setTimeout(180_000);

function folderOf(t: { teardown: (handler: () => void) => void }, name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `nothing-kept-${name}-`));
  chmodSync(folder, 0o755);
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

t.test('the search finds a picture in each of its forms', async (t) => {
  const picture = createMarkedPicture();
  const bytes = Buffer.from(picture.base64, 'base64');
  for (const form of [
    bytes,
    bytes.toString('hex'),
    picture.base64,
    JSON.stringify({ a: picture.base64 }),
    bytes.subarray(500, 700),
  ])
    t.ok(picture.isIn(form));
  t.notOk(picture.isIn(createMarkedPicture().base64));
});

t.test('leaves no picture on disk, in tables, logs or errors, whatever happens to its request', async (t) => {
  const startedAt = Date.now() - 2000;
  const picture = createMarkedPicture();
  const [data, temp, working] = [folderOf(t, 'data'), folderOf(t, 'temp'), folderOf(t, 'work')];
  const postgres = await startEmbeddedPostgres({ dataDir: data });
  t.teardown(() => postgres.stop());
  const proxy = await startTcpProxy(t, postgres.url);
  const requests = markedRequests(picture.base64);
  const provider = await startStubProvider(t, (call) => {
    const place = /case (\d+)/.exec(call.body.toString('latin1'))?.[1];
    const { answers } = requests[Number(place)] ?? {};
    return answers === undefined ? answerWell(call, picture.base64) : answers(call);
  });
  const service = await startService(
    t,
    {
      LOG_LEVEL: 'trace',
      DATABASE_URL: proxy.through(postgres.url),
      AI_PROVIDER: 'openrouter',
      OPENROUTER_API_KEY: 'sk-or-v1-none',
      OPENROUTER_BASE_URL: provider.url,
      LAYERS_PER_CALL: '1',
      REQUEST_TIMEOUT_MS: '3000',
      TMPDIR: temp,
    },
    working,
  );

  const text = JSON.stringify(renameBody(textLayers(10)));
  const edits = { ...pictureRequests(picture.base64, 'well')[1], what: 'good edits' } as MarkedRequest;
  const goodRequests = [{ what: 'good', path: '/api/rename-layers', body: text }, edits, edits, edits, edits];
  const statuses = new Set<number>();
  const quoted: string[] = [];
  const made: string[] = [];
  async function send(marked: MarkedRequest): Promise<void> {
    // Calls that go well, so that the circuit stays closed and the next fault is met too.
    if (marked.answers !== undefined) await Promise.all(goodRequests.map((good) => postMarked(service.url, good)));
    const { status, text } = await postMarked(service.url, marked);
    statuses.add(status);
    // The one reply that is to hold a picture is the one that was asked to make it, and was made well.
    const isMade = text.includes('"generatedImageBase64"');
    if (isMade) made.push(marked.what);
    if (!isMade && picture.isIn(text)) quoted.push(`${marked.what}: ${text.slice(0, 200)}`);
  }
  const left = [...requests];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await send(next);
  };
  await Promise.all([work(), work(), work()]);
  t.same(quoted, [], 'no reply quotes it');
  t.same(made.toSorted(), ['edits', 'edits as a stream'], 'a picture that was made came back');
  t.ok(
    provider.calls.some(({ body }) => picture.isIn(body)),
    'the provider saw it',
  );
  for (const status of [0, 200, 400, 404, 408, 415, 502])
    t.ok(statuses.has(status), `some request ended with ${status}`);

  // What the database does not take goes to the log at the end.
  proxy.mode = 'reset';
  proxy.resetAll();
  await postMarked(service.url, {
    what: 'no database',
    path: '/api/rename-layers',
    body: goodRequests[0]?.body ?? '',
  });
  service.kill('SIGTERM');
  t.equal(await service.ended, 0);
  const log = service.output();
  t.match(log, /record\.overflow/);
  t.match(log, /"event":"job\.ended"/);
  t.notOk(picture.isIn(log), 'the log does not hold it');

  const sql = createSql(postgres.url, { max: 1 });
  const [row] = await sql<{ jobs: number }[]>`select count(*)::int as jobs from jobs`;
  await sql.unsafe('checkpoint');
  await endSql(sql);
  t.ok((row?.jobs ?? 0) > 40, 'the table holds the jobs');
  const database = searchFolder(picture, data);
  t.ok(database.searched > 500, 'the files of the database were searched');
  t.same(database.found, []);
  t.same(searchFolder(picture, projectRoot(), startedAt).found, []);
  t.same(
    [readdirSync(temp), readdirSync(working)],
    [[], []],
    'nothing was written to its temporary and its working folder',
  );
});
