import { Client, Pool } from 'undici';
import { findPercentile } from './percentiles.ts';

/** One POST that is sent again and again. */
export interface CallTarget {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** @returns how many of them did not reply 200. */
export async function postManyCalls(target: CallTarget, calls: number, atOnce: number): Promise<number> {
  const { origin } = new URL(target.url);
  const pool = new Pool(origin, { connections: atOnce, headersTimeout: 0, bodyTimeout: 0 });
  let left = calls;
  let failures = 0;
  async function postOnes(): Promise<void> {
    while (left > 0) {
      left -= 1;
      if (!(await post(pool, target))) failures += 1;
    }
  }
  await Promise.all(Array.from({ length: atOnce }, postOnes));
  await pool.destroy();
  return failures;
}

const roundCount = 7;
const callsPerRound = 25;
const warmUpCalls = 15;

export interface SequentialResult {
  readonly name: string;
  /** Median of the rounds' medians, milliseconds. */
  readonly ms: number;
  readonly failures: number;
}

/**
 * Calls one after the other, the targets in turns: seven rounds of 25 after 15 for warm-up, the median of the rounds'
 * medians. The method of https://github.com/cuihuan/llm-gateway-bench, so that figures compare.
 */
export async function postInTurns(targets: readonly CallTarget[]): Promise<SequentialResult[]> {
  const running = targets.map((target) => {
    return { target, client: new Client(new URL(target.url).origin), medians: [] as number[], failures: 0 };
  });
  for (const { client, target } of running) {
    for (let call = 0; call < warmUpCalls; call += 1) await post(client, target);
  }
  for (let round = 0; round < roundCount; round += 1) {
    for (const one of running) {
      const times: number[] = [];
      for (let call = 0; call < callsPerRound; call += 1) {
        const startedAt = performance.now();
        if (!(await post(one.client, one.target))) one.failures += 1;
        times.push(performance.now() - startedAt);
      }
      one.medians.push(findPercentile(times, 50));
    }
  }
  await Promise.all(running.map(({ client }) => client.destroy()));
  return running.map(({ target, medians, failures }) => {
    return { name: target.name, ms: findPercentile(medians, 50), failures };
  });
}

async function post(client: Client | Pool, { url, headers, body }: CallTarget): Promise<boolean> {
  const { pathname } = new URL(url);
  const reply = await client.request({
    method: 'POST',
    path: pathname,
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  await reply.body.dump();
  return reply.statusCode === 200;
}
