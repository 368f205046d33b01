import autocannon from 'autocannon';

export interface CannonRun {
  /** How long each request took, milliseconds. */
  latenciesMs: number[];
  /** Requests without a 2xx reply, or whose body `verifyBody` refused. */
  failures: number;
  requestsPerSecond: number;
}

/** Runs autocannon and keeps every latency: its own histogram has no 95th percentile. */
export function runCannon(options: autocannon.Options): Promise<CannonRun> {
  return new Promise((resolve, reject) => {
    const latenciesMs: number[] = [];
    const instance = autocannon(options, (error: Error | null, result) => {
      if (error) return reject(error);
      const failures = result.non2xx + result.errors + result.mismatches;
      resolve({ latenciesMs, failures, requestsPerSecond: result.requests.total / result.duration });
    });
    instance.on('response', (_client, _status, _bytes, responseMs) => latenciesMs.push(responseMs));
  });
}
