import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { openRaw, postHead } from '../helpers/raw-http.ts';
import { postRename, renameBody, sampleLayers, streamRename, textLayers } from '../helpers/rename-requests.ts';
import { namesFor, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';

const ten = sampleLayers(10);

t.test('replies 408 and ends every call if nothing is finished at the deadline', async (t) => {
  const { app, url, provider } = await startApp(t, { change: withTimeLimit(300), demo: { latencyMs: 60_000 } });
  const reply = await postRename(url, renameBody(ten));
  t.equal(reply.status, 408);
  t.match(reply.json, {
    error: 'Request timeout',
    message: 'Processing took too long',
    code: 'EXPORTER_TIMEOUT',
    requestId: String,
  });
  t.equal(reply.headers['access-control-allow-origin'], '*');
  await until(
    'the provider is left',
    () => provider.stats.inFlight === 0 && provider.stats.aborted === provider.stats.calls,
  );
  t.same([app.byteLimit.usedBytes, app.ai.queue.running, app.ai.queue.waiting], [0, 0, 0]);

  const { events } = await streamRename(url, renameBody(ten));
  t.same(
    events.map(({ type }) => type),
    ['job', 'error'],
  );
  t.match(events[1], { error: 'Request timeout', message: 'Processing took too long', code: 'EXPORTER_TIMEOUT' });
});

t.test('replies 200 with finished names at the deadline; the rest is kept for deadline', async (t) => {
  const { app, url, provider } = await startApp(t, {
    change: withTimeLimit(3000),
    env: { LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '4', DEDUPE: 'false' },
    demo: { faults: [null, 'hang', 'hang', 'hang', 'hang', 'hang'] },
  });
  const { status, json } = await postRename(url, renameBody(ten));
  t.equal(status, 200);
  t.same(
    json.layers?.map(({ id }) => id),
    ten.map(({ id }) => id),
  );
  t.same(
    json.layers?.map(({ status: each, reason }) => reason ?? each),
    ['renamed', ...Array.from({ length: 9 }, () => 'deadline')],
  );
  t.equal(json.layers?.[5]?.newName, ten[5]?.currentName);
  const { calls } = provider.stats;
  t.equal(calls, 5, 'one answered, four hung, none followed');
  await until('the calls are ended', () => provider.stats.inFlight === 0);
  await until('the memory is released', () => app.byteLimit.usedBytes === 0);
  t.same([app.ai.queue.running, app.ai.queue.waiting], [0, 0]);

  provider.setFaults([null, 'hang', 'hang', 'hang', 'hang', 'hang']);
  const { events } = await streamRename(url, renameBody(ten));
  t.match(events.at(-1), { type: 'done', renamed: 1, kept: 9 });
  t.equal(events.filter(({ reason }) => reason === 'deadline').length, 9);
});

t.test('waiting for the body counts: a stalled sender gets 408 and its memory is released', async (t) => {
  const { app, port } = await startApp(t, { change: withTimeLimit(300) });
  const connection = await openRaw(t, port);
  connection.send(`${postHead(1_000_000)}{"layers":[`);
  await until('its share is taken', () => app.byteLimit.usedBytes === 1_000_000);
  t.match(await connection.waitFor(/\}$/), /^HTTP\/1\.1 408 /);
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('waiting for the memory limit counts too', async (t) => {
  const { app, url } = await startApp(t, {
    change: withTimeLimit(300),
    env: { BODY_BUDGET_MB: '1', BODY_LIMIT_MB: '1' },
  });
  const held = await app.byteLimit.acquire(2 ** 20, '192.0.2.1', new AbortController().signal);
  const reply = await postRename(url, renameBody(textLayers(1)));
  t.match([reply.status, reply.json.error], [408, 'Request timeout']);
  t.equal(app.byteLimit.waiting, 0);
  held.close();
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('a client that is still sending at the time limit reads its 408 and can go on', async (t) => {
  const { app, port } = await startApp(t, { change: withTimeLimit(300) });
  const connection = await openRaw(t, port);
  const mib = Buffer.alloc(2 ** 20, ' ');
  connection.send(postHead(16 * mib.length));
  for (let sent = 0; sent < 16; sent += 1) {
    connection.send(mib);
    if (sent < 8) await sleep(60);
  }
  t.match(await connection.waitFor(/\}$/), /^HTTP\/1\.1 408 /);
  const body = JSON.stringify(renameBody(textLayers(1)));
  connection.send(postHead(body.length) + body);
  await connection.waitFor(/HTTP\/1\.1 200 OK[^]*"jobId"/);
  t.equal(app.byteLimit.usedBytes, 0);
});

for (const accept of ['application/json', 'application/x-ndjson']) {
  t.test(`a client that disconnects ends its calls and no new ones start (${accept})`, async (t) => {
    const { app, url, provider } = await startApp(t, {
      env: { LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '3', DEDUPE: 'false' },
      demo: { latencyMs: 60_000 },
    });
    const controller = new AbortController();
    const left = postRename(url, renameBody(ten), { signal: controller.signal, headers: { accept } });
    await until('three calls are there', () => provider.stats.byKind.naming === 3);
    controller.abort();
    await t.rejects(left);
    await until('they are ended', () => provider.stats.aborted === 3 && app.byteLimit.usedBytes === 0);
    provider.setLatency({ latencyMs: 0 });
    await sleep(100);
    t.equal(provider.stats.calls, 3);
    t.same([app.ai.queue.running, app.ai.queue.waiting], [0, 0]);
  });
}

t.test('closing a connection ends every pipelined request on it', async (t) => {
  const { app, port, provider } = await startApp(t, { demo: { latencyMs: 60_000 } });
  const body = JSON.stringify(renameBody(textLayers(1)));
  const stream = ['accept: application/x-ndjson'];
  const connection = await openRaw(t, port);
  connection.send(
    [postHead(body.length), body, postHead(body.length), body, postHead(body.length, stream), body].join(''),
  );
  await until('all three are at work', () => provider.stats.byKind.naming === 3);
  t.equal(app.byteLimit.usedBytes, 3 * body.length);
  connection.socket.destroy();
  await until('all three are ended', () => provider.stats.aborted === 3 && app.byteLimit.usedBytes === 0);
  t.same([app.ai.queue.running, app.ai.queue.waiting], [0, 0]);
});

t.test('a disconnecting client does not affect other jobs', async (t) => {
  const { url, provider } = await startApp(t, { demo: { latencyMs: 300 } });
  const controller = new AbortController();
  const left = postRename(url, renameBody(ten), { signal: controller.signal });
  const stays = postRename(url, renameBody(ten));
  await until('both are at work', () => provider.stats.byKind.naming === 4);
  controller.abort();
  await t.rejects(left);
  t.ok((await stays).json.layers?.every(({ status }) => status === 'renamed'));
});

t.test('refuses jobs at once whose first call could not start in time', async (t) => {
  const { url, provider, crowd } = await startHeld(t);
  // One call of 3 s is known: with a time limit of 12 s, four jobs can be ahead of one that waits.
  const first = postRename(url, renameBody(textLayers(1)));
  await until('it is at work', () => provider.calls.length === 1);
  await sleep(3000);
  provider.open();
  t.equal((await first).status, 200);

  const { waiting, refused, statuses } = await crowd();
  t.ok(waiting >= 1 && waiting <= 5, `${waiting} wait`);
  t.equal(refused.length, 11 - waiting);
  for (const { json, headers } of refused) {
    t.match(json, { error: 'Service busy', code: 'EXPORTER_BUSY', message: /waiting/ });
    t.match(headers, { 'retry-after': /^[1-9]\d*$/, 'access-control-allow-origin': '*' });
  }
  t.equal(statuses.filter((status) => status === 200).length, 1 + waiting);
  t.equal((await postRename(url, renameBody(textLayers(1)))).status, 200, 'with nobody before it a job is taken again');
});

t.test('refuses no job while it is not known how long calls take', async (t) => {
  const { crowd } = await startHeld(t);
  const { waiting, statuses } = await crowd();
  t.equal(waiting, 11);
  t.same(new Set(statuses), new Set([200]));
});

/** An app with one call at a time and a provider that holds its answers until they are let go. */
async function startHeld(t: Parameters<typeof startStubProvider>[0] & Parameters<typeof startApp>[0]) {
  let open!: () => void;
  let gate: Promise<void>;
  const close = (): void => void (gate = new Promise((resolve) => (open = resolve)));
  close();
  const provider = await startStubProvider(t, async (call) => {
    await gate;
    return namesFor(call);
  });
  const options = { change: withTimeLimit(12_000), env: { MAX_MODEL_CALLS: '1' }, providerUrl: provider.url };
  const { app, url } = await startApp(t, options);

  /** Twelve jobs at once while the first one's call is held: how many wait, and the replies to those refused. */
  async function crowd() {
    close();
    const refused: Awaited<ReturnType<typeof postRename>>[] = [];
    const before = provider.calls.length;
    const replies = Array.from({ length: 12 }, async () => {
      const reply = await postRename(url, renameBody(textLayers(1)));
      if (reply.status === 503) refused.push(reply);
      return reply.status;
    });
    const { queue } = app.ai;
    await until(
      'each is at work, waits or is refused',
      () => provider.calls.length - before + queue.newcomers + refused.length === 12,
    );
    const waiting = queue.newcomers;
    open();
    return { waiting, refused, statuses: await Promise.all(replies) };
  }

  return { url, provider: { calls: provider.calls, open: () => open() }, crowd };
}
