export interface ForecastOptions {
  /** Calls at once in the process. */
  readonly maxCalls: number;
  /** Calls started in a second; 0: no pacing. */
  readonly callsPerSecond: number;
  /** Calls that run at this moment, and jobs that wait for their first. */
  readonly levels: () => { readonly running: number; readonly newcomers: number };
}

/** How long the first call of a job will wait, judged by recent calls. */
export interface Forecast {
  /** A call was answered after so long. */
  answered(durationMs: number): void;
  /** A whole job took so many calls. */
  jobCompleted(modelCalls: number): void;
  /**
   * Milliseconds until the first call of a job that comes now can start: a low estimate, and 0 while nothing is known.
   *
   * @param bodiesAhead requests whose bodies wait for room before its own: as much must be freed for them as they take,
   * which is the calls of as many jobs.
   */
  firstCallInMs(bodiesAhead: number): number;
}

/** Answers remembered: at full load the last second or so. */
const mostDurations = 64;

/** Makes a {@link Forecast}. A job's first call goes ahead of those under way: only other first calls are before it. */
export function createForecast({ maxCalls, callsPerSecond, levels }: ForecastOptions): Forecast {
  const durations: number[] = [];
  let callsOfJob = 0;

  function medianMs(): number {
    const sorted = durations.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  return {
    answered(durationMs) {
      durations.push(durationMs);
      if (durations.length > mostDurations) durations.shift();
    },
    jobCompleted(modelCalls) {
      callsOfJob += callsOfJob === 0 ? modelCalls : (modelCalls - callsOfJob) / 8;
    },
    firstCallInMs(bodiesAhead) {
      const { running, newcomers } = levels();
      const ahead = newcomers + bodiesAhead * callsOfJob;
      const free = maxCalls - running;
      if (ahead < free || durations.length === 0) return 0;
      const pacedMs = callsPerSecond === 0 ? 0 : (ahead / callsPerSecond) * 1000;
      return Math.max(((ahead - free) / maxCalls) * medianMs(), pacedMs);
    },
  };
}
