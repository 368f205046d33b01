import { once } from 'node:events';
import { createServer as createHttpServer, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { buildConnector } from 'undici';
import { createBlockStore } from '../../src/bodies/block-store.ts';
import { BodyMemory } from '../../src/bodies/body-memory.ts';
import { createByteLimit } from '../../src/bodies/byte-limit.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import { EmbeddedPicture, JsonSegments } from '../../src/images/json-segments.ts';
import { ConnectionPool } from '../../src/models/connection-pool.ts';
import { post } from '../../src/models/post.ts';
import { pngOf } from '../edits/pictures.ts';
import { until } from '../helpers/until.ts';

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const KiB = 1024;

/** A provider that answers as soon as it sees a call, and reads the call itself only on request. */
async function startHasty(t: { teardown: (handler: () => void) => void }) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.once('readable', () => socket.write(answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** All of the last call that arrives until it is whole or its connection ends. */
    async read(bytes: number): Promise<Buffer> {
      const socket = sockets.at(-1) as Socket;
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        length += chunk.length;
        if (Buffer.concat(chunks.slice(0, 1)).indexOf('\r\n\r\n') + 4 + bytes <= length) break;
      }
      const call = Buffer.concat(chunks);
      return call.subarray(call.indexOf('\r\n\r\n') + 4);
    },
  };
}

const never = new AbortController().signal;
const ignore = (): void => undefined;

/** A picture of so many bytes of base64 in blocks of a store. */
async function aPicture(bytes: number) {
  const store = createBlockStore();
  const byteLimit = createByteLimit({ totalBytes: 64 * KiB * KiB });
  const memory = new BodyMemory(await byteLimit.acquire(bytes, 'a', never), store);
  const views: Buffer[] = [];
  const head = pngOf(1, 1);
  const text = Buffer.concat([head, Buffer.alloc((bytes / 4) * 3 - head.length, 'a picture')]).toString('base64');
  memory.write(Buffer.from(text), (view) => views.push(view));
  const picture = memory.keep(new ByteString(views)).retain();
  memory.close();
  return { picture, text, store, byteLimit };
}

function poolTo(t: { teardown: (handler: () => unknown) => void }, origin: string, maxConnections = 1) {
  const pool = new ConnectionPool({ origin, maxConnections, connectTimeoutMs: 5000 });
  t.teardown(() => pool.destroy());
  return pool;
}

function send(pool: ConnectionPool, origin: string, body: JsonSegments, signal = never, timeoutMs = 20_000) {
  return post({
    dispatcher: pool,
    origin,
    path: '/',
    headers: [],
    body,
    timeoutMs,
    signal,
    reader: { onData: ignore },
  });
}

t.test('retains a picture until the system has taken it, even if the answer came earlier', async (t) => {
  let caught = 0;
  let wrong = 0;
  // The system takes a few megabytes for a reader that does not read; where it stops differs from machine to machine.
  // In steps below what undici counts as sent, some body ends just past it.
  for (let bytes = 64 * KiB; bytes < 16 * KiB * KiB && caught === 0; bytes += 40 * KiB) {
    const hasty = await startHasty(t);
    const pool = poolTo(t, hasty.origin);
    const { picture, text, store, byteLimit } = await aPicture(bytes);
    const body = new JsonSegments(new EmbeddedPicture(picture));
    await send(pool, hasty.origin, body);
    picture.release();
    const isStillSent = byteLimit.usedBytes > 0;
    // Whoever takes blocks that are free writes over them at once.
    const next = store.open();
    next.write(Buffer.alloc(store.idleBytes, 'x'), () => undefined);
    next.close();
    const arrived = await hasty.read(body.byteLength);
    if (!Buffer.from(`"${text}"`).subarray(0, arrived.length).equals(arrived)) wrong += 1;
    await until('its memory is back', () => byteLimit.usedBytes === 0 && store.idleBytes >= bytes);
    await pool.destroy();
    if (isStillSent && arrived.length === body.byteLength) caught += 1;
  }
  t.equal(wrong, 0, 'nothing of another picture was sent');
  t.equal(caught, 1, 'one was answered while its last pieces lay in the socket');
});

