import { ExporterError } from '../errors.ts';
import { pictureOf } from '../images/picture.ts';
import type { AnswerStream } from '../models/chat-call.ts';
import { ProviderError } from '../models/provider-error.ts';
import type { EditInstruction } from '../schemas/edit-instruction.ts';
import { type EditLayer, MOST_VARIANTS } from '../schemas/edits.ts';
import { buildEditCall, type EditCallInput } from './build-edit-call.ts';
import { describeLayers } from './describe-layers.ts';
import type { EditJob, EditServiceOptions, EmitEditEvent } from './edit-service-types.ts';
import { createLayerHandles } from './layer-handles.ts';
import { createLayerTree } from './layer-tree.ts';
import { type ReadVariants, readVariants } from './read-variants.ts';
import type { ReviewedAnswer } from './reviewed-answer.ts';
import { UnusableAnswer } from './unusable-answer.ts';
import { VariantCollector } from './variant-collector.ts';
import { createVariantReviewer, type ReviewedVariant, type VariantReviewer } from './variant-reviewer.ts';

/** A second question takes about as long as the first; less time than that is not worth its cost. */
const TIME_FOR_ANOTHER = 1.3;

type Ask = (
  more: Pick<EditCallInput, 'fault' | 'corrections' | 'avoidThemes' | 'variantCount'>,
  stream?: AnswerStream,
) => Promise<ReadVariants>;

/**
 * Asks for the variants of a frame, once more if the answer cannot be used, and checks and repairs each. A good one is
 * emitted as soon as the model has finished writing it. Those that fail badly, and those that are missing because the
 * answer broke off, are made once more, all in one question that says what was wrong. Once a variant was emitted,
 * neither a failure nor the deadline ends the job.
 *
 * @throws UnusableAnswer if two answers could not be used; ProviderError; the signal's reason; what `emit` throws.
 */
export async function askForVariants(
  options: EditServiceOptions,
  job: EditJob,
  promptText: string,
  emit: EmitEditEvent,
): Promise<ReviewedAnswer> {
  const { request, signal } = job;
  const handles = createLayerHandles(request.layers);
  const tree = createLayerTree(request.layers);
  const layers = describeLayers(tree, handles.handleAt);
  const generateImages = request.generateImages ?? false;
  const frameImage = pictureOf(request.frameImageBase64)?.retain();

  const asked = request.variantCount ?? MOST_VARIANTS;
  const reviewer = createVariantReviewer(request, tree);
  const collector = new VariantCollector(reviewer, { handles, variantCount: asked, generateImages }, emit);

  const ask: Ask = async (more, stream) => {
    const call = buildEditCall({ request, tree, layers, promptText, frameImage, ...more });
    // The limit is one for all calls of the job, though here there is one call.
    const answer = await options.queue.run(job.id, options.imageConcurrency, signal, () =>
      options.model.chat(call, signal, job.tally, { stream, timeLeftMs: job.timeLeftMs }),
    );
    const variantCount = more.variantCount ?? asked;
    return readVariants(answer, { handles, variantCount, generateImages });
  };

  const makeAll = async () => {
    const startedAt = performance.now();
    const whole = await askTwice(ask, collector).catch((error: unknown) => whatIsFinished(error, collector, job));
    const answer = collector.settle(whole);
    const tookMs = performance.now() - startedAt;
    const hasTime = !signal.aborted && (job.timeLeftMs?.() ?? Infinity) > TIME_FOR_ANOTHER * tookMs;
    return { answer, reviewed: await reviewAll(answer, asked, collector, reviewer, hasTime ? ask : undefined, job) };
  };

  const { answer, reviewed } = await makeAll().finally(() => {
    frameImage?.release();
    job.releaseBody();
  });
  for (const one of reviewed) collector.show(one);
  await collector.sent();
  const warnings = reviewed.flatMap(({ warning }) => (warning === undefined ? [] : [warning]));
  return {
    variants: reviewed.map(({ variant }) => variant),
    warnings: [...layers.warnings, ...answer.warnings, ...warnings],
    pictureCalls: new Map(reviewed.flatMap(({ pictureCalls }) => [...pictureCalls])),
  };
}

