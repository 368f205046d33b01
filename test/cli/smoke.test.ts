import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import t from 'tap';
import { smoke } from '../../src/cli/smoke/smoke.ts';
import { bundled } from '../helpers/bundled.ts';
import { startServer } from '../helpers/server-process.ts';

const names = ['live', 'health', 'prompts', 'rename', 'too large', 'analytics'];

async function runSmoke(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [bundled('cli/smoke.js'), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    timeout: 120_000,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

/** A server that is not the service: it answers everything so. */
async function startPage(
  t: { teardown: (handler: () => void) => void },
  status: number,
  body: string,
): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('a working service passes every check, each reported with its time', async (t) => {
  const url = await startServer(t, {}).url();
  const { code, out, err } = await runSmoke([`${url}/`]);
  t.equal(code, 0, out);
  t.equal(err, '');
  for (const name of names) t.match(out, new RegExp(`^ok +${name} +\\d+ ms  \\S`, 'm'));
  t.match(out, /database disabled, memory \d+ %/);
  t.match(out, /8 styles, by default default\.txt/);
  t.match(out, /"Rectangle 1" became "log_\w+"/);
  t.match(out, new RegExp(`${url} is fine`));
});

t.test('asks for ACCESS_KEY if access keys are on', async (t) => {
  const url = await startServer(t, { ACCESS_KEYS: 'team:a-key-of-sixteen-or-more' }).url();
  const without = await runSmoke([url]);
  t.equal(without.code, 1);
  t.match(without.out, /^FAIL +rename +\d+ ms  401: set ACCESS_KEY to one of the ACCESS_KEYS$/m);
  t.match(without.out, /^FAIL +too large .*expected 413; it answers 401/m);
  t.match(without.out, /2 of 6 checks failed/);
  const wrong = await runSmoke([url], { ACCESS_KEY: 'another-key-of-the-test' });
  t.match(wrong.out, /ACCESS_KEY is not one of the ACCESS_KEYS/);
  t.notMatch(wrong.out + wrong.err, 'another-key');
  t.equal((await runSmoke([url], { ACCESS_KEY: 'a-key-of-sixteen-or-more' })).code, 0);
});

t.test('reports a provider that refuses the key and nothing else', async (t) => {
  const provider = await startPage(t, 401, '{"error":{"code":401,"message":"No auth credentials found"}}');
  const env = { OPENROUTER_API_KEY: 'sk-or-v1-wrong', OPENROUTER_BASE_URL: provider };
  const url = await startServer(t, env).url();
  const results = await smoke({ base: url });
  t.same(
    results.map(({ name }) => name),
    names,
  );
  t.match(
    results.filter(({ ok }) => !ok),
    [{ name: 'rename', text: /502, AI provider failed/ }],
  );
});

t.test('fails check by check against something that is not the service', async (t) => {
  const url = await startPage(t, 200, '<html><h1>Welcome to nginx</h1></html>');
  const results = await smoke({ base: url });
  t.same(
    results.filter(({ ok }) => ok),
    [],
  );
  t.match(results[0]?.text, /is it this service\? <html><h1>Welcome to nginx/);
});

t.test('reports an unreachable host once with its reason and stops', async (t) => {
  // It reads, so that a connection ends when its client ends it.
  const silent = createTcpServer((socket) => void socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  t.match(await smoke({ base: `http://127.0.0.1:${port}`, timeoutMs: 200 }), [
    { name: 'live', ok: false, text: `127.0.0.1:${port} does not answer: no answer within 0.2 s` },
  ]);
  silent.close();
  const { code, out } = await runSmoke([`http://127.0.0.1:${port}`]);
  t.match({ code, out }, { code: 1, out: /FAIL +live .*does not answer: nothing listens there/ });
  t.match(out, /1 of 1 checks failed/);
  const lost = await smoke({ base: 'http://no-such-host.invalid' });
  t.match(lost, [
    {
      ok: false,
      text: /no-such-host\.invalid does not answer: (this host name does not exist|the host name could not)/,
    },
  ]);
});

t.test('prints its usage without a valid web address', async (t) => {
  for (const args of [[], ['localhost:3000'], ['ftp://example.com'], ['http://a', 'http://b']]) {
    t.match(await runSmoke(args), { code: 2, out: '', err: /npm run smoke -- URL/ });
  }
  t.match(await runSmoke(['--help']), { code: 0 });
});
