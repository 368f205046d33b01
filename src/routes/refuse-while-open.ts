import { circuitIsOpen } from '../models/provider-failure.ts';

/**
 * A hook that refuses a request at once while the circuit of its models is open, before reading its body: the upload of
 * 20 MB would only end in the same 503.
 */
export function refuseWhileOpen(cooldownMs: () => number): () => Promise<void> {
  return async () => {
    const leftMs = cooldownMs();
    if (leftMs > 0) throw circuitIsOpen(leftMs);
  };
}
