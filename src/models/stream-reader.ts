import { ProviderError } from './provider-error.ts';

/**
 * Gathers a streamed answer (server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html) into
 * the body that the same answer has when it comes whole: `{ model, choices: [{ message, finish_reason }], usage, error
 * }`. Comments, which OpenRouter sends while a model thinks, and unknown events are skipped.
 */
export class StreamReader {
  readonly #maxBytes: number;
  readonly #onText: (text: string) => void;
  readonly #decoder = new TextDecoder();
  readonly #content: string[] = [];
  readonly #toolArguments: string[] = [];
  #line = '';
  #data: string[] = [];
  #bytes = 0;
  #refusal = '';
  #model: unknown;
  #usage: unknown;
  #error: unknown;
  #finishReason: string | undefined;
  #isDone = false;

  /**
   * @param maxBytes a longer stream is given up.
   * @param onText called with each piece of the answer's text as it arrives.
   */
  constructor(maxBytes: number, onText: (text: string) => void) {
    this.#maxBytes = maxBytes;
    this.#onText = onText;
  }

  /** @throws ProviderError if the stream is longer than allowed or not made of JSON. */
  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) {
      throw new ProviderError('transport', `an answer of more than ${this.#maxBytes} bytes`, { retryable: false });
    }
    this.#take(this.#decoder.decode(chunk, { stream: true }));
  }

  /**
   * The answer's body.
   *
   * @throws ProviderError if the stream ended before the answer did: without `[DONE]`, a finish reason or an error.
   */
  end(): unknown {
    this.#take(`${this.#decoder.decode()}\n\n`);
    if (this.#error === undefined && this.#finishReason === undefined && !this.#isDone) {
      throw new ProviderError('transport', 'the stream ended before the answer did', { retryable: true });
    }
    const content = this.#content.length > 0 ? this.#content.join('') : this.#toolArguments.join('');
    const message = { content, ...(this.#refusal === '' ? {} : { refusal: this.#refusal }) };
    return {
      model: this.#model,
      usage: this.#usage,
      ...(this.#error === undefined ? {} : { error: this.#error }),
      choices: [{ message, finish_reason: this.#finishReason ?? null }],
    };
  }

  /** What the stream said of its use so far, for an answer that is cut off. */
  get usage(): unknown {
    return this.#usage;
  }

  #take(text: string): void {
    const lines = (this.#line + text).split(/\r\n|\n|\r(?!$)/);
    this.#line = lines.pop() ?? '';
    for (const line of lines) this.#takeLine(line);
  }

  #takeLine(line: string): void {
    if (line === '') {
      const data = this.#data.join('\n');
      this.#data = [];
      if (data.trim() !== '') this.#takeEvent(data.trim());
    } else if (line.startsWith('data:')) {
      this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    } else if (line.startsWith('{') || line.startsWith('[')) {
      // Some gateways answer a stream with the plain JSON of an error.
      this.#data.push(line);
    }
  }

  #takeEvent(data: string): void {
    if (data === '[DONE]') {
      this.#isDone = true;
      return;
    }
    let event: unknown;
    try {
      event = JSON.parse(data);
    } catch {
      throw new ProviderError('transport', 'a stream whose events are not JSON', { retryable: true });
    }
    for (const part of Array.isArray(event) ? (event as unknown[]) : [event]) this.#takeChunk(part);
  }

  #takeChunk(chunk: unknown): void {
    if (!isObject(chunk)) return;
    const { model, usage, error, choices } = chunk;
    this.#model ??= model;
    if (isObject(usage)) this.#usage = usage;
    if (error !== undefined && error !== null) this.#error ??= error;
    else if (chunk['object'] === 'error') this.#error ??= chunk;
    const choice: unknown = Array.isArray(choices) ? choices[0] : bareChoice(chunk);
    if (!isObject(choice)) return;
    if (choice['error'] !== undefined && choice['error'] !== null) this.#error ??= choice['error'];
    const reason = choice['finish_reason'];
    if (reason === 'error') this.#error ??= { code: 502, message: 'finish_reason error' };
    else if (typeof reason === 'string' && reason !== '') this.#finishReason = reason;
    const delta = choice['delta'] ?? choice['message'];
    if (isObject(delta)) this.#takeDelta(delta);
  }

  #takeDelta({ content, refusal, tool_calls: calls }: Record<string, unknown>): void {
    const text = textOf(content);
    if (text !== '') {
      this.#content.push(text);
      this.#onText(text);
    }
    if (typeof refusal === 'string') this.#refusal += refusal;
    const call: unknown = Array.isArray(calls) ? calls[0] : undefined;
    const made = isObject(call) && isObject(call['function']) ? call['function']['arguments'] : undefined;
    if (typeof made === 'string') this.#toolArguments.push(made);
  }
}

/**
 * What a chunk says in the words of Anthropic (`content_block_delta`, `message_stop`) or Ollama (`message`, `done`).
 */
function bareChoice({ type, delta, message, done }: Record<string, unknown>): object | undefined {
  if (type === 'message_stop') return { finish_reason: 'stop' };
  if (type === 'content_block_delta' && isObject(delta) && delta['type'] === 'text_delta')
    return { delta: { content: delta['text'] } };
  return done === undefined ? undefined : { message, finish_reason: done === true ? 'stop' : null };
}

/** Content is a text or an array of parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: unknown) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : ''))
    .join('');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
