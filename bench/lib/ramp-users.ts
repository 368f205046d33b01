import { setTimeout as wait } from 'node:timers/promises';
import { runCannon } from './cannon.ts';
import { buildJobBody } from './standard-job.ts';

export interface UsersOptions {
  readonly origin: string;
  readonly users: number;
  /** No user begins again after it. */
  readonly lastsMs: number;
  /** Between a user's reply and the next job. The users begin spread over the first one. */
  readonly pauseMs: number;
  /** Whether each asks for the health after each job. */
  readonly withHealth: boolean;
}

export interface UserRun {
  /** How long each job took. */
  readonly latenciesMs: readonly number[];
  readonly healthMs: readonly number[];
  readonly failures: number;
}

const smallLayers = 10;
/** An access key for a deployment that asks for one. */
const accessKey = process.env['ACCESS_KEY'];

/** Users who post a small job, ask for the health, pause, and go on: one autocannon a request. */
export async function runUsers({ origin, users, lastsMs, pauseMs, withHealth }: UsersOptions): Promise<UserRun> {
  const latenciesMs: number[] = [];
  const healthMs: number[] = [];
  let failures = 0;
  const body = buildJobBody({ layers: smallLayers, base64Chars: 4096 });
  const endsAt = performance.now() + lastsMs;
  await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      await wait((user / users) * pauseMs);
      while (performance.now() < endsAt) {
        const job = await runCannon({ ...one, ...postAs(origin, user), body, verifyBody: isNamed });
        latenciesMs.push(...job.latenciesMs);
        failures += job.failures;
        if (withHealth) {
          const health = await runCannon({ ...one, url: `${origin}/health` });
          healthMs.push(...health.latenciesMs);
          failures += health.failures;
        }
        await wait(pauseMs);
      }
    }),
  );
  return { latenciesMs, healthMs, failures };
}

const one = { connections: 1, amount: 1, timeout: 120 } as const;

function postAs(origin: string, user: number) {
  const key = accessKey === undefined ? {} : { authorization: `Bearer ${accessKey}` };
  return {
    url: `${origin}/api/rename-layers`,
    method: 'POST' as const,
    // The same layers each time: every job must be named again, from scratch.
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-cache',
      'x-figma-user': `load-${user}`,
      ...key,
    },
  };
}

/** Whether every layer of the job came back with its own name. */
function isNamed(reply: unknown): boolean {
  const { layers = [] } = JSON.parse(String(reply)) as { layers?: { newName: string }[] };
  return layers.filter(({ newName }) => !newName.startsWith('Rectangle ')).length === smallLayers;
}
