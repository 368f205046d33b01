import { providerResting } from '../models/provider-failure.ts';

/**
 * A hook that refuses a request at once while the circuit of its models is open, before reading its body: the upload of
 * 20 MB would only end in the same 503.
 */
export function refuseWhileResting(restingMs: () => number): () => Promise<void> {
  return async () => {
    const rest = restingMs();
    if (rest > 0) throw providerResting(rest);
  };
}
