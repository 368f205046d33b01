import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { openRaw, postHead } from '../helpers/raw-http.ts';
import { postRename, type ReplyJson, renameBody, samplePicture, textLayers } from '../helpers/rename-requests.ts';

const body = JSON.stringify(renameBody(textLayers(1)));

/** The last JSON in what came over a raw connection. */
function jsonIn(text: string): ReplyJson {
  return JSON.parse(text.slice(text.lastIndexOf('\r\n\r\n') + 4)) as ReplyJson;
}

function post(...headers: string[]): string {
  return ['POST /api/rename-layers HTTP/1.1', 'host: x', 'origin: null', ...headers, '', ''].join('\r\n');
}

const json = 'content-type: application/json';
const refused: [string, string, number, string, string][] = [
  [
    'another content-type',
    post('content-type: text/plain', 'content-length: 2') + '{}',
    415,
    'Unsupported media type',
    'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'no content-type',
    post('content-length: 2') + '{}',
    415,
    'Unsupported media type',
    'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'a form',
    post('content-type: multipart/form-data; boundary=x', 'content-length: 2') + '{}',
    415,
    'Unsupported media type',
    'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'another charset',
    post(`${json}; charset=latin1`, 'content-length: 2') + '{}',
    415,
    'Unsupported media type',
    'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'gzip',
    post(json, 'content-encoding: gzip', 'content-length: 2') + '{}',
    415,
    'Unsupported media type',
    'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'br',
    post(json, 'content-encoding: br', 'content-length: 2') + '{}',
    415,
    'Unsupported media type',
    'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  ],
  [
    'chunks',
    post(json, 'transfer-encoding: chunked') + '2\r\n{}\r\n0\r\n\r\n',
    411,
    'Length required',
    'EXPORTER_LENGTH_REQUIRED',
  ],
  ['no length', post(json), 411, 'Length required', 'EXPORTER_LENGTH_REQUIRED'],
  [
    'a length over the limit',
    post(json, `content-length: ${20 * 2 ** 20 + 1}`),
    413,
    'Request too large',
    'EXPORTER_TOO_LARGE',
  ],
  [
    'a length over all limits',
    post(json, 'content-length: 9007199254740993'),
    413,
    'Request too large',
    'EXPORTER_TOO_LARGE',
  ],
];

t.test('early refusals carry CORS headers', async (t) => {
  const { app, port, provider } = await startApp(t);
  for (const [what, text, status, error, code] of refused) {
    const connection = await openRaw(t, port);
    connection.send(text);
    const reply = await connection.waitFor(/\}$/);
    t.match(reply, new RegExp(`^HTTP/1.1 ${status} `), what);
    t.match(reply, /access-control-allow-origin: \*/i, what);
    t.match(jsonIn(reply), { error, code, message: String, requestId: String }, what);
    connection.socket.destroy();
  }
  t.same([provider.stats.calls, app.byteLimit.usedBytes], [0, 0]);
});

t.test('accepts application/json in its usual spellings', async (t) => {
  const { url } = await startApp(t);
  for (const type of [
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/vnd.api+json',
    'application/merge-patch+json; charset=utf-8',
    'application/json;',
    'application/json; charset=utf8',
    'application/json; charset=UTF-8; version=1',
    'application/ld+json; profile="https://example.com/a;b"',
  ]) {
    t.equal((await postRename(url, body, { headers: { 'content-type': type } })).status, 200, type);
  }
  t.equal((await postRename(url, body, { headers: { 'content-encoding': 'identity' } })).status, 200);
});