async function askTwice(ask: Ask, collector: VariantCollector): Promise<ReadVariants> {
  const first = await ask({}, collector).catch(unusableFault);
  if (typeof first !== 'string' && first.instructionCount > 0) return first;
  if (!collector.restart()) return collector.finished();
  if (typeof first === 'string') return ask({ fault: first }, collector);
  // Nothing in it fits any layer: one more attempt. If that is not better, the first answer stays.
  const fault = `none of its instructions fits (${first.warnings[0] ?? 'there are none'})`;
  const second = await ask({ fault }, collector).catch(unusableFault);
  return typeof second === 'string' ? first : second;
}

/** What is left of an answer that broke off: the finished variants, if one was shown. */
async function whatIsFinished(error: unknown, collector: VariantCollector, job: EditJob): Promise<ReadVariants> {
  if (!collector.hasShown) throw error;
  noAnswer(error, job);
  await collector.sent();
  return collector.finished();
}

/** What was wrong with an answer, for the second attempt. Any other error goes on. */
function unusableFault(error: unknown): string {
  if (error instanceof UnusableAnswer) return error.fault;
  throw error;
}

/** @param ask undefined if there is no time for another question. */
async function reviewAll(
  answer: ReadVariants,
  variantCount: number,
  collector: VariantCollector,
  reviewer: VariantReviewer,
  ask: Ask | undefined,
  job: EditJob,
): Promise<ReviewedVariant[]> {
  const reviewed = answer.variants.map((_, index) => collector.review(answer, index));
  const faulty = reviewed.filter(({ fault }) => fault !== undefined);
  // A model that ended by itself gave what it had; one that was cut off is asked for the rest.
  const missing = collector.hasBrokenOff(answer) ? variantCount - reviewed.length : 0;
  if (ask === undefined || faulty.length + missing === 0) return reviewed;
  const again = await ask({
    variantCount: faulty.length + missing,
    avoidThemes: reviewed.flatMap(({ fault, variant }) => (fault === undefined ? [variant.theme] : [])),
    corrections: faulty.map(({ variant, fault }) => `"${variant.theme}": ${fault ?? ''}`),
  }).catch((error: unknown) => noAnswer(error, job));
  if (again === undefined) return reviewed;
  const mended = reviewed.map((one) => {
    const replacement = faulty.includes(one) ? again.variants[faulty.indexOf(one)] : undefined;
    if (replacement === undefined) return one;
    const better = reviewAgain(one, replacement, again.layerOf, reviewer);
    if (better !== one) collector.keep(better);
    return better;
  });
  const added = again.variants.slice(faulty.length).map((variant, index) => {
    const variantIndex = mended.length + index + 1;
    return reviewer.review({ ...variant, variantIndex }, again.layerOf);
  });
  return [...mended, ...added];
}

/** The new variant instead of the old one, if it is better. */
function reviewAgain(
  old: ReviewedVariant,
  replacement: ReadVariants['variants'][number],
  layerOf: ReadonlyMap<EditInstruction, EditLayer>,
  reviewer: VariantReviewer,
): ReviewedVariant {
  const { variantIndex } = old.variant;
  const again = reviewer.review({ ...replacement, variantIndex }, layerOf);
  if (again.fault !== undefined || again.variant.instructions.length === 0) return old;
  const note = `Variant ${variantIndex} was made again: ${old.fault ?? ''}.`;
  return { ...again, warning: again.warning === undefined ? note : `${note} ${again.warning}` };
}

/** Keeps the first variants even if the second call fails; only a client that left ends the job. */
function noAnswer(error: unknown, job: EditJob): undefined {
  const { signal } = job;
  if (signal.aborted && !(signal.reason instanceof ExporterError && signal.reason.code === 'EXPORTER_TIMEOUT')) {
    throw signal.reason;
  }
  if (error instanceof ProviderError) job.onFailure?.(error);
  else if (!(error instanceof UnusableAnswer) && !signal.aborted) throw error;
  return undefined;
}
