import { randomBytes } from 'node:crypto';
import { ByteString } from './byte-string.ts';
import { StringScanner } from './string-scanner.ts';

/** Stands for a long string in the skeleton. Random and secret, so that no sender can forge one. */
const placeholder = `bytes-${randomBytes(16).toString('base64url')}-`;

const noKeys: ReadonlySet<string> = new Set();

export interface JsonReaderOptions {
  /**
   * Members whose string value stays bytes ({@link ByteString}), whatever its length. The rest is ordinary JSON. By
   * default there are none, and nothing is searched for.
   */
  readonly byteKeys?: ReadonlySet<string>;
  /** What to put in place of such a value; by default the bytes themselves. */
  readonly keep?: (bytes: ByteString) => unknown;
  /**
   * Bytes from which a string is kept out of the text that JSON.parse sees. 1 KiB: below it a view would pin a chunk of
   * up to 64 KiB for less than it costs to copy.
   */
  readonly longBytes?: number;
  /**
   * Bytes that may be left for JSON.parse, 6 MiB: 500 layers with every text at its limit need 4.5 MiB, while 20 MB of
   * `[],[],[]` would become 200 MB of arrays.
   */
  readonly maxTextBytes?: number;
}

/** More JSON text than {@link JsonReaderOptions.maxTextBytes}, pictures not counted. */
export class JsonTextTooLargeError extends Error {
  override readonly name = 'JsonTextTooLargeError';
}

interface LongString {
  readonly bytes: ByteString;
  readonly escaped: boolean;
}

/**
 * Reads one JSON text chunk by chunk. Long strings are cut out as views on the chunks and replaced by a placeholder
 * that no sender can guess; what is left, the skeleton, is small and goes through JSON.parse, which thereby decides
 * what is JSON and what is not. Then the strings are put back: as bytes under `byteKeys`, as text elsewhere.
 *
 * Equal to JSON.parse of the whole text except for the byte members, wherever the chunks are cut.
 */
export class JsonReader {
  readonly #byteKeys: ReadonlySet<string>;
  readonly #longBytes: number;
  readonly #maxTextBytes: number;
  readonly #skeleton: Buffer[] = [];
  #skeletonBytes = 0;
  readonly #long: LongString[] = [];
  readonly #keepBytes: (bytes: ByteString) => unknown;

  readonly #scanner = new StringScanner();
  /** Views of the string that is open, from earlier chunks. */
  #views: Buffer[] = [];
  #viewBytes = 0;

  constructor(options: JsonReaderOptions) {
    this.#byteKeys = options.byteKeys ?? noKeys;
    this.#keepBytes = options.keep ?? ((bytes) => bytes);
    this.#longBytes = options.longBytes ?? 1024;
    this.#maxTextBytes = options.maxTextBytes ?? 6 * 1024 * 1024;
  }

  /**
   * Takes the next bytes. They are kept, not copied: the caller must not write to `chunk` again.
   *
   * @throws JsonTextTooLargeError
   */
  push(chunk: Buffer): void {
    if (this.#byteKeys.size === 0) {
      this.#keep(chunk);
      return;
    }
    const scanner = this.#scanner;
    scanner.begin(chunk);
    // Bytes before `from` are already handled.
    let from = 0;
    let stringStart = 0;
    for (let quote = scanner.nextQuote(); quote !== -1; quote = scanner.nextQuote()) {
      if (scanner.inString) {
        stringStart = quote + 1;
        continue;
      }
      if (this.#viewBytes + quote - stringStart >= this.#longBytes) {
        this.#open(chunk, from, stringStart, quote);
        this.#cutOut();
        from = quote;
      } else {
        for (const view of this.#views) this.#keep(view);
      }
      if (this.#views.length > 0) this.#views = [];
      this.#viewBytes = 0;
      stringStart = 0;
    }
    if (scanner.inString) this.#open(chunk, from, stringStart, chunk.length);
    else if (from < chunk.length) this.#keep(from === 0 ? chunk : chunk.subarray(from));
  }

  /** Sets a string's bytes in this chunk aside, and keeps what stands before it. */
  #open(chunk: Buffer, from: number, stringStart: number, end: number): void {
    if (this.#views.length === 0 && stringStart > from) this.#keep(chunk.subarray(from, stringStart));
    if (end === stringStart) return;
    this.#views.push(chunk.subarray(stringStart, end));
    this.#viewBytes += end - stringStart;
  }

  #keep(part: Buffer): void {
    this.#skeletonBytes += part.length;
    if (this.#skeletonBytes > this.#maxTextBytes) {
      throw new JsonTextTooLargeError(`more than ${this.#maxTextBytes} bytes of JSON text`);
    }
    this.#skeleton.push(part);
  }

  #cutOut(): void {
    this.#keep(Buffer.from(`${placeholder}${this.#long.length}`, 'latin1'));
    this.#long.push({ bytes: new ByteString(this.#views), escaped: this.#scanner.hasEscape });
  }

  /**
   * The value, once all chunks were pushed. The reader keeps nothing afterwards.
   *
   * @throws SyntaxError if the text is not JSON. Its message may quote the text: not for replies or logs.
   */
  end(): unknown {
    if (this.#scanner.inString) throw new SyntaxError('unterminated string');
    const [first] = this.#skeleton;
    const skeleton = first !== undefined && this.#skeleton.length === 1 ? first : Buffer.concat(this.#skeleton);
    this.#skeleton.length = 0;
    const root = { value: JSON.parse(skeleton.toString('utf8')) as unknown };
    if (this.#byteKeys.size > 0) this.#restore(root);
    this.#long.length = 0;
    return root.value;
  }

  /** Puts the long strings back. Uses an explicit stack: a body may be nested a million deep. */
  #restore(root: object): void {
    const stack: object[] = [root];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const holder = node as Record<string, unknown>;
      for (const key of Object.keys(holder)) {
        const value = holder[key];
        if (typeof value === 'string') {
          const restored = this.#restoreString(value, this.#byteKeys.has(key));
          if (restored !== value) holder[key] = restored;
        } else if (typeof value === 'object' && value !== null) {
          stack.push(value);
        }
        if (this.#long.length > 0 && key.startsWith(placeholder)) {
          const name = this.#restoreString(key, false) as string;
          const current = holder[key];
          delete holder[key];
          define(holder, name, current);
        }
      }
    }
  }

  #restoreString(value: string, asBytes: boolean): unknown {
    const long =
      this.#long.length > 0 && value.startsWith(placeholder)
        ? this.#long[Number(value.slice(placeholder.length))]
        : undefined;
    if (asBytes && long !== undefined && !long.escaped) return this.#keepBytes(long.bytes);
    // JSON.parse resolves the escapes and refuses control characters, as it would have in place.
    const text = long === undefined ? value : (JSON.parse(`"${long.bytes.toText()}"`) as string);
    return asBytes ? this.#keepBytes(ByteString.from(text)) : text;
  }
}

/** Adds a member of any name: an assignment to a new `__proto__` would set the prototype instead. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}
