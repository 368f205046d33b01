import type { BodyMemory } from '../bodies/body-memory.ts';
import type { ReasoningEffort } from './call-shape.ts';
import type { ProviderFault } from './provider-error.ts';
import type { CallUsage } from './read-usage.ts';
import type { Tally } from './tally.ts';

/** One attempt that has ended. */
export interface CallEnd {
  /** The model that was asked. */
  readonly model: string;
  /** Bounded: `answered`, `aborted`, a fault, or `status_<n>`. */
  readonly outcome: CallOutcome;
  readonly durationMs: number;
  readonly asksFor: 'text' | 'json' | 'image';
  /** Of the job that it belongs to. */
  readonly tally: Tally;
  readonly used: CallUse;
}

/** One attempt that is about to be sent. `used` is the same object at its end. */
export type CallStart = Pick<CallEnd, 'model' | 'tally' | 'used'>;

/** What is known of an attempt, also of a failed one. Filled in while its answer is read. */
export interface CallUse {
  usage?: CallUsage | undefined;
  /** The model that answered, which may be another than the one asked. */
  model?: string | undefined;
}

export interface CallObserver {
  /** @returns headers to send with the attempt, such as `traceparent`. */
  started?(call: CallStart): Readonly<Record<string, string>> | undefined;
  call(call: CallEnd): void;
  retried(): void;
  /** @param change such as `answer form schema -> json`. @param reason the provider's words, cleaned of the request. */
  adapted?(model: string, change: string, reason: string): void;
}

export type CallOutcome = 'answered' | 'aborted' | Exclude<ProviderFault, 'status'> | `status_${number}`;

/** Takes an answer's text while the model writes it. */
export interface AnswerStream {
  onText(text: string): void;
  /** The call failed and would be sent again from its beginning. @returns false if what was taken is in use already. */
  restart(): boolean;
}

/**
 * Added to the time limit of a call that may use all of its job's time. Only the job's deadline then ends the call,
 * instead of two timers in the same millisecond.
 */
export const DEADLINE_SLACK_MS = 1_000;

export interface ChatCall {
  /** The models to ask, in order: another attempt goes to the next one, the last stays. */
  readonly models: readonly string[];
  /**
   * `messages`, and `response_format` (a strict schema), `modalities` and `image_config` in their fullest form: the
   * client leaves out or replaces what a model does not take. May hold EmbeddedPictures, whose bytes are sent
   * untouched.
   */
  readonly body: Readonly<Record<string, unknown>>;
  /** How long the model may think. undefined: as it likes. */
  readonly effort?: ReasoningEffort | undefined;
  /** The longest answer, thinking included, tokens. Default 16,000. */
  readonly maxAnswerTokens?: number;
  /** The call makes sense without its pictures, if the model takes none. */
  readonly picturesAreOptional?: boolean;
  /** One attempt may take this long. */
  readonly timeoutMs: number;
  /** Milliseconds until the job's deadline: no attempt is begun that could not end by then. */
  readonly timeLeftMs?: (() => number) | undefined;
  /** Takes the answer piece by piece, if the model streams it; an answer that comes whole is only returned. */
  readonly stream?: AnswerStream | undefined;
  /** An answer may have this many bytes. */
  readonly maxAnswerBytes: number;
  /** Where an answer with pictures is kept. It owns the pictures. */
  readonly memory?: BodyMemory | undefined;
}
