import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import { projectRoot } from '../../src/project-root.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, sampleLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';
import { assembleImage } from './assemble-image.ts';
import { runInImage, startInImage } from './run-image.ts';

const token = 'a-token-of-the-test';
const accessKey = 'a-key-of-the-test-0123456789';

/** Code without what a bundler writes in its own way: blanks, line ends, quotes, semicolons, optional brackets. */
function plain(code: string): string {
  return code.replaceAll(/\\\n|[\s;'"`()]/g, '');
}

async function makeFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  // The image's user must reach it.
  await chmod(folder, 0o755);
  return folder;
}

await t.test('the last stage of the Dockerfile, assembled from a built checkout, is a working service', async (t) => {
  const image = await assembleImage(projectRoot(), await makeFolder(t));

  await t.test('contains the bundled, patched service and no sources, packages or demo', async (t) => {
    const files = await readdir(image.workdir, { recursive: true });
    for (const path of [
      'dist/server.js',
      'dist/cli/migrate.js',
      'dist/cli/replay.js',
      'dist/cli/smoke.js',
      'dist/assets/uplot.js',
      'db/migrations/001_initial.sql',
      'prompts/default.txt',
      'dashboard/dashboard.html',
      'plugin-ui/dist/manifest.json',
    ]) {
      t.ok(files.includes(path), path);
    }
    t.same(
      files.filter((path) => /node_modules|\.ts$|\.map$|(^|\/)(demo|test|src)\//.test(path)),
      [],
    );
    let bytes = 0;
    const bundled: string[] = [];
    for (const path of files) {
      const { size } = await stat(join(image.workdir, path));
      bytes += size;
      if (/^dist\/.*\.js$/.test(path)) bundled.push(await readFile(join(image.workdir, path), 'utf8'));
    }
    t.ok(bytes < 10 * 1024 * 1024, `${(bytes / 1024 / 1024).toFixed(1)} MiB beside Node itself`);
    const text = plain(bundled.join('\n'));
    const patches = readdirSync(join(projectRoot(), 'patches'));
    t.ok(patches.length >= 2);
    for (const name of patches) {
      const added = readFileSync(join(projectRoot(), 'patches', name), 'utf8').matchAll(/^\+(?!\+\+)(.+)$/gm);
      for (const [, line = ''] of added) {
        // The bundle has no comments.
        const code = plain(line.replace(/\/\/.*/, ''));
        if (code.length > 8) t.ok(text.includes(code), `${name}: ${line.trim()}`);
      }
    }
  });

  await t.test('migrates, starts as its own user, is healthy, names layers and exits with 0', async (t) => {
    const { url: databaseUrl, sql } = await testDatabase(t, { empty: true });
    const provider = await startDemoProvider({ latencyMs: 20, apiKey: 'sk-or-v1-of-the-test' });
    t.teardown(() => provider.close());
    const [port, metricsPort] = [await findFreePort(), await findFreePort()];
    const env = {
      PORT: `${port}`,
      METRICS_PORT: `${metricsPort}`,
      DATABASE_URL: databaseUrl,
      OPENROUTER_API_KEY: 'sk-or-v1-of-the-test',
      OPENROUTER_BASE_URL: provider.url,
      ANALYTICS_TOKEN: token,
      ACCESS_KEYS: `team:${accessKey}`,
    };
    const migrated = await runInImage(image, ['node', 'dist/cli/migrate.js'], env);
    t.match(migrated, { code: 0, output: /^Ran 001_initial/ });

    const child = startInImage(image, image.command, env);
    t.teardown(() => child.kill('SIGKILL'));
    const exited = once(child, 'exit');
    let log = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (log += part.toString()));
    await until('it starts', () => log.includes('"service.started"') || child.exitCode !== null, 60_000);
    t.equal(child.exitCode, null, log);

    t.match(await runInImage(image, image.healthcheck, env), { code: 0 });
    const url = `http://127.0.0.1:${port}`;
    const body = renameBody(sampleLayers(6));
    t.equal((await postRename(url, body)).status, 401);
    const reply = await postRename(url, body, { headers: { authorization: `Bearer ${accessKey}` } });
    t.equal(reply.status, 200);
    t.equal(reply.json.layers?.filter(({ status }) => status === 'renamed').length, 6);
    const smoke = await runInImage(image, ['node', 'dist/cli/smoke.js', url], { ACCESS_KEY: accessKey });
    t.match(smoke, { code: 0 }, smoke.output);
    t.match(await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text(), /exporter_jobs_total/);

    child.kill(image.stopSignal);
    t.same(await exited, [0, null], log);
    t.match(await sql`select status, access_key_name from jobs`, [
      { status: 'completed', access_key_name: 'team' },
      { status: 'completed', access_key_name: 'team' },
    ]);
    t.match(log, /"event":"service\.stopped"/);
    t.match(await runInImage(image, image.healthcheck, env), { code: 1 }, 'nobody answers any more');
  });

  await t.test('does not start without production settings and names them', async (t) => {
    const { code, output } = await runInImage(image, image.command, {});
    t.equal(code, 1);
    for (const name of ['DATABASE_URL', 'ANALYTICS_TOKEN', 'ACCESS_KEYS'])
      t.match(output, new RegExp(`^ +${name} `, 'm'));
  });
});

await t.test('the Dockerfile pins one Node version in both stages and does not run as root', async (t) => {
  const text = readFileSync(join(projectRoot(), 'Dockerfile'), 'utf8');
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  t.equal(bases.length, 2);
  for (const base of bases) t.match(base, /^node:24\.\d+\.\d+-\w+-slim$/);
  t.equal(new Set(bases).size, 1);
  t.match(text, /^USER node$/m);
});
