import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { setImmediate as tick } from 'node:timers/promises';
import t from 'tap';
import { BodyMemory } from '../../src/bodies/body-memory.ts';
import { createByteLimit } from '../../src/bodies/byte-limit.ts';
import { readBody } from '../../src/bodies/read-body.ts';
import { clientClosed } from '../../src/errors.ts';
import { useFakeClock } from '../helpers/fake-clock.ts';
import { settledIn } from '../helpers/settled.ts';

/** A body on its way: what is pushed arrives. */
function aBody(): PassThrough & IncomingMessage {
  return new PassThrough() as PassThrough & IncomingMessage;
}

const never = new AbortController().signal;
const byteLimit = createByteLimit({ totalBytes: 1 << 30 });
const memory = new BodyMemory(await byteLimit.acquire(1 << 20, 'a', never));

t.test('reads JSON in chunks of any size, pictures as bytes', async (t) => {
  const body = aBody();
  const text = JSON.stringify({ name: 'ü', imageBase64: 'QUJD'.repeat(500), other: 'QUJD'.repeat(500) });
  const read = readBody(body, Buffer.byteLength(text), never, memory);
  for (const byte of Buffer.from(text)) body.write(Buffer.from([byte]));
  body.end();
  const value = (await read) as { name: string; imageBase64: { byteLength: number }; other: string };
  t.match(value, { name: 'ü', other: 'QUJD'.repeat(500) });
  t.equal(value.imageBase64.byteLength, 2000);
});

t.test('replies 400 to invalid JSON without quoting it', async (t) => {
  for (const text of ['', '{', 'hush-hush', '{"a":"hush-hush', '{"a":1}}', '[1,]']) {
    const body = aBody();
    const read = readBody(body, text.length, never, memory);
    body.end(text);
    await t.rejects(
      read,
      { name: 'ExporterError', code: 'EXPORTER_INVALID_REQUEST', message: 'body must be JSON' },
      text,
    );
  }
});

t.test('replies 413 to too much text besides pictures', async (t) => {
  const body = aBody();
  const read = readBody(body, 8 * 2 ** 20, never, memory);
  read.catch(() => undefined);
  const chunk = Buffer.from('[],'.repeat(21_000));
  for (let sent = 0; sent < 7 * 2 ** 20 && !(await settledIn(read)); sent += chunk.length) body.write(chunk);
  await t.rejects(read, { name: 'ExporterError', code: 'EXPORTER_TOO_LARGE' });
});

t.test('cuts off a sender that is silent for 10 s, not a slow one that continues', async (t) => {
  const clock = useFakeClock(t);
  const body = aBody();
  const read = readBody(body, 1_000_000, never, memory);
  for (let second = 0; second < 14; second += 1) {
    body.write(' ');
    await tick();
    clock.tick(1000);
  }
  t.notOk(await settledIn(read));
  clock.tick(9000);
  await t.rejects(read, { name: 'ExporterError', code: 'EXPORTER_TIMEOUT' });
});

t.test('cuts off a dripping sender after 15 s plus the time 256 KiB/s would take', async (t) => {
  const clock = useFakeClock(t);
  const body = aBody();
  const read = readBody(body, 512 * 1024, never, memory);
  read.catch(() => undefined);
  let seconds = 0;
  for (; !(await settledIn(read)) && seconds < 60; seconds += 1) {
    body.write(' ');
    await tick();
    clock.tick(1000);
  }
  await t.rejects(read, { name: 'ExporterError', code: 'EXPORTER_TIMEOUT' });
  t.equal(seconds, 17);
});

t.test('the end of the request ends reading with its reason', async (t) => {
  const controller = new AbortController();
  const body = aBody();
  const read = readBody(body, 100, controller.signal, memory);
  body.write('{');
  controller.abort(clientClosed());
  await t.rejects(read, { name: 'ExporterError', code: 'EXPORTER_CLIENT_CLOSED' });
  await t.rejects(readBody(aBody(), 100, controller.signal, memory), {
    name: 'ExporterError',
    code: 'EXPORTER_CLIENT_CLOSED',
  });
});

t.test('an interrupted body fails and leaves no listeners', async (t) => {
  const body = aBody();
  const read = readBody(body, 100, never, memory);
  body.write('{"a":');
  await tick();
  body.destroy();
  await t.rejects(read, { name: 'ExporterError', code: 'EXPORTER_INVALID_REQUEST' });
  t.equal(body.listenerCount('data') + body.listenerCount('close'), 0);
});
