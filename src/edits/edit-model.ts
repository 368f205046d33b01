import type { BodyMemory } from '../bodies/body-memory.ts';
import { EmbeddedPicture } from '../images/json-segments.ts';
import type { Picture } from '../images/picture.ts';
import { type ReasoningEffort, thinkingTokens } from '../models/call-shape.ts';
import { type ChatCall, DEADLINE_SLACK_MS } from '../models/chat-call.ts';
import type { OpenRouterClient } from '../models/client.ts';
import { ProviderError } from '../models/provider-error.ts';
import { isWebAddress } from '../models/read-message.ts';
import type { Tally } from '../models/tally.ts';
import type { EditCall } from './build-edit-call.ts';
import type { PictureCall } from './build-picture-call.ts';
import { tidyPicture } from './tidy-picture.ts';

/** @param stream takes the answer's text as it is written. */
export type ChatMore = Pick<ChatCall, 'stream' | 'timeLeftMs'>;

/** The two questions that a job of edits asks. */
export interface EditModel {
  /**
   * Asks for the variants; the answer is the text of the model's message, not looked at yet.
   *
   * @throws ProviderError, or the signal's reason.
   */
  chat(call: EditCall, signal: AbortSignal, tally: Tally, more?: ChatMore): Promise<string>;
  /**
   * Asks for one picture.
   *
   * @param memory where the answer is kept; it owns the picture.
   * @throws as `chat`; a ProviderError too if the answer holds no picture.
   */
  picture(
    call: PictureCall,
    signal: AbortSignal,
    tally: Tally,
    memory?: BodyMemory,
    timeLeftMs?: () => number,
  ): Promise<Picture>;
  /** Milliseconds until one of the models for variants may be called again; 0 unless all their circuits are open. */
  cooldownMs(): number;
}

export interface EditModelOptions {
  readonly client: Pick<OpenRouterClient, 'chat' | 'cooldownMs'>;
  /** Models for the variants, in the order in which they are asked. */
  readonly models: readonly string[];
  readonly imageModels: readonly string[];
  /** How long a model may think before it writes variants. undefined: as it likes. */
  readonly effort?: ReasoningEffort;
}

/** A variant is 800 to 2,400 tokens; a model that is cut off loses its last one. */
const tokensPerJob = 24_000;
/** A picture is 1,300 to 4,000 tokens. */
const pictureTokens = 12_000;
/** For a job without a deadline. */
const defaultTimeoutMs = 110_000;
/** A model that answers with words twice will not draw. */
const mostPictureAttempts = 2;
const maxVariantsBytes = 2 * 1024 * 1024;
/** A PNG of 4096 px a side of noise is larger, but no picture for a design is. */
const maxPictureBytes = 16 * 1024 * 1024;

/**
 * Puts the questions of a job into OpenRouter's words:
 * https://openrouter.ai/docs/features/multimodal/image-generation
 */
export function createEditModel({ client, models, imageModels, effort }: EditModelOptions): EditModel {
  return {
    cooldownMs: () => client.cooldownMs(models),
    async chat(call, signal, tally, more = {}) {
      const content: unknown[] = [{ type: 'text', text: call.text }];
      if (call.frameImage !== undefined) {
        content.push({ type: 'image_url', image_url: { url: EmbeddedPicture.dataUrl(call.frameImage) } });
      }
      const body = {
        messages: [
          { role: 'system', content: call.system },
          { role: 'user', content },
        ],
        response_format: call.responseFormat,
      };
      const { content: answer } = await client.chat(
        {
          models,
          body,
          effort,
          maxAnswerTokens: tokensPerJob + thinkingTokens(effort),
          // The list of layers says where everything is; the picture only adds how it looks.
          picturesAreOptional: true,
          ...timing(more.timeLeftMs),
          stream: more.stream,
          maxAnswerBytes: maxVariantsBytes,
        },
        signal,
        tally,
      );
      return answer;
    },
    async picture(call, signal, tally, memory, timeLeftMs) {
      const body = {
        messages: [{ role: 'user', content: call.prompt }],
        modalities: ['image', 'text'],
        image_config: { aspect_ratio: call.aspectRatio, image_size: call.imageSize },
      };
      // Models that can do both answer with words now and then; asked again, most of them draw.
      for (let attempt = 1; ; attempt += 1) {
        const { pictures } = await client.chat(
          {
            models: imageModels,
            body,
            maxAnswerTokens: pictureTokens,
            ...timing(timeLeftMs),
            maxAnswerBytes: maxPictureBytes,
            memory,
          },
          signal,
          tally,
        );
        for (const picture of pictures) {
          const tidy = tidyPicture(picture);
          if (tidy !== undefined) return tidy;
        }
        const [first] = pictures;
        if (first !== undefined || attempt === mostPictureAttempts) throw unusablePicture(first);
        memory?.release();
      }
    },
  };
}

/**
 * These calls take long and are billed once they are begun: each may take all the time that is left, and the client
 * does not begin a second one that would not fit.
 */
function timing(timeLeftMs: (() => number) | undefined): Pick<ChatCall, 'timeoutMs' | 'timeLeftMs'> {
  const timeoutMs = timeLeftMs === undefined ? defaultTimeoutMs : Math.max(0, timeLeftMs()) + DEADLINE_SLACK_MS;
  return { timeoutMs, timeLeftMs };
}

function unusablePicture(picture: Picture | undefined): ProviderError {
  if (picture === undefined) return new ProviderError('empty', 'words instead of a picture', { retryable: false });
  const why = isWebAddress(picture)
    ? 'the picture came as a web address, and addresses in answers are never fetched: choose a model that sends the bytes'
    : `a picture that ${picture.fault}`;
  return new ProviderError('status', why, { retryable: false });
}
