import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startEmbeddedPostgres } from '../../../demo/postgres/embedded-postgres.ts';
import { keepRunning } from '../../../demo/postgres/keep-running.ts';
import { createSql, endSql } from '../../../src/database/sql.ts';
import { createKeptLog } from '../../helpers/logs.ts';
import { until } from '../../helpers/until.ts';

const asRoot = process.getuid?.() === 0;
t.setTimeout(120_000);

const modulePath = new URL('../../../demo/postgres/embedded-postgres.js', import.meta.url).href;

async function temporaryFolder(t: { teardown: (handler: () => Promise<void>) => void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embedded-postgres-'));
  // mkdtemp keeps others out; as root the server runs as somebody else.
  await chmod(folder, 0o755);
  t.teardown(async () => rm(folder, { recursive: true, force: true }));
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function waitForEnd(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (!isRunning(pid)) return true;
    await sleep(25);
  }
  return false;
}

/** Another process that starts or joins the server of `dataDir` and keeps it; returns the server's pid. */
async function startElsewhere(dataDir: string, options: { uid?: number; gid?: number } = {}) {
  const code = `
    import { startEmbeddedPostgres } from '${modulePath}';
    const server = await startEmbeddedPostgres({ dataDir: process.argv[1], durable: false });
    console.log(JSON.stringify({ pid: server.pid, url: server.url }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, dataDir], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, ...(JSON.parse(line) as { pid: number; url: string }) };
}

// One cluster for most of these: to make one takes most of a second.
const dataDir = join(await temporaryFolder(t), 'pg');

await t.test('a start creates a cluster, a second one joins its server, and the last to leave stops it', async (t) => {
  const [first, second] = await Promise.all([
    startEmbeddedPostgres({ dataDir, durable: false }),
    startEmbeddedPostgres({ dataDir, durable: false }),
  ]);
  t.equal(first.url, second.url);
  t.equal(first.pid, second.pid);
  await first.stop();
  const sql = createSql(second.url, { max: 1 });
  await sql`create table kept (value text)`;
  await sql`insert into kept values ('still here')`;
  t.match((await sql`show server_encoding`)[0], { server_encoding: 'UTF8' });
  await endSql(sql);
  await second.stop();
  await second.stop();
  t.equal(isRunning(second.pid), false);

  const third = await startEmbeddedPostgres({ dataDir, durable: false });
  const again = createSql(third.url, { max: 1 });
  t.same(await again`select value from kept`, [{ value: 'still here' }]);
  await endSql(again);
  await third.stop();
});

await t.test('listens only on this machine, on the requested port', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir, durable: false });
  await first.stop();
  const server = await startEmbeddedPostgres({ dataDir, durable: false, port: first.port });
  t.equal(server.port, first.port);
  const sql = createSql(server.url, { max: 1 });
  t.same(await sql`show listen_addresses`, [{ listen_addresses: '127.0.0.1' }]);
  await endSql(sql);
  await server.stop();
});

await t.test('the server outlives a killed owner while another process uses it, and no longer', async (t) => {
  const owner = await startElsewhere(dataDir);
  const guest = await startElsewhere(dataDir);
  t.equal(guest.pid, owner.pid);
  owner.child.kill('SIGKILL');
  await once(owner.child, 'exit');
  await sleep(300);
  const sql = createSql(guest.url, { max: 1 });
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
  await endSql(sql);
  guest.child.kill('SIGKILL');
  t.equal(await waitForEnd(guest.pid), true);
});

await t.test('keeps the data although a killed server left its pid file', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir });
  const sql = createSql(first.url, { max: 1 });
  await sql`create table kept_too as select 1 as value`;
  process.kill(first.pid, 'SIGKILL');
  await endSql(sql, 0);
  await waitForEnd(first.pid);
  const second = await startEmbeddedPostgres({ dataDir });
  t.not(second.pid, first.pid);
  const again = createSql(second.url, { max: 1 });
  t.same(await again`select value from kept_too`, [{ value: 1 }]);
  await endSql(again);
  await first.stop();
  t.equal(isRunning(second.pid), true, 'the first lease has no effect on the new server');
  await second.stop();
});

await t.test('waits for another start whose pid file is made but not written yet', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir, durable: false });
  const sql = createSql(first.url, { max: 1 });
  const [row] = await sql<{ folder: string }[]>`select current_setting('data_directory') as folder`;
  await endSql(sql);
  await first.stop();
  t.equal(await waitForEnd(first.pid), true);
  const folder = String(row?.folder);
  const pidFile = join(folder, 'postmaster.pid');
  await writeFile(pidFile, '');
  const { uid, gid } = await stat(folder);
  await chown(pidFile, uid, gid);
  const starting = startEmbeddedPostgres({ dataDir, durable: false });
  await sleep(400);
  await rm(pidFile);
  const second = await starting;
  t.not(second.pid, first.pid);
  await second.stop();
});

await t.test('with keepRunning restarts a killed server on its port, but not after a stop', async (t) => {
  const log = createKeptLog();
  const server = await startEmbeddedPostgres({ dataDir, durable: false, keepRunning: true, log });
  const { url, pid } = server;
  process.kill(pid, 'SIGKILL');
  await until('it is restarted', () =>
    log.lines.some(({ fields }) => fields['event'] === 'database.embedded_restarted'),
  );
  t.not(server.pid, pid);
  t.equal(server.url, url);
  const sql = createSql(url, { max: 1 });
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
  await endSql(sql);
  const second = server.pid;
  await server.stop();
  t.equal(await waitForEnd(second), true);
});

await t.test('gives up a server that does not stay up after five restarts', async (t) => {
  const log = createKeptLog();
  let restarts = 0;
  keepRunning({
    everyMs: 1,
    log,
    isRunning: async () => false,
    async restart() {
      restarts += 1;
      if (restarts % 2 === 0) throw new Error('no');
    },
  });
  await until('it is given up', () => log.lines.some(({ level }) => level === 'error'));
  await sleep(20);
  t.equal(restarts, 5);
  t.match(
    log.lines.map(({ fields }) => fields['event']),
    [
      'database.embedded_restarted',
      'database.embedded_down',
      'database.embedded_restarted',
      'database.embedded_down',
      'database.embedded_restarted',
      'database.embedded_lost',
    ],
  );
});

await t.test("reports a taken port with the server's message", async (t) => {
  const running = await startEmbeddedPostgres({ dataDir, durable: false });
  t.teardown(async () => running.stop());
  const other = join(await temporaryFolder(t), 'pg');
  const taken = startEmbeddedPostgres({ dataDir: other, durable: false, port: running.port });
  await t.rejects(taken, { message: /did not start.*could not bind/is });
});

await t.test('root runs the server as another user', { skip: !asRoot && 'needs root' }, async (t) => {
  const before = await readFile('/etc/passwd', 'utf8');
  const server = await startEmbeddedPostgres({ dataDir, durable: false });
  t.not((await stat(`/proc/${server.pid}`)).uid, 0);
  await server.stop();
  t.equal(await readFile('/etc/passwd', 'utf8'), before);
});

const onlyAsRoot = { skip: !asRoot && 'needs root' };

await t.test('moves the data where that user can reach it', onlyAsRoot, async (t) => {
  const closed = join(await temporaryFolder(t), 'closed');
  await mkdir(closed, { mode: 0o700 });
  const logged: object[] = [];
  const log = { info: (fields: object) => void logged.push(fields), warn() {}, error() {} };
  const server = await startEmbeddedPostgres({ dataDir: join(closed, 'pg'), durable: false, log });
  const { dataDir } = logged[0] as { dataDir: string };
  t.teardown(async () => rm(dataDir, { recursive: true, force: true }));
  t.match(dataDir, /^\/var\/tmp\/figma-exporter-ai-data-/);
  const sql = createSql(server.url, { max: 1 });
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
  await endSql(sql);
  await server.stop();
});

await t.test('an ordinary user runs the server as itself', { skip: !asRoot && 'this run is one' }, async (t) => {
  const folder = await temporaryFolder(t);
  await chown(folder, 65_534, 65_534);
  const { child, pid, url } = await startElsewhere(join(folder, 'pg'), { uid: 65_534, gid: 65_534 });
  t.equal((await stat(`/proc/${pid}`)).uid, 65_534);
  const sql = createSql(url, { max: 1 });
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
  await endSql(sql);
  child.kill('SIGTERM');
  t.equal(await waitForEnd(pid), true);
});