t.test('a client that waits for 100 Continue is refused instead, and need not upload', async (t) => {
  const { port } = await startApp(t, { env: { BODY_LIMIT_MB: '1' } });
  const expecting = 'expect: 100-continue';
  for (const [what, head, status] of [
    ['too large', postHead(10_000_000, [expecting]), 413],
    ['not JSON', post('content-type: text/plain', 'content-length: 2', expecting), 415],
    ['no route', post(json, 'content-length: 2', expecting).replace('/api/rename-layers', '/nope'), 404],
  ] as const) {
    const connection = await openRaw(t, port);
    connection.send(head);
    const reply = await connection.waitFor(/\}$/);
    t.match(reply, new RegExp(`^HTTP/1\\.1 ${status} [^]*connection: close`, 'i'), what);
    connection.socket.destroy();
  }
  const connection = await openRaw(t, port);
  connection.send(postHead(body.length, ['Expect: 100-Continue']));
  await connection.waitFor(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
  connection.send(body);
  await connection.waitFor(/HTTP\/1\.1 200 OK[^]*"jobId"/);
});

t.test('drains a refused upload: the client reads the reply and reuses the connection', async (t) => {
  const { port } = await startApp(t, { env: { BODY_LIMIT_MB: '1' } });
  const connection = await openRaw(t, port);
  const upload = Buffer.alloc(8 * 2 ** 20, ' ');
  connection.send(postHead(upload.length));
  connection.send(upload);
  t.match(jsonIn(await connection.waitFor(/\}$/)), { code: 'EXPORTER_TOO_LARGE' });
  connection.send(postHead(body.length) + body);
  await connection.waitFor(/HTTP\/1\.1 200 OK[^]*"jobId"/);
});

t.test('replies 413 to too much text besides pictures while the client is still sending', async (t) => {
  const { app, port } = await startApp(t);
  const connection = await openRaw(t, port);
  connection.send(postHead(15 * 2 ** 20));
  const chunk = Buffer.from('[],'.repeat(2 ** 20 / 3)).subarray(0, 2 ** 20 - 4);
  for (let sent = 0; sent < 7; sent += 1) connection.send(chunk);
  const reply = await connection.waitFor(/\}$/);
  t.match(reply, /^HTTP\/1\.1 413 /);
  t.match(jsonIn(reply), { error: 'Request too large', code: 'EXPORTER_TOO_LARGE' });
  t.equal(app.byteLimit.usedBytes, 0);
  for (let sent = 7; sent < 15; sent += 1) connection.send(chunk);
  connection.send(Buffer.alloc(15 * 4, ' '));
  connection.send(postHead(body.length) + body);
  await connection.waitFor(/HTTP\/1\.1 200 OK[^]*"jobId"/);
});

t.test('does not wait for the body of an unknown route', async (t) => {
  const { app, port } = await startApp(t);
  for (const [line, status] of [
    ['POST /nope', 404],
    ['PUT /api/rename-layers', 405],
    ['PATCH /health', 405],
    ['DELETE /api/rename-layers', 405],
    ['PUT /x?y=%00', 404],
  ] as const) {
    const connection = await openRaw(t, port);
    connection.send(
      `${line} HTTP/1.1\r\nhost: x\r\norigin: null\r\n${json}\r\ncontent-length: 1000000000\r\n\r\n{"a":"`,
    );
    const reply = await connection.waitFor(/\}$/);
    t.match(reply, new RegExp(`^HTTP/1\\.1 ${status} `), line);
    t.match(reply, /access-control-allow-origin: \*/i, line);
    const error = status === 404 ? 'Not found' : 'Method not allowed';
    t.match(jsonIn(reply), { error, code: /^EXPORTER_(NOT_FOUND|METHOD_NOT_ALLOWED)$/, requestId: String }, line);
    connection.socket.destroy();
  }
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('replies 405 with allow for a wrong method and 404 for an unknown path', async (t) => {
  const { app } = await startApp(t);
  for (const [method, url, allow] of [
    ['GET', '/api/rename-layers', 'POST'],
    ['HEAD', '/api/generate-edits', 'POST'],
    ['POST', '/api/prompts?x=1', 'GET, HEAD'],
    ['DELETE', '/health', 'GET, HEAD'],
  ] as const) {
    const reply = await app.inject({ method, url });
    t.same([reply.statusCode, reply.headers.allow], [405, allow], `${method} ${url}`);
  }
  for (const [method, url] of [
    ['GET', '/api'],
    ['GET', '/..%2f..%2fetc/passwd'],
    ['TRACE', '/nope'],
  ] as const) {
    const reply = await app.inject({ method: method as 'GET', url });
    t.equal(reply.statusCode, 404, `${method} ${url}`);
  }
});

t.test('a client that half-closes after its request still reads the refusal', async (t) => {
  const { port } = await startApp(t, { env: { BODY_LIMIT_MB: '1' } });
  const upload = Buffer.alloc(8 * 2 ** 20, ' ');
  for (const version of ['1.0', '1.1']) {
    const connection = await openRaw(t, port);
    const reset = new Promise((resolve) => connection.socket.once('error', resolve));
    connection.send(
      `POST /api/rename-layers HTTP/${version}\r\nhost: x\r\nconnection: close\r\n${json}\r\ncontent-length: ${upload.length}\r\n\r\n`,
    );
    const reply = await connection.waitFor(/\}$/);
    t.match(jsonIn(reply), { code: 'EXPORTER_TOO_LARGE' }, `${version}: the reply comes before the upload`);
    connection.send(upload);
    t.equal(await Promise.race([reset, connection.closed.then(() => 'closed')]), 'closed', version);
  }
});

