/**
 * The users, in their own process: started by run-load.ts, takes LoadOptions as its one message, answers with a
 * LoadResult. A group's body is one Buffer that all its users write to their sockets: 1,000 users of 4.9 MB cost 5 MB
 * here and no copy, so the machine's time is left to what is measured.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'undici';
import type { JobOutcome, LoadGroup, LoadOptions, LoadResult } from './load-types.ts';
import { readReply } from './read-reply.ts';
import { buildJobBody } from './standard-job.ts';

let usersSoFar = 0;

function openUser(origin: string, timeoutMs: number): Client {
  const number = usersSoFar++;
  // Its own address, since the service shares bodies and limits among addresses; only Linux has all of 127/8.
  const ownAddress = `127.0.${1 + Math.floor(number / 250)}.${1 + (number % 250)}`;
  const localAddress = process.platform === 'linux' ? { localAddress: ownAddress } : {};
  const timeouts = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs, connectTimeout: timeoutMs };
  return new Client(origin, { ...timeouts, ...localAddress, keepAliveTimeout: timeoutMs });
}

async function postJob(client: Client, group: LoadGroup, body: Buffer): Promise<JobOutcome> {
  const startedAt = performance.now();
  const layersAsked = group.job?.layers ?? 50;
  const base = { group: group.name, layersAsked };
  try {
    const accept = group.stream ? 'application/x-ndjson' : 'application/json';
    // Every job costs its calls, though a user sends the same one again.
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache', accept };
    const reply = await client.request({ method: 'POST', path: '/api/rename-layers', headers, body });
    const read = await readReply(reply, startedAt);
    return { ...base, status: reply.statusCode, wallMs: performance.now() - startedAt, ...read };
  } catch (error) {
    return { ...base, status: 0, wallMs: performance.now() - startedAt, renamed: 0, error: String(error) };
  }
}

async function runLoad({ origin, groups, timeoutMs = 600_000 }: LoadOptions): Promise<LoadResult> {
  const outcomes: JobOutcome[] = [];
  const prepared = groups.map((group) => ({
    group,
    body: buildJobBody(group.job),
    clients: Array.from({ length: group.users }, () => openUser(origin, timeoutMs)),
  }));
  const others = { done: false };
  const startedAt = performance.now();

  async function runUser(client: Client, group: LoadGroup, body: Buffer): Promise<void> {
    for (let job = 0; job < (group.jobsPerUser ?? 1); job += 1) outcomes.push(await postJob(client, group, body));
  }

  async function runPaced(clients: Client[], group: LoadGroup, body: Buffer, everyMs: number): Promise<void> {
    const posted: Promise<unknown>[] = [];
    const endsAt = group.lastsMs === undefined ? Infinity : performance.now() + group.lastsMs;
    const isOver = (): boolean => (group.lastsMs === undefined ? others.done : performance.now() >= endsAt);
    for (let turn = 0; !isOver(); turn += 1) {
      const client = clients[turn % clients.length];
      if (client !== undefined) posted.push(postJob(client, group, body).then((outcome) => outcomes.push(outcome)));
      await wait(everyMs);
    }
    await Promise.all(posted);
  }

  async function runGroup({ group, body, clients }: (typeof prepared)[number]): Promise<void> {
    if (group.startAfterMs !== undefined) await wait(group.startAfterMs);
    if (group.everyMs !== undefined) return runPaced(clients, group, body, group.everyMs);
    await Promise.all(clients.map((client) => runUser(client, group, body)));
  }

  const paced = prepared.filter(({ group }) => group.everyMs !== undefined).map(runGroup);
  await Promise.all(prepared.filter(({ group }) => group.everyMs === undefined).map(runGroup));
  others.done = true;
  await Promise.all(paced);
  const wallMs = performance.now() - startedAt;
  await Promise.all(prepared.flatMap(({ clients }) => clients.map((client) => client.destroy())));
  return { outcomes, wallMs };
}

process.once('message', (options) => {
  void runLoad(options as LoadOptions).then((result) => process.send?.(result, () => process.disconnect()));
});
