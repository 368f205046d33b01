import { gzipSync } from 'node:zlib';
import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { openRaw, postHead } from '../helpers/raw-http.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';

const body = JSON.stringify(renameBody(textLayers(1)));
const hidden = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
const json = 'content-type: application/json';
/** 16 MB in 16 KB. Made here: an event loop that is late by a second has jobs refused. */
const bomb = gzipSync(Buffer.alloc(16 * 2 ** 20, '['));

/** Everything between the request line and the body. */
function post(headers: readonly string[], rest: string): string {
  return ['POST /api/rename-layers HTTP/1.1', 'host: x', json, ...headers, '', rest].join('\r\n');
}

/**
 * Shapes in which one server sees one request and another sees two. Each hides a second request; one that is read by a
 * front as part of the body must never be answered here.
 */
const smuggled: [string, string][] = [
  [
    'a length and chunks',
    post([`content-length: ${hidden.length + 5}`, 'transfer-encoding: chunked'], `0\r\n\r\n${hidden}`),
  ],
  ['chunks and a length', post(['transfer-encoding: chunked', 'content-length: 4'], `0\r\n\r\n${hidden}`)],
  ['two lengths', post(['content-length: 2', `content-length: ${hidden.length + 2}`], `{}${hidden}`)],
  ['two lengths in one', post([`content-length: 2, ${hidden.length + 2}`], `{}${hidden}`)],
  ['a length with a sign', post(['content-length: +2'], `{}${hidden}`)],
  ['a length in hexadecimal', post(['content-length: 0x2'], `{}${hidden}`)],
  ['a length with a blank before its colon', post(['content-length : 2'], `{}${hidden}`)],
  ['chunks twice', post(['transfer-encoding: chunked', 'transfer-encoding: identity'], `0\r\n\r\n${hidden}`)],
  ['chunks that are not last', post(['transfer-encoding: chunked, gzip'], `0\r\n\r\n${hidden}`)],
  ['chunks behind a control character', post(['transfer-encoding: \x0bchunked'], `0\r\n\r\n${hidden}`)],
  ['a chunk whose length is none', post(['transfer-encoding: chunked'], `zz\r\n${hidden}`)],
  ['a chunk longer than any', post(['transfer-encoding: chunked'], `fffffffffffffffff\r\n${hidden}`)],
  ['a chunk with a bare line feed', post(['transfer-encoding: chunked'], `2\n{}\n0\n\n${hidden}`)],
  ['a folded header', post(['x: a', ' transfer-encoding: chunked', 'content-length: 2'], `{}${hidden}`)],
  ['bare line feeds', post([], `{}${hidden}`).replaceAll('\r\n', '\n')],
  ['a bare carriage return', post([`x: a\rcontent-length: ${hidden.length}`, 'content-length: 2'], `{}${hidden}`)],
  ['a NUL in a header', post(['x: a\0b', 'content-length: 2'], `{}${hidden}`)],
];

t.test('refuses ambiguous requests (smuggling) and ignores what follows them', async (t) => {
  const { app, port } = await startApp(t);
  for (const [what, text] of smuggled) {
    const connection = await openRaw(t, port);
    connection.send(text);
    const reply = await connection.waitFor(/\}$/);
    t.match(reply, /^HTTP\/1\.1 4\d\d /, what);
    await new Promise((resolve) => setTimeout(resolve, 20));
    t.notMatch(connection.received(), /"status":"ok"/, `${what}: the hidden request is not answered`);
    connection.socket.destroy();
  }
  await until('nothing is held', () => app.byteLimit.usedBytes === 0);
});

t.test('refuses a gzip bomb unread', async (t) => {
  const { app, url, provider } = await startApp(t);
  for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, identity', 'GZIP', 'identity, gzip']) {
    const { status, json: reply } = await postRename(url, bomb, { headers: { 'content-encoding': encoding } });
    t.same([status, reply.code], [415, 'EXPORTER_UNSUPPORTED_MEDIA_TYPE'], encoding);
  }
  t.same([provider.stats.calls, app.byteLimit.usedBytes], [0, 0]);
});

