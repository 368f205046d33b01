import { ExporterError } from '../errors.ts';
import { pictureOf } from '../images/picture.ts';
import { ProviderError } from '../models/provider-error.ts';
import { toProviderFailure } from '../models/provider-failure.ts';
import { MOST_VARIANTS } from '../schemas/edits.ts';
import { buildEditCall } from './build-edit-call.ts';
import { describeLayers } from './describe-layers.ts';
import type { EditJob, EditServiceOptions, EditSummary, EmitEditEvent } from './edit-service-types.ts';
import { createLayerHandles } from './layer-handles.ts';
import { createLayerTree } from './layer-tree.ts';
import { makePictures } from './make-pictures.ts';
import { type ReadVariants, readVariants } from './read-variants.ts';
import { UnusableAnswer } from './unusable-answer.ts';

export interface EditService {
  /**
   * Asks the model for the variants of a frame, once more where its answer cannot be used, and makes their pictures.
   * Tells the job, then every variant, then every picture in `emit`; the end is the caller's to tell.
   *
   * @throws ExporterError `EXPORTER_PROVIDER_FAILED` where the model failed, refused, or answered twice what cannot be
   * used; the signal's reason where it is aborted. Once the variants are told, a passed deadline is no error any more:
   * the pictures that are missing say so.
   */
  run(job: EditJob, emit: EmitEditEvent): Promise<EditSummary>;
}

export function createEditService(options: EditServiceOptions): EditService {
  return {
    async run(job, emit) {
      const prompt = await options.prompts.resolve(job.request.promptFile);
      const { filename: promptFile } = prompt;
      await emit({ type: 'job', jobId: job.id, total: job.request.variantCount ?? MOST_VARIANTS, promptFile });
      const answer = await askForVariants(options, job, prompt.text);
      for (const variant of answer.variants) await emit({ type: 'variant', variant });
      const pictures = await makePictures(options, job, answer, emit);
      const warnings = prompt.warning === undefined ? answer.warnings : [prompt.warning, ...answer.warnings];
      return { promptFile, variants: answer.variants.length, ...pictures, warnings };
    },
  };
}

async function askForVariants(options: EditServiceOptions, job: EditJob, promptText: string): Promise<ReadVariants> {
  const { request, signal } = job;
  const handles = createLayerHandles(request.layers);
  const tree = createLayerTree(request.layers);
  const layers = describeLayers(tree, handles.handleAt);
  const variantCount = request.variantCount ?? MOST_VARIANTS;
  const generateImages = request.generateImages ?? false;
  const frameImage = pictureOf(request.frameImageBase64)?.retain();

  async function ask(fault?: string): Promise<ReadVariants> {
    const call = buildEditCall({ request, tree, layers, promptText, frameImage, fault });
    // The limit is one for all calls of the job, though here there is one call.
    const answer = await options.queue.run(job.id, options.imageConcurrency, signal, () =>
      options.model.chat(call, signal, job.tally),
    );
    return readVariants(answer, { handles, variantCount, generateImages });
  }

  try {
    const first = await ask().catch(faultOf);
    if (typeof first !== 'string' && first.instructionCount > 0) return first;
    if (typeof first === 'string') return await ask(first);
    // Nothing in it fits any layer: worth one more try, and told as it is where that brings nothing better.
    const second = await ask(`none of its instructions fits (${first.warnings[0] ?? 'there are none'})`).catch(faultOf);
    return typeof second === 'string' ? first : second;
  } catch (error) {
    throw toExporterError(options, job, error);
  } finally {
    frameImage?.release();
    job.bodyServed();
  }
}

/** What was wrong with an answer, for the second try. Any other error goes on. */
function faultOf(error: unknown): string {
  if (error instanceof UnusableAnswer) return error.fault;
  throw error;
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
  return toProviderFailure(error, options.model.restingMs());
}
