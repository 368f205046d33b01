import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { startApp } from '../helpers/app.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';

const folder = join(projectRoot(), 'samples/sign-in/layers');
const pictures = readdirSync(folder).filter((name) => name.endsWith('.png')).length;

async function runClient(url: string, env: Record<string, string> = {}, from = folder) {
  const child = spawn(process.execPath, [join(projectRoot(), 'build/examples/client.js'), from, url], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    timeout: 120_000,
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, names: stdout.split('\n').filter(Boolean), stderr };
}

t.test('the example names a folder of pictures, each once', async (t) => {
  const { url } = await startApp(t, { env: { ACCESS_KEYS: '0123456789abcdef' } });
  const { code, names, stderr } = await runClient(url, { ACCESS_KEY: '0123456789abcdef' });
  t.equal(stderr, '');
  t.equal(code, 0);
  t.equal(new Set(names).size, pictures);
  for (const line of names) t.match(line, /^\d+\.png {2}[a-z0-9-]+$/);
  const refused = await runClient(url);
  t.match(refused, {
    code: 1,
    names: [],
    stderr: 'Unauthorized: A valid access key is required (EXPORTER_UNAUTHORIZED)\n',
  });
});

t.test('retries a connection that breaks during naming and repeats or pays for no name twice', async (t) => {
  const { url, provider } = await startApp(t, {
    env: { LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '1', DEDUPE: 'false' },
    demo: { latencyMs: 100 },
  });
  const proxy = await startTcpProxy(t, url);
  const client = runClient(proxy.through(url).replace(/\/$/, ''));
  await until('two names are known', () => provider.stats.calls === 3);
  proxy.resetAll();
  const { code, names, stderr } = await client;
  t.equal(code, 0, stderr);
  t.equal(names.length, pictures);
  t.match(stderr, /\n$/, 'it says so');
  // One more where a call was cut off with the connection.
  t.ok(provider.stats.calls <= pictures + 1, `${provider.stats.calls} calls for ${pictures} pictures`);
});

t.test('waits for retry-after when over the limit and asks again', async (t) => {
  const { url } = await startApp(t, { env: { RATE_LIMIT_RENAME: '1' } });
  t.equal((await runClient(url)).code, 0);
  const child = spawn(process.execPath, [join(projectRoot(), 'build/examples/client.js'), folder, url], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.teardown(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stderr.setEncoding('utf8'), 'data')) as [string];
  t.match(line, /^Too many rename requests, retrying in (?:[1-5]?\d|60) s\n$/);
});

t.test('a folder that cannot be used is named with the reason, and nothing is sent', async (t) => {
  const { url, provider } = await startApp(t);
  const made = t.testdir({ empty: { 'notes.txt': 'no picture', 'icons.png': {} }, 'a.png': 'a file' });
  for (const [from, reason] of [
    [join(made, 'none'), /none does not exist/],
    [join(made, 'a.png'), /a\.png is not a folder/],
    [join(made, 'empty'), /empty holds no pictures/],
  ] as const) {
    const { code, stderr } = await runClient(url, {}, from);
    t.equal(code, 2);
    t.match(stderr, reason);
    t.notMatch(stderr, /\n\s+at /, 'no stack');
  }
  t.equal(provider.stats.calls, 0);
});
