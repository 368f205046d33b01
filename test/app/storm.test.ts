import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { openRaw, postHead, type RawConnection } from '../helpers/raw-http.ts';
import { postRename, renameBody, sampleLayers, streamRename, textLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';

const layers = sampleLayers(12);
const good = JSON.stringify(renameBody(layers));

/** Timers that are running: what a storm leaves behind would be among them. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

t.test('releases all memory and queue slots after every kind of outcome', async (t) => {
  const { app, url, port, provider } = await startApp(t, {
    change: withTimeLimit(1500),
    env: { BODY_BUDGET_MB: '1', BODY_LIMIT_MB: '1', MAX_MODEL_CALLS: '8', LAYERS_PER_CALL: '2' },
    demo: {
      latencyMs: { min: 0, max: 60 },
      faults: {
        'server-error': 0.05,
        reset: 0.05,
        'cut-json': 0.05,
        nonsense: 0.1,
        hang: 0.02,
        'missing-layers': 0.1,
        refusal: 0.05,
        'cut-connection': 0.03,
      },
    },
  });
  await postRename(url, good);
  const timersBefore = timers();
  const statuses = new Map<number, number>();
  const outcomes: Record<string, () => Promise<unknown>> = {
    good: async () => postRename(url, good),
    stream: async () => streamRename(url, renameBody(layers)),
    small: async () => postRename(url, renameBody(textLayers(3))),
    'bad field': async () => postRename(url, renameBody([...layers, { id: 1 }])),
    'bad JSON': async () => postRename(url, good.slice(0, -5)),
    'too large': async () => postRename(url, ' '.repeat(2 ** 20 + 1)),
    'ids twice': async () => postRename(url, renameBody([...layers, layers[0]])),
    'no type': async () => postRename(url, good, { headers: { 'content-type': 'text/plain' } }),
    async 'leaves soon'() {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), Math.random() * 40);
      await postRename(url, good, { signal: controller.signal }).catch(() => undefined);
    },
    async 'leaves a stream'() {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), Math.random() * 120);
      await streamRename(url, renameBody(layers), { signal: controller.signal }).catch(() => undefined);
    },
    async 'breaks off its body'() {
      const connection = await openRaw(t, port);
      connection.send(postHead(good.length) + good.slice(0, 20_000));
      await sleep(Math.random() * 50);
      connection.socket.destroy();
    },
    async 'stalls in its body'() {
      const connection = await openRaw(t, port);
      connection.send(postHead(good.length) + good.slice(0, 20_000));
      await connection.waitFor(/\}$/);
      connection.socket.destroy();
    },
    async 'many on one connection, then gone'() {
      const connection = await openRaw(t, port);
      connection.send((postHead(good.length) + good).repeat(3));
      await sleep(Math.random() * 80);
      connection.socket.destroy();
    },
  };
  const all: Promise<unknown>[] = [];
  for (let round = 0; round < 4; round += 1) {
    for (const outcome of Object.values(outcomes)) {
      all.push(
        outcome().then((reply) => {
          const status = (reply as { status?: number } | undefined)?.status;
          if (status !== undefined) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
    }
    await sleep(100);
  }
  await Promise.all(all);
  await until(
    'all is back',
    () => app.byteLimit.usedBytes === 0 && app.ai.queue.running === 0 && provider.stats.inFlight === 0,
  );
  t.same([app.byteLimit.usedBytes, app.byteLimit.waiting, app.ai.queue.running, app.ai.queue.waiting], [0, 0, 0, 0]);
  t.notOk(statuses.has(500), JSON.stringify([...statuses]));
  t.ok(statuses.has(200) && statuses.has(400) && statuses.has(413) && statuses.has(415), JSON.stringify([...statuses]));

  provider.setFaults(undefined);
  await until('it serves as before, once the circuit has closed', async () => {
    const { status } = await postRename(url, renameBody(textLayers(1)));
    return status === 200;
  });
  await until('no timer is left behind', () => timers() <= timersBefore + 2);
});

t.test(
  'gives freed memory to small bodies first, then to other addresses, then to one holding more than half',
  async (t) => {
    const { app, url, port } = await startApp(t, {
      env: { BODY_BUDGET_MB: '4', BODY_LIMIT_MB: '1', TRUST_PROXY: 'loopback' },
    });
    const upload = async (address: string): Promise<RawConnection> => {
      const connection = await openRaw(t, port);
      connection.send(postHead(2 ** 20, [`x-forwarded-for: ${address}`]));
      return connection;
    };
    const first = await upload('1.1.1.1');
    for (let count = 0; count < 3; count += 1) await upload('1.1.1.1');
    await until('it has all while nobody else waits', () => app.byteLimit.usedBytes === 4 * 2 ** 20);
    await upload('1.1.1.1');
    await until('its fifth waits', () => app.byteLimit.waiting === 1);
    const other = await upload('2.2.2.2');
    const small = postRename(url, renameBody(textLayers(1)), { headers: { 'x-forwarded-for': '3.3.3.3' } });
    await until('three wait', () => app.byteLimit.waiting === 3);
    first.socket.destroy();
    t.equal((await small).status, 200);
    await until('another is admitted', () => app.byteLimit.waiting === 1 && app.byteLimit.usedBytes === 4 * 2 ** 20);
    other.send(' '.repeat(2 ** 20));
    t.match(
      await other.waitFor(/\}$/),
      /^HTTP\/1\.1 400 /,
      'it is the other address that was admitted, and its body read',
    );
  },
);

t.test('does not read a body that waits for memory', async (t) => {
  const { app, url, port } = await startApp(t, { env: { BODY_BUDGET_MB: '1', BODY_LIMIT_MB: '1' } });
  const holder = await openRaw(t, port);
  holder.send(postHead(2 ** 20));
  await until('the memory limit is full', () => app.byteLimit.usedBytes === 2 ** 20);
  const waiting = postRename(url, good);
  await until('it waits', () => app.byteLimit.waiting === 1);
  t.equal(app.byteLimit.usedBytes, 2 ** 20);
  holder.socket.destroy();
  t.equal((await waiting).status, 200);
  t.same([app.byteLimit.usedBytes, app.byteLimit.waiting], [0, 0]);
});

t.test('releases picture memory as calls settle, not with the reply', async (t) => {
  const { app, url, provider } = await startApp(t, {
    env: { LAYERS_PER_CALL: '1', DEDUPE: 'false' },
    demo: { faults: (index) => (index === 11 ? 'hang' : undefined) },
  });
  const controller = new AbortController();
  const reply = postRename(url, good, { signal: controller.signal });
  await until('one call is left', () => provider.stats.calls === 12 && provider.stats.inFlight === 1);
  await until('the rest is back', () => app.byteLimit.usedBytes < good.length / 2);
  t.ok(app.byteLimit.usedBytes > 0);
  controller.abort();
  await t.rejects(reply);
  await until('all is back', () => app.byteLimit.usedBytes === 0);
});
