import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { createOpenRouterClient } from '../../src/models/client.ts';
import { createDispatcher, type ProxySettings } from '../../src/models/create-dispatcher.ts';
import { isDirect } from '../../src/models/no-proxy.ts';
import { createTally } from '../../src/models/tally.ts';
import { skipWithout } from '../helpers/debian-program.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { startServer } from '../helpers/server-process.ts';
import { completion, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';

const never = new AbortController().signal;
const body = { messages: [{ role: 'user', content: 'hello' }] };
const credentials = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;

/** A proxy that reaches every host at `port` of this machine, and notes what it was asked for. */
async function startProxy(t: Test, port: number) {
  const asked: string[] = [];
  const server = createServer((incoming, reply) => {
    const { 'proxy-authorization': authorization, ...headers } = incoming.headers;
    asked.push(`${incoming.method} ${incoming.url} ${authorization}`);
    const { pathname: path } = new URL(incoming.url ?? '');
    const onward = request({ port, path, method: incoming.method, headers }, (answer) => {
      reply.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(reply);
    });
    incoming.pipe(onward);
  });
  server.on('connect', ({ url, headers }, socket, head) => {
    asked.push(`CONNECT ${url} ${headers['proxy-authorization']}`);
    if (headers['proxy-authorization'] !== credentials) {
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => end.destroy());
    t.teardown(() => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port: proxyPort } = server.address() as AddressInfo;
  return { url: `http://ada:p%40ss@127.0.0.1:${proxyPort}`, port: proxyPort, asked };
}

function clientOf(t: Test, baseUrl: string, proxy: ProxySettings) {
  const dispatcher = createDispatcher({ baseUrl, maxConnections: 2, proxy });
  t.teardown(async () => dispatcher.destroy());
  const client = createOpenRouterClient({ baseUrl, apiKey: undefined, dispatcher });
  return () => client.chat({ models: ['one'], body, timeoutMs: 5000, maxAnswerBytes: 10_000 }, never, createTally());
}

t.test('a proxy forwards plain HTTP, except to this machine and to hosts in NO_PROXY', async (t) => {
  const provider = await startStubProvider(t, () => completion('hi'));
  const proxy = await startProxy(t, Number(new URL(provider.url).port));
  const settings = { https: undefined, http: proxy.url, no: undefined };
  const ask = clientOf(t, 'http://models.example.com:8080/api/v1', settings);
  t.match(await ask(), { content: 'hi' });
  t.match(await ask(), { content: 'hi' });
  const expected = `POST http://models.example.com:8080/api/v1/chat/completions ${credentials}`;
  t.same(proxy.asked, [expected, expected]);
  t.match(provider.calls[0], { url: '/api/v1/chat/completions', headers: { host: 'models.example.com:8080' } });
  t.match(await clientOf(t, provider.url, settings)(), { content: 'hi' });
  const direct = clientOf(t, 'http://models.invalid/api/v1', { ...settings, no: 'models.invalid' });
  await t.rejects(direct(), { name: 'ProviderError' });
  t.equal(proxy.asked.length, 2);
});

/** A certificate for `host` that it has signed itself. */
function makeCertificate(t: Test, host: string) {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const [key, path] = [join(folder, 'key.pem'), join(folder, 'ca.pem')];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const options = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  execFileSync('openssl', ['req', ...options, ...subject, '-keyout', key, '-out', path], { stdio: 'pipe' });
  return { key: readFileSync(key), cert: readFileSync(path), path };
}

/** An https provider that names one layer. @returns its port. */
async function startHttps(t: Test, options: { key: Buffer; cert: Buffer }): Promise<number> {
  const message = { role: 'assistant', content: '{"names":[{"layer":1,"name":"through_the_tunnel"}]}' };
  const server = createHttpsServer(options, (incoming, reply) => {
    incoming.resume().on('end', () => {
      reply.setHeader('content-type', 'application/json');
      reply.end(JSON.stringify({ choices: [{ message, finish_reason: 'stop' }] }));
    });
  });
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const skip = skipWithout('openssl');

t.test('the service reaches an https provider through a proxy that wants a password', { skip }, async (t) => {
  const certificate = makeCertificate(t, 'models.example.com');
  const proxy = await startProxy(t, await startHttps(t, certificate));
  const env = {
    OPENROUTER_API_KEY: 'sk-test',
    OPENROUTER_BASE_URL: 'https://models.example.com/api/v1',
    HTTPS_PROXY: proxy.url,
    NODE_EXTRA_CA_CERTS: certificate.path,
  };
  const named = async (more: object) => {
    const server = startServer(t, { ...env, ...more });
    const url = await server.url();
    const ask = () => postRename(url, renameBody(textLayers(1)));
    let reply = await ask();
    // On a machine that is busy with other tests the service may refuse jobs for a moment.
    const giveUpAt = performance.now() + 20_000;
    while (reply.status === 503 && performance.now() < giveUpAt) reply = await ask();
    const { status, json } = reply;
    await until('the log has the job', () => server.stdout().includes('"job.ended"'));
    return { status, name: json.layers?.[0]?.newName, log: server.stdout() };
  };
  t.match(await named({}), { status: 200, name: 'through_the_tunnel' });
  t.same([...new Set(proxy.asked)], [`CONNECT models.example.com:443 ${credentials}`]);
  const untrusted = await named({ NODE_EXTRA_CA_CERTS: '' });
  t.match(untrusted, { status: 502, log: /"provider\.failed".*self-signed certificate/ });
  const refused = await named({ HTTPS_PROXY: `http://ada:wrong@127.0.0.1:${proxy.port}` });
  const reason = /"provider\.failed".*the proxy answered 407: HTTPS_PROXY needs a valid user and password/;
  t.match(refused, { status: 502, log: reason });
  t.notMatch(untrusted.log + refused.log, /p%40ss|p@ss|ada:/, 'no password is in the log');
});

t.test('NO_PROXY has the forms that other programs know', async (t) => {
  for (const [base, list, expected] of [
    ['https://api.example.com', 'example.com', true],
    ['https://api.example.com', '.example.com', true],
    ['https://api.example.com', '*.example.com', true],
    ['https://example.com', '.Example.com', true],
    ['https://badexample.com', 'example.com', false],
    ['https://api.example.com', 'other.org, API.example.com', true],
    ['https://api.example.com', 'other.org api.example.com', true],
    ['https://api.example.com:8443', 'api.example.com:8443', true],
    ['https://api.example.com', 'api.example.com:8443', false],
    ['https://api.example.com', 'api.example.com:443', true],
    ['https://api.example.com', '*', true],
    ['https://api.example.com', '', false],
    ['https://api.example.com', ', ,', false],
    ['http://10.1.2.3', '10.0.0.0/8', true],
    ['http://10.1.2.3', '10.1.2.3', true],
    ['http://11.1.2.3', '10.0.0.0/8', false],
    ['http://10.1.2.3', '10.0.0.0/99', false],
    ['http://10.1.2.3', '1.2.3', false],
    ['http://[fd00::1]', 'fd00::/8', true],
    ['http://[fd00::1]:8080', '[fd00::1]:8080', true],
    ['http://[fd00::1]:8080', '[fd00::1]:9090', false],
    ['http://[fd00::1]', 'fd00::2', false],
    ['http://localhost:3000', '', true],
  ] as const) {
    t.equal(isDirect(new URL(base), list), expected, `${base} with "${list}"`);
  }
});
