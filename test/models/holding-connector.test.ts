import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { Pool } from 'undici';
import { createBlockStore } from '../../src/bodies/block-store.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import { createHoldingConnector, type Hold } from '../../src/models/holding-connector.ts';
import { post } from '../../src/models/post.ts';

const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
const KiB = 1024;

/** A provider that answers as soon as it sees a call, and reads the call itself only when it is told to. */
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

/** Sends a body of blocks, gives them back at the answer and fills them with another; @returns what arrived beside what was sent. */
async function sendAndReuse(
  hasty: Awaited<ReturnType<typeof startHasty>>,
  bytes: number,
  hold: (store: ReturnType<typeof createBlockStore>) => Hold,
) {
  const store = createBlockStore({ maxIdleBytes: 64 * KiB * KiB });
  const writer = store.open();
  const views: Buffer[] = [];
  writer.write(Buffer.alloc(bytes, 'a picture of its own '), (view) => views.push(view));
  const picture = new ByteString(views);
  const sent = picture.copy();
  writer.close([picture]);
  let writing = 0;
  const counted: Hold = (piece) => {
    writing += 1;
    const letGo = hold(store)(piece);
    return () => {
      writing -= 1;
      letGo?.();
    };
  };
  const pool = new Pool(hasty.origin, {
    connections: 1,
    connect: createHoldingConnector({ timeoutMs: 5000, hold: counted }),
  });
  const body = { segments: views, byteLength: bytes };
  const signal = new AbortController().signal;
  try {
    await post({
      dispatcher: pool,
      origin: hasty.origin,
      path: '/',
      headers: {},
      body,
      timeoutMs: 20_000,
      signal,
      onData: () => undefined,
    });
    const wasWriting = writing > 0;
    store.release(picture);
    const next = store.open();
    next.write(Buffer.alloc(bytes, 'x'), () => undefined);
    const arrived = await hasty.read(bytes);
    await tick();
    return {
      wasWriting,
      whole: arrived.length === bytes,
      wrong: !sent.subarray(0, arrived.length).equals(arrived),
      store,
      next,
    };
  } finally {
    await pool.destroy();
  }
}

t.test(
  'a block is not used again before the system has taken what lies in it, though the answer came before',
  async (t) => {
    const hasty = await startHasty(t);
    let caught = 0;
    let wrong = 0;
    let returned = 0;
    // The system takes a few megabytes for a reader that does not read; where it stops differs from machine to machine. In
    // steps below the 64 KiB that undici counts as sent, some body ends just past it.
    for (let bytes = 64 * KiB; bytes < 16 * KiB * KiB && caught === 0; bytes += 40 * KiB) {
      const sent = await sendAndReuse(hasty, bytes, (store) => store.hold);
      if (sent.wrong) wrong += 1;
      if (!sent.wasWriting || !sent.whole) continue;
      caught += 1;
      sent.next.close([]);
      if (sent.store.idleBytes >= bytes) returned += 1;
    }
    t.equal(wrong, 0, 'nothing of another picture was sent');
    t.equal(caught, 1, 'one was answered while its last pieces lay in the socket');
    t.equal(returned, 1, 'and its blocks came back once they were sent');
  },
);

t.test('what is written without being a piece of a block goes its way', async (t) => {
  const hasty = await startHasty(t);
  const { wrong, whole } = await sendAndReuse(hasty, 50 * KiB, () => () => undefined);
  t.same([wrong, whole], [false, true]);
});

t.test(
  'over plain TCP a call goes out in one write, whatever its number of pieces; one larger than the buffer goes whole too',
  async (t) => {
    const bodies: Buffer[] = [];
    const provider = createHttpServer((request, reply) => {
      void buffer(request).then((body) => {
        bodies.push(body);
        reply.end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(provider, 'listening');
    t.teardown(() => provider.close());
    const origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;

    let writes = 0;
    const connect = createHoldingConnector({ timeoutMs: 5000, hold: () => undefined });
    const pool = new Pool(origin, {
      connections: 1,
      connect: (options, callback) =>
        connect(options, (...args) => {
          if (args[0] === null) countWrites(args[1], () => (writes += 1));
          callback(...args);
        }),
    });
    t.teardown(() => pool.destroy());
    const send = async (segments: readonly Buffer[]) => {
      writes = 0;
      const body = { segments, byteLength: Buffer.concat(segments).length };
      const signal = new AbortController().signal;
      await post({
        dispatcher: pool,
        origin,
        path: '/',
        headers: {},
        body,
        timeoutMs: 20_000,
        signal,
        onData: () => undefined,
      });
      t.ok(bodies.pop()?.equals(Buffer.concat(segments)));
      return writes;
    };

    const pieces = Array.from({ length: 12 }, (_, index) => Buffer.alloc(60 * KiB, `piece ${index} `));
    t.equal(await send(pieces), 1);
    t.equal(
      await send([Buffer.from('{'), ...pieces.slice(0, 2), Buffer.from('}')]),
      1,
      'on a connection used again as well',
    );
    t.ok((await send(Array.from({ length: 50 }, () => pieces).flat())) > 1, '36 MB wait for the socket in between');
  },
);

/** Counts what is handed to the system: one piece, or several at once. */
function countWrites(socket: Socket, count: () => void): void {
  for (const name of ['_write', '_writev'] as const) {
    const original = socket[name]?.bind(socket) as (...args: unknown[]) => void;
    Object.assign(socket, {
      [name]: (...args: unknown[]) => {
        count();
        original(...args);
      },
    });
  }
}
