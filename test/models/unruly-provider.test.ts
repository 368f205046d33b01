import { getEventListeners, once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import t from 'tap';
import { createBlockStore } from '../../src/bodies/block-store.ts';
import { BodyMemory } from '../../src/bodies/body-memory.ts';
import { createByteLimit } from '../../src/bodies/byte-limit.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import { EmbeddedPicture, JsonSegments } from '../../src/images/json-segments.ts';
import { ConnectionPool } from '../../src/models/connection-pool.ts';
import { type PostReply, post } from '../../src/models/post.ts';
import { pngOf } from '../edits/pictures.ts';
import { until } from '../helpers/until.ts';
import { within } from '../helpers/within.ts';

const KiB = 1024;
const ignore = (): void => undefined;

/** What a provider may do with a call, given its socket and the answer that the call should get. */
type Manner = (socket: Socket, body: string) => void;

/** An answer that is whole: its call must succeed unless it is ended first. */
const good: Readonly<Record<string, Manner>> = {
  plain: (socket, body) => socket.write(answerOf(body)),
  slow: (socket, body) => {
    const bytes = answerOf(body);
    socket.write(bytes.subarray(0, 30));
    setTimeout(() => socket.write(bytes.subarray(30)), 15);
  },
  interim: (socket, body) =>
    socket.write(
      Buffer.concat([
        Buffer.from('HTTP/1.1 102 Processing\r\n\r\n'),
        // Headers of an interim answer say nothing about the final one.
        Buffer.from('HTTP/1.1 103 Early Hints\r\ncontent-encoding: gzip\r\nlink: </a>\r\n\r\n'),
        answerOf(body),
      ]),
    ),
  compressed: (socket, body) => socket.write(answerOf(gzipSync(body), 'content-encoding: gzip\r\n')),
  'without a length': (socket, body) => socket.end(`HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n${body}`),
  'closed after it': (socket, body) => socket.end(answerOf(body)),
  'sent twice': (socket, body) => socket.write(Buffer.concat([answerOf(body), answerOf('"of another"')])),
};

const bad: Readonly<Record<string, Manner>> = {
  'closed at once': (socket) => socket.destroy(),
  'reset at once': (socket) => socket.resetAndDestroy(),
  'half closed': (socket) => socket.end(),
  'half a head': (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
  'half a body': (socket, body) => socket.end(answerOf(body).subarray(0, -3)),
  'half compressed': (socket, body) =>
    socket.write(answerOf(gzipSync(body).subarray(0, -12), 'content-encoding: gzip\r\n')),
  'unknown encoding': (socket, body) => socket.write(answerOf(body, 'content-encoding: zstd\r\n')),
  'not HTTP': (socket) => socket.write('what do you want?\r\n\r\n'),
  'switched protocols': (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\n\r\n'),
};

const manners: Readonly<Record<string, Manner>> = { ...good, ...bad, silent: ignore };

function answerOf(body: string | Buffer, headers = ''): Buffer {
  const head = `HTTP/1.1 200 OK\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}

/** A provider that does with each call what its path says: `/<manner>/<before or after its body>/<answer>`. */
async function startUnruly(t: { teardown: (handler: () => void) => void }): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    let text = '';
    let left = 0;
    let answer = ignore;
    socket.on('error', ignore).on('close', () => sockets.delete(socket));
    // A client that has ended its side gets no answer any more.
    socket.on('end', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      if (left > 0) {
        left -= chunk.length;
        if (left <= 0) answer();
        return;
      }
      text += chunk.toString('latin1');
      const end = text.indexOf('\r\n\r\n');
      if (end === -1) return;
      const [, manner = '', moment, id] = /^POST \/([^/]+)\/([^/]+)\/(\S+)/.exec(decodeURI(text)) ?? [];
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
      left = end + 4 + length - text.length;
      text = '';
      const make = (): void => manners[manner]?.(socket, JSON.stringify(id));
      if (moment === 'before') make();
      answer = moment === 'before' ? ignore : make;
      if (left <= 0) answer();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Sends calls through one pool, each with a picture in shared memory. */
async function createStage(t: { teardown: (handler: () => unknown) => void }, maxConnections: number) {
  const origin = await startUnruly(t);
  const dispatcher = new ConnectionPool({ origin, maxConnections, connectTimeoutMs: 5000 });
  t.teardown(() => dispatcher.destroy());
  const store = createBlockStore({ blockBytes: 16 * KiB });
  const byteLimit = createByteLimit({ totalBytes: 512 * KiB * KiB });
  const never = new AbortController().signal;

  async function send(
    manner: string,
    moment: string,
    id: string,
    pictureBytes: number,
    signal = never,
    timeoutMs = 60_000,
  ) {
    const memory = new BodyMemory(await byteLimit.acquire(pictureBytes, 'a', never), store);
    const views: Buffer[] = [];
    const bytes = Buffer.concat([pngOf(1, 1), Buffer.alloc((pictureBytes / 4) * 3, id)]);
    memory.write(Buffer.from(bytes.toString('base64')), (view) => views.push(view));
    const picture = memory.keep(new ByteString(views)).retain();
    memory.close();
    const chunks: Buffer[] = [];
    const started: PostReply[] = [];
    try {
      await post({
        dispatcher,
        origin,
        path: encodeURI(`/${manner}/${moment}/${id}`),
        headers: [],
        body: new JsonSegments(EmbeddedPicture.dataUrl(picture)),
        timeoutMs,
        signal,
        reader: { onStart: (reply) => started.push(reply), onData: (chunk) => chunks.push(chunk) },
      });
    } finally {
      picture.release();
    }
    return { answer: JSON.parse(Buffer.concat(chunks).toString()) as unknown, started };
  }
  return { send, store, byteLimit };
}

for (const manner of Object.keys(good)) {
  t.test(`takes an answer that is ${manner}, and the next one`, async (t) => {
    const { send } = await createStage(t, 1);
    const first = await within('the answer', send(manner, 'after', 'one', 32 * KiB));
    t.equal(first.answer, 'one');
    t.same(
      first.started.map(({ status }) => status),
      [200],
      'only the final answer starts',
    );
    const sendSecond = () => send(manner, 'after', 'two', 32 * KiB);
    // The provider may just be closing the connection: then the client makes the call again.
    const second = await within('the next answer', sendSecond().catch(sendSecond));
    t.equal(second.answer, 'two');
  });
}

for (const manner of Object.keys(bad)) {
  t.test(`fails a call that is ${manner}, and makes the next one`, async (t) => {
    const { send, byteLimit } = await createStage(t, 1);
    await within('the failure', t.rejects(send(manner, 'after', 'one', 32 * KiB)));
    await until('its memory is back', () => byteLimit.usedBytes === 0);
    t.equal((await send('plain', 'after', 'two', 32 * KiB)).answer, 'two');
  });
}

t.test('a storm of such calls, cancelled at any moment, leaves nothing behind', async (t) => {
  const { send, store, byteLimit } = await createStage(t, 8);
  const signals: AbortSignal[] = [];
  const wrong: string[] = [];
  let answered = 0;
  const names = Object.keys(manners);
  const call = async (index: number): Promise<void> => {
    const job = new AbortController();
    signals.push(job.signal);
    const manner = names[index % names.length] as string;
    const moment = index % 3 === 0 ? 'before' : 'after';
    const id = `call-${index}`;
    if (index % 4 === 0) setTimeout(() => job.abort(new Error('left')), index % 37);
    const timeoutMs = manner === 'silent' || index % 5 === 0 ? 5 + (index % 60) : 60_000;
    // From nothing to what no socket takes at once.
    const bytes = index % 11 === 0 ? 6 * KiB * KiB : (index % 7) * 40 * KiB;
    await sleep(index % 50);
    try {
      const { answer } = await send(manner, moment, id, bytes, job.signal, timeoutMs);
      answered += 1;
      if (answer !== id) wrong.push(`${manner} ${moment}: ${id} got ${String(answer)}`);
    } catch {
      // A call may fail for its neighbor's sake, whose connection it used: the client makes it again.
    }
  };
  await within('all calls end', Promise.all(Array.from({ length: 200 }, (_, index) => call(index))));
  t.same(wrong, []);
  t.ok(answered > 10, `${answered} were answered all the same`);
  await until('all memory is back', () => byteLimit.usedBytes === 0);
  for (const signal of signals) if (getEventListeners(signal, 'abort').length > 0) t.fail('a listener is left');
  const { idleBytes } = store;
  const calls = Array.from({ length: 40 }, async (_, index) => send('plain', 'after', `late-${index}`, 64 * KiB));
  const outcomes = await Promise.allSettled(calls);
  t.ok(outcomes.filter(({ status }) => status === 'fulfilled').length >= 32, 'every connection works again');
  await until('their memory too', () => byteLimit.usedBytes === 0 && store.idleBytes >= idleBytes);
});
