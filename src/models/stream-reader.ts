import { isObject } from './is-object.ts';
import { ProviderError } from './provider-error.ts';
import { readChunk } from './read-chunk.ts';

/** Thinking kept, in case a server takes the answer for it; of more, the end. */
const maxThoughtChars = 300_000;

/**
 * Gathers a streamed answer (server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html) into
 * the body that the same answer has when it comes whole: `{ model, choices: [{ message, finish_reason }], usage }`, or
 * that of an error. One JSON value a line is a stream too. Comments, which OpenRouter sends while a model thinks, and
 * unknown events are skipped.
 */
export class StreamReader {
  readonly #maxBytes: number;
  readonly #onText: (text: string) => void;
  readonly #decoder = new TextDecoder();
  readonly #content: string[] = [];
  readonly #toolArguments = new Map<number, string>();
  #line = '';
  #eventName = '';
  #data: string[] = [];
  #bytes = 0;
  #refusal = '';
  #thoughts = '';
  #model: unknown;
  #usage: unknown;
  #error: unknown;
  #finishReason: string | undefined;
  #nativeFinishReason: string | undefined;
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
    if (this.#error !== undefined) return Object.assign({ model: this.#model, usage: this.#usage }, this.#error);
    const calls = [...this.#toolArguments.values()].map((given) => ({ function: { arguments: given } }));
    const message = {
      content: this.#content.join(''),
      ...(this.#refusal === '' ? {} : { refusal: this.#refusal }),
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(this.#thoughts === '' ? {} : { reasoning: this.#thoughts }),
    };
    const choice = {
      message,
      finish_reason: this.#finishReason ?? null,
      native_finish_reason: this.#nativeFinishReason ?? null,
    };
    return { model: this.#model, usage: this.#usage, choices: [choice] };
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
      const data = this.#data;
      const isError = this.#eventName === 'error';
      this.#data = [];
      this.#eventName = '';
      if (data.some((part) => part.trim() !== '')) this.#takeEvent(data, isError);
    } else if (line.startsWith('event:')) this.#eventName = line.slice(6).trim();
    else if (line.startsWith('data:')) this.#data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
    // Some gateways answer a stream with plain JSON: an error, or one value a line.
    else if (line.startsWith('{') || line.startsWith('[') || this.#data.length > 0) this.#data.push(line);
  }

  /** The lines of an event are one text; some gateways leave out the blank lines between events. */
  #takeEvent(lines: readonly string[], isError: boolean): void {
    const data = lines.join('\n').trim();
    if (/^\[?done\]?$/i.test(data)) {
      this.#isDone = true;
      return;
    }
    const event = parse(data);
    if (event !== undefined) {
      for (const part of Array.isArray(event) ? (event as unknown[]) : [event]) this.#takeChunk(part, isError);
    } else if (lines.length > 1) for (const line of lines) this.#takeEvent([line], isError);
    else if (isError) this.#error ??= { error: data };
    else if (data !== '')
      throw new ProviderError('transport', 'a stream whose events are not JSON', { retryable: true });
  }

  #takeChunk(chunk: unknown, isError: boolean): void {
    if (!isObject(chunk)) return;
    const read = readChunk(chunk, isError);
    this.#model ??= read.model;
    this.#usage = read.usage ?? this.#usage;
    this.#error ??= read.error;
    this.#finishReason = read.finishReason ?? this.#finishReason;
    this.#nativeFinishReason = read.nativeFinishReason ?? this.#nativeFinishReason;
    this.#refusal += read.refusal;
    if (this.#content.length === 0) this.#thoughts = (this.#thoughts + read.reasoning).slice(-maxThoughtChars);
    for (const [call, piece] of read.toolArguments)
      this.#toolArguments.set(call, (this.#toolArguments.get(call) ?? '') + piece);
    if (read.text === '') return;
    this.#content.push(read.text);
    this.#thoughts = '';
    this.#onText(read.text);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
