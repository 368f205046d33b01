import type { BodyMemory } from '../bodies/body-memory.ts';
import { ExporterError } from '../errors.ts';
import { ProviderError } from '../models/provider-error.ts';
import type { PictureCall } from './build-picture-call.ts';
import type { EditJob, EditServiceOptions, EmitEditEvent, PictureResult } from './edit-service-types.ts';
import { pictureFault } from './picture-fault.ts';
import type { ReviewedAnswer } from './reviewed-answer.ts';

interface PictureTask {
  readonly variantIndex: number;
  readonly instructionIndex: number;
  /** Undefined for a picture past the job's bound. */
  readonly call: PictureCall | undefined;
}

type PictureJob = Pick<EditJob, 'id' | 'signal' | 'tally' | 'onFailure' | 'reserve' | 'timeLeftMs'>;

/**
 * What is set aside for a picture before it is asked for: 1.5 MB, as image models give, are 2 MiB of base64. A larger
 * one takes what it needs beyond.
 */
const reservedBytes = 2 * 1024 * 1024;

/**
 * Makes the pictures that the variants ask for, `imageConcurrency` at once and `maxImagesPerJob` in all, in the order
 * of the variants. Each is emitted as it arrives and then released: a worker takes its next picture only once the one
 * before is sent, so that a slow reader holds `imageConcurrency` pictures of memory at most.
 *
 * One that fails, comes late or is past the bound is emitted as an `imageError`, and the rest stand.
 *
 * @throws the signal's reason if the client has left; what `emit` throws.
 */
export async function makePictures(
  options: EditServiceOptions,
  job: PictureJob,
  answer: ReviewedAnswer,
  emit: EmitEditEvent,
): Promise<{ images: number; imagesFailed: number }> {
  const tasks = listTasks(answer, options.maxImagesPerJob);
  let next = 0;
  let images = 0;
  let done = 0;
  let failed = false;

  /**
   * Emits begin in the order of `done`, but end on their own: a reply in document order holds an early picture back.
   */
  async function send({ variantIndex, instructionIndex }: PictureTask, result: PictureResult): Promise<void> {
    done += 1;
    if ('picture' in result) {
      images += 1;
      job.tally.imagesMade += 1;
    }
    await emit({ type: 'image', variantIndex, instructionIndex, result, done, total: tasks.length });
  }

  /** The next picture to make; undefined once a worker has failed, since nobody reads the rest. */
  function take(): PictureTask | undefined {
    return failed ? undefined : tasks[next++];
  }

  async function work(): Promise<void> {
    for (let task = take(); task !== undefined; task = take()) {
      const current = task;
      const result = await makePicture(options, job, current.call);
      try {
        await send(current, result);
      } finally {
        if ('picture' in result) result.picture.release();
      }
    }
  }

  const workers = Array.from({ length: Math.min(options.imageConcurrency, tasks.length) }, async () => {
    try {
      await work();
    } catch (error) {
      failed = true;
      throw error;
    }
  });
  const outcomes = await Promise.allSettled(workers);
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return { images, imagesFailed: tasks.length - images };
}

function listTasks(answer: ReviewedAnswer, maxImages: number): PictureTask[] {
  const tasks: PictureTask[] = [];
  for (const { variantIndex, instructions } of answer.variants) {
    for (const [instructionIndex, instruction] of instructions.entries()) {
      const call = answer.pictureCalls.get(instruction);
      if (call === undefined) continue;
      tasks.push({ variantIndex, instructionIndex, call: tasks.length < maxImages ? call : undefined });
    }
  }
  return tasks;
}

/**
 * Memory is waited for before a place among the calls is taken: a call that waits for memory would keep those from
 * running whose end frees it. Pictures of a job wait in their order, so that the one which a reply in document order
 * needs next never waits behind one that is held back for it.
 *
 * @returns a picture that the caller releases, or the reason why it failed.
 */
async function makePicture(
  options: EditServiceOptions,
  job: PictureJob,
  call: PictureCall | undefined,
): Promise<PictureResult> {
  const { model, queue, imageConcurrency, maxImagesPerJob } = options;
  const { id, signal, tally } = job;
  if (call === undefined) return { imageError: `This picture was not made: a request gets at most ${maxImagesPerJob}` };
  let memory: BodyMemory | undefined;
  try {
    const reserved = await job.reserve(reservedBytes);
    memory = reserved;
    const picture = await queue.run(id, imageConcurrency, signal, () =>
      model.picture(call, signal, tally, reserved, job.timeLeftMs),
    );
    const fault = pictureFault(picture);
    return fault === undefined ? { picture: picture.retain() } : { imageError: fault };
  } catch (error) {
    if (signal.aborted) {
      // If the client has left, nobody reads the rest; after a deadline, finished pictures are kept.
      if (!isTimeout(signal.reason)) throw signal.reason;
      return { imageError: 'Time ran out before the picture was made' };
    }
    job.onFailure?.(error as Error);
    return { imageError: describeFailure(error) };
  } finally {
    memory?.close();
  }
}

/** The error may quote the provider or the design, so the client only learns the kind of failure. */
function describeFailure(error: unknown): string {
  if (error instanceof ExporterError) return error.message;
  if (error instanceof ProviderError && error.fault === 'refused') return 'The image model refused to make the picture';
  return 'The image model gave no picture';
}

/** Whether a signal's reason is the request's time limit, after which finished work is still wanted. */
function isTimeout(reason: unknown): boolean {
  return reason instanceof ExporterError && reason.code === 'EXPORTER_TIMEOUT';
}
