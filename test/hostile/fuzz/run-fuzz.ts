import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { createRandom } from '../../../demo/provider/random.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutatedBody } from './mutated-body.ts';
import { createRawClient } from './raw-exchange.ts';
import { type SeedRequest, seedRequests, toBytes } from './seed-requests.ts';

export interface FuzzOptions {
  readonly app: FastifyInstance;
  readonly port: number;
  /** Mutated requests in all: half of them bytes on sockets, half bodies through the app. */
  readonly runs: number;
  /** The same seed gives the same requests. */
  readonly seed: number;
  /** Told after each part, with what the heap holds after a collection; bytes. */
  readonly onProgress?: (done: number, heapBytes: number) => void;
}

export interface FuzzReport {
  readonly requests: number;
  /** Replies by status. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Requests answered with 5xx, or taken whole and never answered: their bytes in base64, for a separate test. */
  readonly harmful: readonly string[];
  /** Connections that got no reply: the server waited for the rest of a request. */
  readonly unanswered: number;
  /** Resident memory after a collection, once warm and at the end; bytes. */
  readonly warmBytes: number;
  readonly endBytes: number;
}

const atOnce = 32;

/** Sends requests that were changed at random, and looks for what must never happen. */
export async function runFuzz({ app, port, runs, seed, onProgress }: FuzzOptions): Promise<FuzzReport> {
  const statuses = new Map<number, number>();
  const harmful: string[] = [];
  let requests = 0;
  let unanswered = 0;

  const count = (status: number): void => void statuses.set(status, (statuses.get(status) ?? 0) + 1);

  async function runRaw(amount: number, random: () => number): Promise<void> {
    const client = createRawClient(port);
    let left = amount;
    const work = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const bytes = mutateRequest(random);
        const { statuses: replies, hung } = await unlessBusy(
          () => client.exchange(bytes),
          (exchange) => exchange.statuses.includes(503),
        );
        requests += 1;
        replies.forEach(count);
        if (replies.length === 0) unanswered += 1;
        if (hung || replies.some((status) => status >= 500)) harmful.push(bytes.toString('base64'));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    client.close();
  }

  async function runBodies(amount: number, seedOfPart: number): Promise<void> {
    const property = fc.asyncProperty(mutatedBody, async ({ path, accept, body }) => {
      const headers = { 'content-type': 'application/json', accept };
      const { statusCode } = await unlessBusy(
        () => app.inject({ method: 'POST', url: path, headers, payload: body }),
        (reply) => reply.statusCode === 503,
      );
      requests += 1;
      count(statusCode);
      if (statusCode >= 500) throw new Error(`${statusCode} for ${path}`);
    });
    const found = await fc.check(property, { numRuns: amount, seed: seedOfPart });
    if (found.failed) harmful.push(JSON.stringify(found.counterexample));
  }

  /** Parts, so that both kinds share the warm-up and progress can be shown. */
  const parts = Math.max(4, Math.ceil(runs / 5000));
  const perPart = Math.ceil(runs / parts / 2);
  let warmBytes = 0;
  for (let part = 0; part < parts; part += 1) {
    await runRaw(perPart, createRandom(seed + part));
    await runBodies(perPart, seed + part);
    if (onProgress !== undefined) {
      await residentBytes();
      onProgress(requests, process.memoryUsage().heapUsed);
    }
    // The first half fills caches, pools and compiled code.
    if (part + 1 === Math.ceil(parts / 2)) warmBytes = await residentBytes();
  }
  return { requests, statuses, harmful, unanswered, warmBytes, endBytes: await residentBytes() };
}

/** The whole of its bytes, its body under a length that is right, or its head alone. */
function mutateRequest(random: () => number): Buffer {
  const request = seedRequests[Math.floor(random() * seedRequests.length)] as SeedRequest;
  const how = random();
  if (how < 0.4 || request.body === undefined) return mutateBytes(toBytes(request), random);
  const body = Buffer.from(JSON.stringify(request.body));
  if (how < 0.7) return toBytes(request, mutateBytes(body, random).toString('latin1'));
  const bytes = toBytes(request);
  const headBytes = bytes.indexOf('\r\n\r\n') + 4;
  return Buffer.concat([mutateBytes(bytes.subarray(0, headBytes), random), bytes.subarray(headBytes)]);
}

/**
 * Asks again where the machine, not the request, was why it was refused: a service whose event loop is late by a second
 * refuses jobs, and here the one who asks is in the same process.
 */
async function unlessBusy<T>(ask: () => Promise<T>, isBusy: (answer: T) => boolean): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    if (!isBusy(answer) || tries === 5) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1100));
  }
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Resident memory once what can be collected is, and what was freed has had time to be given back. */
async function residentBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return process.memoryUsage.rss();
}
