import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JobOutcome, LoadOptions, LoadResult } from './load-types.ts';

/** Runs the users in their own process, so that their CPU and memory are none of the caller's. */
export function runLoad(options: LoadOptions): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('load-client.js', import.meta.url)), { execArgv: [] });
    child.once('message', (result) => resolve(result as LoadResult));
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the load client exited with ${code} before its result`)));
    child.send(options);
  });
}

/** Jobs that were not answered 200 with all their layers named. */
export function listFailures(outcomes: readonly JobOutcome[]): JobOutcome[] {
  return outcomes.filter(({ status, renamed, layersAsked }) => status !== 200 || renamed !== layersAsked);
}

/** The failures by kind, such as `503 Service busy x 12`; '' without failures. */
export function describeFailures(outcomes: readonly JobOutcome[]): string {
  const counts = new Map<string, number>();
  for (const { status, error, renamed, layersAsked } of listFailures(outcomes)) {
    const what = `${status} ${error ?? `named ${renamed} of ${layersAsked}`}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return Array.from(counts, ([what, count]) => `${what} x ${count}`).join('; ');
}