t.test('cuts off an endless refused upload', async (t) => {
  const { port } = await startApp(t);
  const connection = await openRaw(t, port);
  connection.send(postHead(10 ** 12));
  await connection.waitFor(/EXPORTER_TOO_LARGE/);
  const chunk = Buffer.alloc(4 * 2 ** 20, ' ');
  let sent = 0;
  const flood = setInterval(() => {
    if (connection.socket.writableLength > chunk.length) return;
    connection.send(chunk);
    sent += chunk.length;
  }, 5);
  t.teardown(() => clearInterval(flood));
  await connection.closed;
  t.ok(sent > 16 * 2 ** 20, `cut off after ${sent} bytes`);
});

t.test('accepts null for an optional field, not for a required one', async (t) => {
  const { url } = await startApp(t);
  const layer = { id: '1', currentName: 'a', type: 'TEXT', text: 'Log in', parentName: null, width: null, x: null };
  const fine = await postRename(url, { ...renameBody([layer as never]), userId: null, frameName: null, sheets: null });
  t.equal(fine.status, 200, fine.text);
  const missing = await postRename(url, renameBody([{ ...layer, type: null } as never]));
  t.match([missing.status, missing.json.message], [400, /^layers\/0\/type /]);
});

t.test('refuses a byte order mark with a hint', async (t) => {
  const { url } = await startApp(t);
  const reply = await postRename(url, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)]));
  t.match([reply.status, reply.json.message], [400, /byte order mark/]);
});

t.test('malformed HTTP and invalid URLs get the common error shape', async (t) => {
  const { port } = await startApp(t);
  const broken: [string, string][] = [
    [
      'two lengths',
      `POST /api/rename-layers HTTP/1.1\r\nhost: x\r\n${json}\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
    ],
    [
      'a length and chunks',
      `POST /api/rename-layers HTTP/1.1\r\nhost: x\r\n${json}\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
    ],
    ['a length below nought', `POST /api/rename-layers HTTP/1.1\r\nhost: x\r\n${json}\r\ncontent-length: -2\r\n\r\n{}`],
    ['no method', 'HELLO\r\n\r\n'],
    ['an unknown method', 'FLY / HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a path that is no URL', 'GET /%E0%A4%A HTTP/1.1\r\nhost: x\r\n\r\n'],
  ];
  for (const [what, text] of broken) {
    const connection = await openRaw(t, port);
    connection.send(text);
    const reply = await connection.waitFor(/\}$/);
    t.match(reply, /^HTTP\/1\.1 400 [^]*access-control-allow-origin: \*/, what);
    t.match(
      jsonIn(reply),
      { error: 'Invalid request', code: 'EXPORTER_INVALID_REQUEST', message: String, requestId: String },
      what,
    );
    connection.socket.destroy();
  }
});

