import type { JobReading } from './job-row.ts';

/** The service that the command talks to. */
export interface Service {
  readonly url: string;
  readonly accessKey: string | undefined;
  /** Who answers model calls, if that is known before a job. */
  readonly provider: 'demo' | 'openrouter' | undefined;
  /** Reads a finished job's row back, or says why that cannot be done. */
  readJob(jobId: string): Promise<JobReading>;
  /** Stops what was started here. */
  stop(): Promise<void>;
}

/** A service that runs elsewhere: it keeps its record to itself. */
export function useService(url: string, accessKey: string | undefined): Service {
  return {
    url: url.replace(/\/+$/, ''),
    accessKey,
    provider: undefined,
    readJob: async () => ({ missing: `not read: the record belongs to the service at ${url}`, isFault: false }),
    stop: async () => {},
  };
}
