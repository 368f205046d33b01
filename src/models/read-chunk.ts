import { isObject } from './is-object.ts';
import { findError } from './read-error.ts';
import { textOf } from './read-message.ts';

/** What one event of a stream adds to the answer, in the words of any protocol. */
export interface ChunkRead {
  readonly text: string;
  /** Pieces of the arguments of tool calls, each with the number of its call. */
  readonly toolArguments: readonly (readonly [call: number, piece: string])[];
  readonly reasoning: string;
  readonly refusal: string;
  readonly finishReason: string | undefined;
  readonly nativeFinishReason: string | undefined;
  readonly model: unknown;
  readonly usage: unknown;
  /** The error's body as findError reads it. */
  readonly error: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads one event of a streamed answer: OpenAI's chunks and older completions, OpenAI's responses, Anthropic's and
 * Ollama's messages, Google's candidates.
 *
 * @param isError the event is named so (`event: error`).
 */
export function readChunk(chunk: Fields, isError: boolean): ChunkRead {
  const choice = choiceIn(chunk);
  const message = [choice['delta'], choice['message'], choice['content'], choice].find(isObject) ?? {};
  const inner = isObject(chunk['response']) ? chunk['response'] : isObject(chunk['message']) ? chunk['message'] : {};
  const usages = [chunk['usage'], chunk['usageMetadata'], inner['usage']];
  return {
    text: textOf(message['content']) || textOf(message['parts']) || textIn(chunk, choice),
    toolArguments: toolArgumentsIn(message),
    reasoning: [message['reasoning_content'], message['reasoning']].find((text) => typeof text === 'string') ?? '',
    refusal: typeof message['refusal'] === 'string' ? message['refusal'] : '',
    finishReason: [choice['finish_reason'], choice['finishReason']].find(isText),
    nativeFinishReason: [choice['native_finish_reason']].find(isText),
    model: chunk['model'] ?? inner['model'],
    usage: usages.find(isObject),
    error: errorIn(chunk, choice, isError),
  };
}

/** The first choice, or what an event without choices says in the words of one. */
function choiceIn(chunk: Fields): Fields {
  const { choices, candidates, type, delta, message, done, response } = chunk;
  const list = [choices, candidates].find(Array.isArray) as unknown[] | undefined;
  if (list !== undefined) {
    const first = list.filter(isObject).find(({ index }) => index === undefined || index === null || index === 0);
    return first ?? {};
  }
  switch (type) {
    case 'message_stop':
      return { finish_reason: 'stop' };
    case 'message_delta':
      return isObject(delta) ? { finish_reason: delta['stop_reason'] } : {};
    case 'content_block_delta':
      if (!isObject(delta)) return {};
      return delta['type'] === 'text_delta'
        ? { delta: { content: delta['text'] } }
        : { delta: { function_call: { arguments: delta['partial_json'] } } };
    case 'response.output_text.delta':
      return { delta: { content: delta } };
    case 'response.refusal.delta':
      return { delta: { refusal: delta } };
    case 'response.function_call_arguments.delta':
      return { delta: { function_call: { arguments: delta } } };
    case 'response.completed':
      return { finish_reason: 'stop' };
    case 'response.incomplete': {
      const details = isObject(response) ? response['incomplete_details'] : undefined;
      return { finish_reason: isObject(details) ? details['reason'] : 'length' };
    }
    default:
      return done === undefined
        ? {}
        : { message, finish_reason: done === true ? (chunk['done_reason'] ?? 'stop') : '' };
  }
}

function textIn({ response, choices }: Fields, { text }: Fields): string {
  if (typeof text === 'string') return text;
  return typeof response === 'string' && choices === undefined ? response : '';
}

function toolArgumentsIn({ tool_calls: calls, function_call: call }: Fields): (readonly [number, string])[] {
  const all = Array.isArray(calls) ? (calls as unknown[]).filter(isObject) : [];
  const pieces = all.map((one, index) => [one['index'] ?? index, one['function']] as const);
  return [...pieces, [0, call] as const].flatMap(([number, called]) => {
    const piece = isObject(called) ? called['arguments'] : undefined;
    return typeof piece === 'string' ? [[Number(number), piece] as const] : [];
  });
}

function errorIn(chunk: Fields, choice: Fields, isError: boolean): unknown {
  if (choice['error'] !== undefined && choice['error'] !== null) return { error: choice['error'] };
  const { response } = chunk;
  if (chunk['type'] === 'response.failed' && isObject(response)) return response;
  if (findError(chunk, false) !== undefined) return chunk;
  if (isError) return { error: chunk };
  return choice['finish_reason'] === 'error' ? { error: { code: 502, message: 'finish_reason error' } } : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
