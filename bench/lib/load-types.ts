import type { JobShape } from './standard-job.ts';

/** Users who do the same thing. All groups of a load start together, unless `startAfterMs` says otherwise. */
export interface LoadGroup {
  name: string;
  /** How many users at once; each has a keep-alive connection and, on Linux, its own loopback address. */
  users: number;
  /** Jobs each user posts, one after the other. Default 1. */
  jobsPerUser?: number;
  job?: JobShape;
  /** Reads the reply as an NDJSON stream and notes when the first name came. Default false. */
  stream?: boolean;
  startAfterMs?: number;
  /** Instead of jobsPerUser: the users take turns to post one job each `everyMs` until all other groups are done. */
  everyMs?: number;
  /** With everyMs: how long, whatever the other groups do. */
  lastsMs?: number;
}

export interface LoadOptions {
  /** The service's origin. */
  origin: string;
  groups: readonly LoadGroup[];
  /** A job that takes longer is an error. Default 600,000. */
  timeoutMs?: number;
}

/** One job as its user saw it. */
export interface JobOutcome {
  group: string;
  /** 0 if no reply came. */
  status: number;
  wallMs: number;
  layersAsked: number;
  renamed: number;
  /** Streams only: from the start of the request to the first layer's line. */
  firstNameMs?: number;
  /** Why no whole reply came, or the reply's `error`. */
  error?: string;
}

export interface LoadResult {
  outcomes: JobOutcome[];
  /** From the first request to the last reply. */
  wallMs: number;
}
