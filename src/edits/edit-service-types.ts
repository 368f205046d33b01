import type { BodyMemory } from '../bodies/body-memory.ts';
import type { Picture } from '../images/picture.ts';
import type { CallQueue } from '../models/call-queue.ts';
import type { Tally } from '../models/tally.ts';
import type { ResolvedPrompt } from '../prompts/prompt-registry.ts';
import type { EditVariant, GenerateEditsRequest } from '../schemas/edits.ts';
import type { EditModel } from './edit-model.ts';
import type { RememberedVariants } from './variant-memory.ts';

export interface EditServiceOptions {
  readonly model: EditModel;
  readonly queue: Pick<CallQueue, 'run'>;
  /** The prompt library; an unknown or missing name gives the default. */
  readonly prompts: { resolve(filename: string | undefined): Promise<ResolvedPrompt> };
  /** Model calls of one job at once. */
  readonly imageConcurrency: number;
  /** Pictures of one job in all. */
  readonly maxImagesPerJob: number;
}

export interface EditJob {
  readonly id: string;
  /** Checked by its schema. Its picture is not read after `releaseBody` was called. */
  readonly request: GenerateEditsRequest;
  /** Aborts with an ExporterError at the deadline, or when the client leaves. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline; undefined if there is none. */
  readonly timeLeftMs?: () => number;
  readonly tally: Tally;
  /** What this request was given before under its Idempotency-Key; undefined without a key. */
  readonly remembered?: RememberedVariants | undefined;
  /** Called for every call that failed after its retries, for the operator's log. */
  readonly onFailure?: (error: Error) => void;
  /**
   * Called when the request's body is not needed any more. Its share of the memory limit must return before pictures
   * wait for theirs, or bodies could hold all memory while their own jobs wait.
   */
  readonly releaseBody: () => void;
  /** Waits for memory for a picture, within the memory limit that bodies share. */
  readonly reserve: (bytes: number) => Promise<BodyMemory>;
}

/** What happened in a job, for its record and for the end of the reply. */
export interface EditSummary {
  /** The prompt that was used. */
  readonly promptFile: string;
  readonly variants: number;
  /** Pictures made, and pictures that were asked for and not made. */
  readonly images: number;
  readonly imagesFailed: number;
  /** What was left out or replaced, and why; may be empty. */
  readonly warnings: readonly string[];
}

/** What happens in a job, in this order: `job`, every `variant`, every `image`. */
export type EditEvent =
  | { readonly type: 'job'; readonly jobId: string; readonly total: number; readonly promptFile: string }
  | { readonly type: 'variant'; readonly variant: EditVariant }
  | EditImageEvent;

export interface EditImageEvent {
  readonly type: 'image';
  readonly variantIndex: number;
  /** Place in the variant's instructions, from 0. */
  readonly instructionIndex: number;
  /** The picture, or why it failed, in plain words. */
  readonly result: PictureResult;
  /** Pictures settled so far, this one among them, and pictures asked for in all variants. */
  readonly done: number;
  readonly total: number;
}

export type PictureResult = { readonly picture: Picture } | { readonly imageError: string };

/**
 * Awaited before the job's next event of its kind (backpressure): a slow reader slows the job and does not fill memory.
 * A picture is released once it resolves: bytes that still wait for the socket must be a copy.
 */
export type EmitEditEvent = (event: EditEvent) => void | Promise<void>;
