import { ExporterError } from '../errors.ts';
import { ProviderError } from '../models/provider-error.ts';
import { toProviderFailure } from '../models/provider-failure.ts';
import { MOST_VARIANTS } from '../schemas/edits.ts';
import { askForVariants } from './ask-for-variants.ts';
import type { EditJob, EditServiceOptions, EditSummary, EmitEditEvent } from './edit-service-types.ts';
import { makePictures } from './make-pictures.ts';
import type { ReviewedAnswer } from './reviewed-answer.ts';
import { UnusableAnswer } from './unusable-answer.ts';

export interface EditService {
  /**
   * Asks the model for the variants of a frame, once more if its answer cannot be used, and makes their pictures. Emits
   * the job, then every variant as soon as it is written, then every picture; reporting the end is up to the caller.
   *
   * @throws ExporterError `EXPORTER_PROVIDER_FAILED` if the model failed, refused, or gave two unusable answers; the
   * signal's reason if it is aborted. Once the variants are emitted, reaching the deadline is not an error: missing
   * pictures carry the reason.
   */
  run(job: EditJob, emit: EmitEditEvent): Promise<EditSummary>;
}

/** Makes the {@link EditService} of the process: its jobs share the queue and the prompts. */
export function createEditService(options: EditServiceOptions): EditService {
  async function ask(job: EditJob, promptText: string, emit: EmitEditEvent): Promise<ReviewedAnswer> {
    const answer = await askForVariants(options, job, promptText, emit).catch((error: unknown) => {
      throw toExporterError(options, job, error);
    });
    const isWhole = answer.variants.length === (job.request.variantCount ?? MOST_VARIANTS);
    if (isWhole && !job.signal.aborted) job.remembered?.remember(answer);
    return answer;
  }

  return {
    async run(job, emit) {
      const prompt = await options.prompts.resolve(job.request.promptFile);
      const { filename: promptFile } = prompt;
      await emit({ type: 'job', jobId: job.id, total: job.request.variantCount ?? MOST_VARIANTS, promptFile });
      const known = job.remembered?.recall();
      const answer = known === undefined ? await ask(job, prompt.text, emit) : await repeat(known, job, emit);
      const pictures = await makePictures(options, job, answer, emit);
      const warnings = prompt.warning === undefined ? answer.warnings : [prompt.warning, ...answer.warnings];
      return { promptFile, variants: answer.variants.length, ...pictures, warnings };
    },
  };
}

/** The same variants again, without a call. */
async function repeat(answer: ReviewedAnswer, job: EditJob, emit: EmitEditEvent): Promise<ReviewedAnswer> {
  job.releaseBody();
  for (const variant of answer.variants) await emit({ type: 'variant', variant });
  return answer;
}

function toExporterError(options: EditServiceOptions, job: EditJob, error: unknown): unknown {
  if (job.signal.aborted) return job.signal.reason;
  if (error instanceof UnusableAnswer) {
    return new ExporterError('EXPORTER_PROVIDER_FAILED', 'The model gave no variants that can be used', {
      cause: error,
    });
  }
  if (!(error instanceof ProviderError)) return error;
  job.onFailure?.(error);
  return toProviderFailure(error, options.model.cooldownMs());
}