t.test('refuses too large or too many headers', async (t) => {
  const { port } = await startApp(t);
  const many = Array.from({ length: 4000 }, (_, index) => `x${index}: 1`);
  const floods: [string, string][] = [
    ['one of 20 KB', postHead(2, [`x: ${'a'.repeat(20_000)}`])],
    ['four thousand', postHead(2, many)],
    ['cookies of 20 KB', postHead(2, [`cookie: ${'a=b; '.repeat(4000)}`])],
    ['a path of 20 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
  ];
  for (const [what, text] of floods) {
    const connection = await openRaw(t, port);
    connection.send(text);
    const reply = await connection.waitFor(/\}$/);
    t.match(reply, /^HTTP\/1\.1 431 [^]*access-control-allow-origin: \*[^]*headers are longer than 16 KB/, what);
    t.match(reply, /"error":"Request headers too large",.*"code":"EXPORTER_HEADERS_TOO_LARGE","requestId":"/, what);
    await connection.closed;
  }
});

t.test('answers a whole request before it ends a connection for what follows it', async (t) => {
  const { port } = await startApp(t, { demo: { latencyMs: 30 } });
  const cases: [string, RegExp][] = [
    [post([], body), /^HTTP\/1\.1 411 [^]*EXPORTER_LENGTH_REQUIRED/],
    [`${postHead(body.length)}${body}\0garbage`, /^HTTP\/1\.1 200 [^]*"jobId"/],
  ];
  for (const [text, expected] of cases) {
    const connection = await openRaw(t, port);
    connection.send(text);
    t.match(await connection.waitFor(/\}$/), expected);
    await connection.closed;
    t.equal(connection.received().match(/HTTP\/1\.1/g)?.length, 1);
  }
});

t.test('a path that is not a valid URL gets an error that a browser may read', async (t) => {
  const { url } = await startApp(t);
  const reply = await fetch(`${url}/%zz`, { headers: { origin: 'null' } });
  t.equal(reply.status, 400);
  t.equal(reply.headers.get('access-control-allow-origin'), '*');
  t.match(await reply.json(), { code: 'EXPORTER_INVALID_REQUEST', requestId: /./ });
});

t.test('slow headers hold only a socket and are disconnected', async (t) => {
  const { app, port, url } = await startApp(t);
  t.ok(app.server.headersTimeout > 0 && app.server.headersTimeout <= 60_000, 'Node ends a head that takes a minute');
  t.ok(app.server.requestTimeout > 0, 'and a request that takes longer than its time limit');
  const slow = await Promise.all(Array.from({ length: 100 }, async () => openRaw(t, port)));
  for (const connection of slow) connection.send('POST /api/rename-layers HTTP/1.1\r\nhost: x\r\nx: ');
  t.equal((await postRename(url, body)).status, 200, 'others are served meanwhile');
  t.same([app.byteLimit.usedBytes, app.byteLimit.waiting], [0, 0]);
});

t.test('answers pipelined requests in order', async (t) => {
  const { port } = await startApp(t, { demo: { latencyMs: 30 } });
  const connection = await openRaw(t, port);
  connection.send(`${postHead(body.length)}${body}${hidden}${postHead(2)}{}`);
  const replies = await connection.waitFor(/EXPORTER_EMAIL_REQUIRED[^]*\}$/);
  t.same(
    [...replies.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status),
    ['200', '200', '400'],
  );
  t.ok(replies.indexOf('"jobId"') < replies.indexOf('"status":"ok"'));
});

t.test('stops writing to a client that never reads', async (t) => {
  const warnings: string[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning.message);
  process.on('warning', onWarning);
  t.teardown(() => process.off('warning', onWarning));
  const { app, port } = await startApp(t);
  const connection = await openRaw(t, port);
  connection.socket.pause();
  for (let count = 0; count < 300; count += 1) connection.send(hidden);
  await new Promise((resolve) => setTimeout(resolve, 100));
  connection.socket.destroy();
  await until('its connection is gone', () => app.server.connections === 0 || app.byteLimit.usedBytes === 0);
  t.equal(app.byteLimit.usedBytes, 0);
  t.same(warnings, [], 'three hundred requests that wait on one connection are not taken for a leak');
});
