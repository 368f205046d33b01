import { ExporterError, requestTimeout } from '../errors.ts';
import type { ProviderError } from '../models/provider-error.ts';
import { toProviderFailure } from '../models/provider-failure.ts';
import type { KeptReason, RenameEvent } from '../schemas/rename.ts';
import { NamingRun } from './naming-run.ts';
import type { RenameJob, RenameServiceOptions } from './rename-job.ts';

export interface RenameSummary {
  readonly renamed: number;
  readonly kept: number;
}

export interface RenameService {
  /**
   * Names the layers of a request. Emits the job, then every layer as soon as it is known; the caller reports the end.
   * At the deadline, finished names are returned and the rest keep theirs.
   *
   * @throws ExporterError if no layer could be named: the provider's fault (502, or 503 while its circuit is open), the
   * deadline (408), or the signal's reason if the client has left.
   */
  run(job: RenameJob, emit: (event: RenameEvent) => void): Promise<RenameSummary>;
}

/** Reasons that only mean a lack of time. */
const timeReasons: ReadonlySet<KeptReason> = new Set(['deadline', 'no_picture']);

/** Makes the {@link RenameService} of the process: its jobs share the queue and the client. */
export function createRenameService(options: RenameServiceOptions): RenameService {
  return {
    async run(job, emit) {
      const { request, signal } = job;
      const total = request.layers.length;
      emit({ type: 'job', jobId: job.id, total });
      const run = new NamingRun(options, job, emit);
      await run.run();
      if (signal.aborted && !isTimeout(signal.reason)) throw signal.reason;
      if (signal.aborted && run.renamed === 0) throw requestTimeout();
      const isLate = run.keptFor.has('deadline') && [...run.keptFor].every((reason) => timeReasons.has(reason));
      if (isLate && run.renamed === 0) throw requestTimeout();
      const hasFailed = [...run.keptFor].some((reason) => reason !== 'no_picture');
      if (run.renamed === 0 && hasFailed) throw run.budgetFailure ?? toJobFailure(run.lastFailure, options);
      return { renamed: run.renamed, kept: total - run.renamed };
    },
  };
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof ExporterError && reason.code === 'EXPORTER_TIMEOUT';
}

function toJobFailure(lastFailure: ProviderError | undefined, { client, models }: RenameServiceOptions): ExporterError {
  if (lastFailure !== undefined) return toProviderFailure(lastFailure, client.cooldownMs(models));
  return new ExporterError('EXPORTER_PROVIDER_FAILED', 'The AI provider gave no names that can be used');
}