t.test('sends a call over plain TCP in one write, however many pieces it has', async (t) => {
  const bodies: Buffer[] = [];
  let writes = 0;
  const provider = createHttpServer((request, reply) => {
    void buffer(request).then((body) => {
      bodies.push(body);
      reply.end('{}');
    });
  }).listen(0, '127.0.0.1');
  // Making 36 MB may take a busy machine longer than the usual five seconds of an idle connection.
  provider.keepAliveTimeout = 60_000;
  await once(provider, 'listening');
  t.teardown(() => provider.close());
  const origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const pool = poolTo(t, origin);
  countWrites(t, () => (writes += 1));

  const sendPictures = async (count: number, bytes: number) => {
    const pictures = await Promise.all(Array.from({ length: count }, () => aPicture(bytes)));
    const body = new JsonSegments(pictures.map(({ picture }) => EmbeddedPicture.dataUrl(picture)));
    const sent = Buffer.concat(body.segments);
    writes = 0;
    await send(pool, origin, body);
    t.ok(bodies.pop()?.equals(sent));
    return writes;
  };

  t.equal(await sendPictures(5, 120 * KiB), 1);
  t.equal(await sendPictures(1, 60 * KiB), 1, 'on a connection used again as well');
  t.ok((await sendPictures(36, KiB * KiB)) > 1, '36 MB wait for the socket in between');
});

t.test('calls beyond the connections wait for one, freed by any kind of end', async (t) => {
  const running: ServerResponse[] = [];
  const provider = createHttpServer((request, reply) => {
    request.resume();
    running.push(reply);
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  t.teardown(() => provider.close());
  t.teardown(() => provider.closeAllConnections());
  const origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  const pool = poolTo(t, origin, 2);
  const leaving = new AbortController();
  const body = new JsonSegments({ a: 1 });
  const calls = [
    send(pool, origin, body),
    send(pool, origin, body, leaving.signal),
    send(pool, origin, body),
    send(pool, origin, body),
  ];
  for (const call of calls) call.catch(() => undefined);
  await until('two run', () => running.length === 2);
  await tick();
  t.equal(running.length, 2);
  leaving.abort(new Error('left'));
  await t.rejects(calls[1] as Promise<unknown>, /left/);
  await until('the third has its place', () => running.length === 3);
  for (let answered = 0; answered < 4; answered += 1) running[answered]?.end('{}');
  await until('the fourth too', () => running.length === 4);
  running[3]?.end('{}');
  await Promise.all([calls[0], calls[2], calls[3]]);
});

t.test('a call that leaves while its connection is made sends nothing, and the next one takes its place', async (t) => {
  const bodies: string[] = [];
  const provider = createHttpServer((request, reply) => {
    void buffer(request).then((body) => {
      bodies.push(body.toString());
      reply.end('{}');
    });
  }).listen(0, '127.0.0.1');
  await once(provider, 'listening');
  t.teardown(() => provider.close());
  const origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  let connectFirst = ignore;
  const straight = buildConnector({});
  const pool = new ConnectionPool({
    origin,
    maxConnections: 1,
    connectTimeoutMs: 5000,
    connect: (options, callback) => {
      if (connectFirst === ignore) connectFirst = () => straight(options, callback);
      else straight(options, callback);
    },
  });
  t.teardown(() => pool.destroy());
  const { picture, byteLimit } = await aPicture(60 * KiB);
  const leaving = new AbortController();
  const left = send(pool, origin, new JsonSegments(new EmbeddedPicture(picture)), leaving.signal);
  picture.release();
  const late = send(pool, origin, new JsonSegments('late'), never, 1);
  const next = send(pool, origin, new JsonSegments('next'));
  await t.rejects(late, { name: 'PostTimeoutError' }, 'one that waits for the connection has its time limit');
  leaving.abort(new Error('left'));
  await t.rejects(left, /left/, 'before there is a connection');
  connectFirst();
  await until('its picture is released', () => byteLimit.usedBytes === 0);
  t.equal((await next).status, 200);
  t.same(bodies, ['"next"']);
});

t.test('an unreachable provider fails each call and releases its picture', async (t) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.close();
  await once(server, 'close');
  const pool = poolTo(t, origin);
  for (let call = 0; call < 3; call += 1) {
    const { picture, byteLimit } = await aPicture(60 * KiB);
    await t.rejects(send(pool, origin, new JsonSegments(new EmbeddedPicture(picture))), { code: 'ECONNREFUSED' });
    picture.release();
    t.equal(byteLimit.usedBytes, 0);
  }
});

/** Counts what clients hand to the system: one piece, or several at once. */
function countWrites(t: { teardown: (handler: () => void) => void }, count: () => void): void {
  const connect = Socket.prototype.connect as (...args: unknown[]) => Socket;
  t.teardown(() => Object.assign(Socket.prototype, { connect }));
  function connectAndCount(this: Socket, ...args: unknown[]): Socket {
    for (const name of ['_write', '_writev'] as const) {
      const original = this[name]?.bind(this) as (...given: unknown[]) => void;
      Object.assign(this, {
        [name]: (...given: unknown[]) => {
          count();
          original(...given);
        },
      });
    }
    return connect.apply(this, args);
  }
  Object.assign(Socket.prototype, { connect: connectAndCount });
}
