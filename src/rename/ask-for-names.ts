import { thinkingTokens } from '../models/call-shape.ts';
import { DEADLINE_SLACK_MS } from '../models/chat-call.ts';
import type { ChatAnswer } from '../models/read-answer.ts';
import { type AskedLayer, buildNamingCall, type NamingCallInput } from './build-naming-call.ts';
import type { RenameJob, RenameServiceOptions } from './rename-job.ts';

/** A naming call that takes longer than this share of the time left counts as hung; the rest is for another attempt. */
const SHARE_OF_TIME = 0.45;
const SHORTEST_ATTEMPT_MS = 5000;
/** For a job without a deadline. */
const CALL_TIMEOUT_MS = 45_000;
/** A name with its JSON is 10 to 20 tokens. */
const TOKENS_PER_LAYER = 100;
const TOKENS_PER_CALL = 1000;
/** Ten names are 1 KB; a model that thinks aloud stays far below. */
const MAX_ANSWER_BYTES = 1024 * 1024;

/**
 * Makes one naming call within the time and the tokens that its layers need.
 *
 * @throws what the client's `chat` throws.
 */
export function askForNames(
  asked: readonly AskedLayer[],
  input: NamingCallInput,
  { client, models, effort }: RenameServiceOptions,
  { signal, tally, timeLeftMs }: RenameJob,
): Promise<ChatAnswer> {
  const call = {
    models,
    body: buildNamingCall(asked, input),
    effort,
    maxAnswerTokens: TOKENS_PER_CALL + TOKENS_PER_LAYER * asked.length + thinkingTokens(effort),
    timeoutMs: timeLeftMs === undefined ? CALL_TIMEOUT_MS : shareOf(timeLeftMs()),
    timeLeftMs,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  };
  return client.chat(call, signal, tally);
}

/** How long a call may take: all of the time if the rest would be too short for another attempt. */
function shareOf(timeLeftMs: number): number {
  const shareMs = timeLeftMs * SHARE_OF_TIME;
  if (timeLeftMs - shareMs < SHORTEST_ATTEMPT_MS) return Math.max(1, timeLeftMs + DEADLINE_SLACK_MS);
  // Node keeps calls with the same time limit in one list.
  return Math.floor(shareMs / 1000) * 1000;
}
