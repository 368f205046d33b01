import type { CallQueue } from '../models/call-queue.ts';
import type { ReasoningEffort } from '../models/call-shape.ts';
import type { OpenRouterClient } from '../models/client.ts';
import type { ProviderError } from '../models/provider-error.ts';
import type { Tally } from '../models/tally.ts';
import type { RenameRequest } from '../schemas/rename.ts';
import type { RememberedNames } from './name-memory.ts';

export interface RenameServiceOptions {
  readonly client: OpenRouterClient;
  readonly queue: CallQueue;
  /** In the order in which they are asked. */
  readonly models: readonly string[];
  /** How long a model may think before it names. undefined: as it likes. */
  readonly effort?: ReasoningEffort;
  /** Model calls of one job at once. */
  readonly concurrency: number;
  /** Layers named by one model call, 1 to 10. */
  readonly layersPerCall: number;
  /** Whether layers that are the same share one call. */
  readonly dedupe: boolean;
  /** Whether a layer is shown on its sheet or by its own picture, if it has both. */
  readonly pictures: 'sheet' | 'each';
}

export interface RenameJob {
  readonly id: string;
  /** Checked by its schema and `checkLayers`. Its pictures are not read after `releaseBody` was called. */
  readonly request: RenameRequest;
  /** Aborts with an ExporterError at the deadline, or when the client leaves. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline; undefined if there is none. */
  readonly timeLeftMs?: () => number;
  readonly tally: Tally;
  /** Called for every call that failed after its retries, for the operator's log. */
  readonly onFailure?: (error: ProviderError) => void;
  /** Names made before, see `createNameMemory`. */
  readonly remembered?: RememberedNames | undefined;
  /** Called once the job retains every picture that it needs: the request releases its own. */
  readonly releaseBody: () => void;
}
