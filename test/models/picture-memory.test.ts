import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { createBlockStore } from '../../src/bodies/block-store.ts';
import { BodyMemory } from '../../src/bodies/body-memory.ts';
import { createByteLimit } from '../../src/bodies/byte-limit.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import { EmbeddedPicture } from '../../src/images/json-segments.ts';
import type { Picture } from '../../src/images/picture.ts';
import { createOpenRouterClient } from '../../src/models/client.ts';
import { ConnectionPool } from '../../src/models/connection-pool.ts';
import { createTally } from '../../src/models/tally.ts';
import { pngOf } from '../edits/pictures.ts';
import { until } from '../helpers/until.ts';

const KiB = 1024;
const blockBytes = 16 * KiB;

/** How the provider treats a call. */
const treatment = fc.constantFrom('answer', 'answer early', 'fail', 'fail early', 'reset', 'be silent');
const job = fc.record({
  // Past what the system takes for a reader that does not read, now and then.
  kibibytes: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 2000, max: 7000 })),
  treatments: fc.array(treatment, { minLength: 3, maxLength: 3 }),
  sharedBy: fc.integer({ min: 1, max: 2 }),
  leavesAfterMs: fc.option(fc.integer({ max: 30 })),
  timeoutMs: fc.constantFrom(15, 40, 2000),
});
type Job = typeof job extends fc.Arbitrary<infer T> ? T : never;

/** The bytes of a picture, which no other picture has at any place. */
function bytesOf(id: number, kibibytes: number): Buffer {
  return Buffer.concat([pngOf(1, 1, 33), Buffer.alloc(kibibytes * 768, Buffer.from([id, id ^ 0xff, id]))]);
}

/** A provider that treats each call as its picture's job says, and checks every byte of a picture that arrives. */
async function startProvider(jobs: readonly Job[], wrong: (what: string) => void) {
  const expected = jobs.map(({ kibibytes }, id) => Buffer.from(bytesOf(id, kibibytes).toString('base64')));
  const attempts = jobs.map(() => 0);
  const sockets = new Set<Socket>();

  function serve(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let pending: Buffer = Buffer.alloc(0);
    let call: { id: number; offset: number; left: number; end: () => void } | undefined;

    function begin(): boolean {
      const head = /^POST [^]*?content-length: (\d+)[^]*?\r\n\r\n([^]*?"id":(\d+)[^]*?base64,)/.exec(
        pending.subarray(0, 2 * KiB).toString('latin1'),
      );
      if (head === null) return false;
      pending = pending.subarray(head[0].length);
      const id = Number(head[3]);
      const attempt = attempts[id] ?? 0;
      attempts[id] = attempt + 1;
      const how = jobs[id]?.treatments[attempt % 3] ?? 'answer';
      const respond = (): void => void socket.write(reply(how.startsWith('fail') ? 500 : 200));
      const isLate = how === 'answer' || how === 'fail';
      call = {
        id,
        offset: 0,
        left: Number(head[1]) - (head[2] as string).length,
        end: isLate ? respond : () => undefined,
      };
      if (how.endsWith('early')) respond();
      if (how === 'reset') socket.resetAndDestroy();
      if (how.endsWith('early') || how === 'be silent') {
        socket.pause();
        setTimeout(() => socket.resume(), 20);
      }
      return true;
    }

    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length > 0 && (call !== undefined || begin())) {
        if (call === undefined) break;
        const part = pending.subarray(0, call.left);
        pending = pending.subarray(part.length);
        const whole = expected[call.id] as Buffer;
        const picture = part.subarray(0, Math.max(0, whole.length - call.offset));
        if (!whole.subarray(call.offset, call.offset + picture.length).equals(picture)) wrong(`call of ${call.id}`);
        call.offset += part.length;
        call.left -= part.length;
        if (call.left > 0) continue;
        const { end } = call;
        call = undefined;
        end();
      }
    });
  }

  const server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

function reply(status: number): string {
  const body = JSON.stringify(
    status === 200 ? { choices: [{ message: { content: 'ok' } }] } : { error: { code: 500 } },
  );
  return `HTTP/1.1 ${status} x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
}

t.setTimeout(120_000);

t.test('early answers, retries, aborts and deadlines release all memory and send no other bytes', async (t) => {
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 6 }), async (jobs) => {
      const wrong: string[] = [];
      const provider = await startProvider(jobs, (what) => wrong.push(what));
      const byteLimit = createByteLimit({ totalBytes: 1 << 30 });
      const store = createBlockStore({ blockBytes });
      const buffers = new Set<ArrayBufferLike>();
      const pool = new ConnectionPool({ origin: provider.origin, maxConnections: 3, connectTimeoutMs: 2000 });
      const client = createOpenRouterClient({
        baseUrl: provider.origin,
        apiKey: undefined,
        dispatcher: pool,
        circuits: { admit: () => ({ ended: () => undefined }), cooldownMs: () => 0, states: () => new Map() },
        random: () => 0,
        wait: async () => undefined,
      });

      async function run({ kibibytes, sharedBy, leavesAfterMs, timeoutMs }: Job, id: number): Promise<void> {
        const leaving = new AbortController();
        const base64 = Buffer.from(bytesOf(id, kibibytes).toString('base64'));
        const memory = new BodyMemory(await byteLimit.acquire(base64.length, 'a', leaving.signal), store);
        const views: Buffer[] = [];
        memory.write(base64, (view) => {
          views.push(view);
          buffers.add(view.buffer);
        });
        const picture = memory.keep(new ByteString(views));
        const owners: Picture[] = Array.from({ length: sharedBy }, () => picture.retain());
        memory.close();
        if (leavesAfterMs !== null) setTimeout(() => leaving.abort(new Error('left')), leavesAfterMs);
        const asked = owners.map(async (owned) => {
          const body = { id, picture: EmbeddedPicture.dataUrl(owned) };
          const call = { models: ['m'], body, timeoutMs, maxAnswerBytes: 10_000 };
          calls += 1;
          await client.chat(call, leaving.signal, createTally()).catch(() => undefined);
          owned.release();
        });
        await Promise.all(asked);
      }

      try {
        await Promise.all(jobs.map(run));
        await until('the memory limit is free', () => byteLimit.usedBytes === 0);
        assert.equal(store.idleBytes, buffers.size * blockBytes, 'every block is back');
        assert.deepEqual(wrong, []);
      } finally {
        await pool.destroy();
        provider.close();
      }
    }),
    // Shrinking would wait for every deadline again; a busy machine makes fewer runs in the same time.
    { numRuns: 25, endOnFailure: true, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  );
  t.ok(calls > 5, `${calls} calls`);
});
