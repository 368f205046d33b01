import type { BodyMemory } from '../bodies/body-memory.ts';
import { JsonReader, JsonTextTooLargeError } from '../images/json-reader.ts';
import { ProviderError } from './provider-error.ts';
import { pictureKeys } from './read-message.ts';

/** Gathers the bytes of one answer as they arrive. */
export class AnswerReader {
  readonly #json: JsonReader;
  readonly #maxBytes: number;
  readonly #memory: BodyMemory | undefined;
  #bytes = 0;

  /**
   * @param maxBytes a longer answer is given up: it would not fit the memory set aside for it.
   * @param memory where an answer with pictures is kept; without, all of it is text.
   */
  constructor(maxBytes: number, memory?: BodyMemory) {
    this.#maxBytes = maxBytes;
    this.#memory = memory;
    this.#json = new JsonReader(
      memory === undefined ? {} : { byteKeys: pictureKeys, keep: (bytes) => memory.keep(bytes) },
    );
  }

  /**
   * @throws ProviderError if the answer is longer than allowed; ExporterError 503 if memory runs out.
   */
  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) throw tooLong(this.#maxBytes);
    this.#memory?.reserve(this.#bytes);
    try {
      if (this.#memory === undefined) this.#json.push(withoutMark(chunk, this.#bytes));
      else this.#memory.write(withoutMark(chunk, this.#bytes), (part) => this.#json.push(part));
    } catch (error) {
      throw error instanceof JsonTextTooLargeError ? tooLong(this.#maxBytes) : error;
    }
  }

  /** The JSON value, or undefined if the bytes are not JSON: an HTML page, an answer cut short. */
  end(): unknown {
    try {
      return this.#json.end();
    } catch {
      return undefined;
    } finally {
      this.#memory?.endOfBody();
    }
  }
}

/** The first chunk without a byte order mark, which some proxies put before JSON. */
function withoutMark(chunk: Buffer, bytesSoFar: number): Buffer {
  const isFirst = bytesSoFar === chunk.length && chunk.length > 3;
  return isFirst && chunk.readUIntBE(0, 3) === 0xef_bb_bf ? chunk.subarray(3) : chunk;
}

function tooLong(maxBytes: number): ProviderError {
  return new ProviderError('transport', `an answer of more than ${maxBytes} bytes`, { retryable: false });
}
