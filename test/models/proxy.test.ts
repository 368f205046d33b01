import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import t, { type Test } from 'tap';
import { createOpenRouterClient } from '../../src/models/client.ts';
import { createDispatcher } from '../../src/models/create-dispatcher.ts';
import { createTally } from '../../src/models/tally.ts';
import { completion, startStubProvider } from '../helpers/stub-provider.ts';

const never = new AbortController().signal;
const body = { messages: [{ role: 'user', content: 'hello' }] };

/** A proxy that reaches every host at `port` of this machine, and notes what it was asked for. */
async function startProxy(t: Test, port: number) {
  const tunnels: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket, head) => {
    tunnels.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const target = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    for (const end of [target, socket]) end.on('error', () => end.destroy());
    t.teardown(() => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void server.close());
  return { url: `http://ada:pass@127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

t.test('calls go through the configured proxy except to excluded hosts', async (t) => {
  const provider = await startStubProvider(t, () => completion('hi'));
  const { port } = new URL(provider.url);
  const proxy = await startProxy(t, Number(port));
  const ask = async (baseUrl: string, no?: string) => {
    const dispatcher = createDispatcher({
      baseUrl,
      maxConnections: 2,
      proxy: { https: undefined, http: proxy.url, no },
    });
    t.teardown(async () => dispatcher.destroy());
    const client = createOpenRouterClient({ baseUrl, apiKey: undefined, dispatcher });
    return client.chat({ models: ['one'], body, timeoutMs: 5000, maxAnswerBytes: 10_000 }, never, createTally());
  };
  t.match(await ask('http://models.example.com/api/v1'), { content: 'hi' });
  t.same(proxy.tunnels, ['models.example.com:80 Basic YWRhOnBhc3M=']);
  await ask(provider.url);
  t.equal(proxy.tunnels.length, 1, 'this machine is reached directly');
  await t.rejects(ask('http://models.invalid/api/v1', 'models.invalid'), { name: 'ProviderError' });
  t.equal(proxy.tunnels.length, 1, 'a host of NO_PROXY as well');
});
