import type { JobOutcome, LoadGroup } from './load-types.ts';
import { type Summary, summarize } from './percentiles.ts';
import type { MeasuredProcess } from './processes.ts';
import { describeFailures, listFailures, runLoad } from './run-load.ts';

/** A load and what it cost the process that served it. */
export interface Measured {
  outcomes: JobOutcome[];
  /** How long the jobs took, milliseconds. */
  jobMs: Summary;
  /** From the first request to the last reply. */
  wallMs: number;
  cpuMsPerJob: number;
  /** The highest resident memory since the process started, MB of 2^20 bytes. */
  peakMb: number;
  failures: number;
  /** '0', or what failed and how often. */
  failureText: string;
}

/** Runs a load against a process and reads its CPU and peak memory around it. */
export async function measureLoad(child: MeasuredProcess, groups: readonly LoadGroup[]): Promise<Measured> {
  const cpuBeforeMs = child.cpuMs();
  const { outcomes, wallMs } = await runLoad({ origin: child.origin, groups });
  return {
    outcomes,
    jobMs: summarize(outcomes.map((outcome) => outcome.wallMs)),
    wallMs,
    cpuMsPerJob: (child.cpuMs() - cpuBeforeMs) / outcomes.length,
    peakMb: child.peakMb(),
    failures: listFailures(outcomes).length,
    failureText: describeFailures(outcomes) || '0',
  };
}