t.test('gives errors that Node would answer with an empty reply the common shape', async (t) => {
  const { app, port } = await startApp(t);
  const host = await openRaw(t, port);
  host.send(`POST /api/rename-layers HTTP/1.1\r\n${json}\r\ncontent-length: 2\r\n\r\n{}`);
  const reply = await host.waitFor(/\}$/);
  t.match(reply, /^HTTP\/1\.1 400 /);
  t.match(reply, /access-control-allow-origin: \*/i);
  t.match(jsonIn(reply), {
    error: 'Invalid request',
    code: 'EXPORTER_INVALID_REQUEST',
    message: /Host/,
    requestId: String,
  });
  const old = await openRaw(t, port);
  old.send('GET /health/live HTTP/1.0\r\n\r\n');
  t.match(await old.waitFor(/\}$/), /^HTTP\/1\.1 200 /, 'HTTP/1.0 has no Host');
  const expecting = await openRaw(t, port);
  expecting.send(post(json, 'expect: miracles', 'content-length: 2') + '{}');
  t.match(await expecting.waitFor(/\}$/), /^HTTP\/1\.1 400 [^]*User email is required/);
  const tunnel = await openRaw(t, port);
  tunnel.send('CONNECT example.com:443 HTTP/1.1\r\nhost: example.com\r\n\r\n');
  t.match(await tunnel.waitFor(/\}$/), /^HTTP\/1\.1 400 [^]*EXPORTER_INVALID_REQUEST/, 'this is not a proxy');
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('garbage after a request in flight does not corrupt its reply', async (t) => {
  const { port } = await startApp(t, { demo: { latencyMs: 50 } });
  const connection = await openRaw(t, port);
  connection.send(`${postHead(body.length, ['accept: application/x-ndjson'])}${body}`);
  await connection.waitFor(/"type":"job"/);
  connection.send('GARBAGE\r\n\r\n');
  await connection.closed;
  t.notMatch(connection.received(), /HTTP\/1\.1 400/, 'no second head in the middle of the stream');
});

t.test('answers a preflight from any origin, without a body', async (t) => {
  const { app } = await startApp(t, { env: { RATE_LIMIT_RENAME: '1' } });
  for (let count = 0; count < 5; count += 1) {
    const reply = await app.inject({
      method: 'OPTIONS',
      url: '/api/rename-layers',
      headers: {
        origin: 'null',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization,x-figma-user,idempotency-key',
      },
    });
    t.equal(reply.statusCode, 204, 'and it is not counted against a limit');
    t.equal(reply.body, '');
    t.match(reply.headers, { 'access-control-allow-origin': '*', 'access-control-max-age': '7200' });
    for (const header of ['content-type', 'authorization', 'idempotency-key', 'x-figma-user', 'accept']) {
      t.match(reply.headers['access-control-allow-headers'], header);
    }
  }
  const bare = await app.inject({ method: 'OPTIONS', url: '/api/rename-layers' });
  t.equal(bare.statusCode, 204, 'also an OPTIONS that is not a preflight');
});

t.test('CORS_ORIGINS allows only the listed origins', async (t) => {
  const { app } = await startApp(t, { env: { CORS_ORIGINS: 'https://a.example, https://b.example' } });
  const origin = async (from: string): Promise<unknown> =>
    (await app.inject({ url: '/health/live', headers: { origin: from } })).headers['access-control-allow-origin'];
  t.equal(await origin('https://b.example'), 'https://b.example');
  t.equal(await origin('https://c.example'), undefined);
});

t.test('accepts every supported picture format', async (t) => {
  const { url } = await startApp(t, { demo: { look: false } });
  const heads = {
    jpeg: 'ffd8ffe000104a46494600010101',
    webp: `${Buffer.from('RIFF1234WEBPVP8 ').toString('hex')}00`,
    gif: Buffer.from('GIF89a12345678').toString('hex'),
  };
  for (const [kind, hex] of Object.entries(heads)) {
    const imageBase64 = Buffer.from(hex, 'hex').toString('base64');
    const reply = await postRename(url, renameBody([{ id: '1', currentName: 'a', type: 'FRAME', imageBase64 }]));
    t.equal(reply.status, 200, `${kind}: ${reply.text}`);
  }
  t.ok(samplePicture(0).startsWith('iVBOR'));
});
