import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import t, { type Test } from 'tap';
import { createServiceClient } from '../../plugin-ui/src/ui/service/service-client.ts';
import type { ServiceError } from '../../plugin-ui/src/ui/service/service-error.ts';

type Answer = (response: Parameters<RequestListener>[1]) => void;

/** The client, asking a server that is not the service, or not the service alone. */
async function serve(t: Test, answer: Answer) {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => (server.closeAllConnections(), server.close()));
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createServiceClient({
    serverUrl,
    caller: () => ({ userId: '', accessKey: '' }),
    fetch,
    silenceMs: 300,
  });
  const types: string[] = [];
  const ask = (onEvent = (type: string): void => void types.push(type)) =>
    client
      .rename(new Blob(['{}']), {
        signal: AbortSignal.timeout(60_000),
        idempotencyKey: 'k',
        onEvent: ({ type }) => onEvent(type),
      })
      .then(
        () => undefined,
        (error: ServiceError) => error,
      );
  const prompts = () => client.listPrompts(AbortSignal.timeout(60_000)).catch((error: ServiceError) => error);
  return { ask, prompts, types };
}

const page = (status: number, headers = {}): Answer => {
  return (response) => response.writeHead(status, { 'content-type': 'text/html', ...headers }).end('<!doctype html>');
};
const json = (body: string): Answer => {
  return (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body);
};
const lines = (...text: string[]): Answer => {
  return (response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(text.join('\n'));
};

t.test('a page in place of the answer is not called a lost connection', async (t) => {
  const loginPage = await serve(t, page(200));
  t.match(await loginPage.ask(), { kind: 'refused', message: /login page or a proxy/ });
  t.match(await loginPage.prompts(), { kind: 'refused', message: /login page or a proxy/ });
  for (const answer of [page(404), page(405), json('{"ok":true}')]) {
    t.match(await (await serve(t, answer)).ask(), { kind: 'refused', title: 'The service did not answer itself' });
  }
});

t.test('refusals of a proxy say what can be done', async (t) => {
  t.match(await (await serve(t, page(413))).ask(), { kind: 'refused', title: 'The request is too large' });
  for (const status of [502, 503, 504, 522]) t.match(await (await serve(t, page(status))).ask(), { kind: 'busy' });
  t.match(await (await serve(t, page(401))).ask(), { kind: 'unauthorized' });
  t.match(await (await serve(t, page(500))).ask(), { kind: 'failed', message: /status 500, and not the service/ });
});

t.test('a wait may be given in seconds or as a date', async (t) => {
  const inAMinute = new Date(Date.now() + 60_000).toUTCString();
  const error = await (await serve(t, page(429, { 'retry-after': inAMinute }))).ask();
  t.ok(error?.retryAfterSeconds !== undefined && Math.abs(error.retryAfterSeconds - 60) < 30);
  t.match(await (await serve(t, page(429, { 'retry-after': '7' }))).ask(), { retryAfterSeconds: 7 });
  t.match(await (await serve(t, page(429, { 'retry-after': '-7' }))).ask(), { retryAfterSeconds: 0 });
  t.equal((await (await serve(t, page(429, { 'retry-after': 'soon' }))).ask())?.retryAfterSeconds, undefined);
});

t.test('a reply that falls silent counts as cut, one with signs of life does not', async (t) => {
  const silent = await serve(t, (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' }).write('{"type":"job"}\n');
  });
  t.match(await silent.ask(), { kind: 'offline' });
  t.match(await (await serve(t, lines())).ask(), { kind: 'offline' }, 'ended before its first line');
  t.same(silent.types, ['job']);
  const alive = await serve(t, (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    let signs = 0;
    const timer = setInterval(() => {
      signs += 1;
      if (signs < 20) return void response.write('\n');
      clearInterval(timer);
      response.end('{"type":"done"}\n');
    }, 25);
  });
  t.equal(await alive.ask(), undefined);
});

t.test('odd lines are passed over, and an answer that cannot be used is not asked for again', async (t) => {
  const odd = await serve(t, lines('null', '5', '[]', '{"type":"future"}', '', '{"type":"done"}', '<html>'));
  t.equal(await odd.ask(), undefined);
  t.same(odd.types, ['future', 'done']);
  const error = await odd.ask(() => {
    throw new TypeError('variant.instructions is undefined');
  });
  t.match(error, { kind: 'failed', title: 'The answer could not be read' });
  t.match(await (await serve(t, lines('{"type":"error"}'))).ask(), { kind: 'failed', title: 'The service failed' });
});

t.test('styles are read as far as they are styles', async (t) => {
  for (const body of ['null', '[]', '{"ok":true}', '{"prompts":5}']) {
    t.match(await (await serve(t, json(body))).prompts(), { kind: 'refused' });
  }
  const known = { id: 'a', name: 'A', filename: 'a.txt', isDefault: true };
  const { prompts } = await serve(t, json(JSON.stringify({ prompts: [null, 5, { id: 'b' }, known] })));
  t.same(await prompts(), [known]);
});
