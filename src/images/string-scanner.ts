const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Finds the quotes that open and close the strings of a JSON text, chunk by chunk, past escaped ones. Both searches are
 * native and remembered, so that each byte is scanned once.
 */
export class StringScanner {
  /** Whether the text up to the last quote that was found ends inside a string. */
  inString = false;
  /** Whether the string that is open, or was closed last, has an escape. */
  hasEscape = false;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;
  #quote = -1;
  #backslash = -1;

  /** Continues with the next bytes. An escape may begin in the previous chunk. */
  begin(chunk: Buffer): void {
    this.#at = Math.max(0, this.#at - this.#chunk.length);
    this.#chunk = chunk;
    this.#quote = -1;
    this.#backslash = -1;
  }

  /** The index in the chunk of the next quote that opens or closes a string, or -1 if it has no more. */
  nextQuote(): number {
    for (;;) {
      if (this.#quote < this.#at) this.#quote = this.#find(QUOTE);
      if (!this.inString) break;
      if (this.#backslash < this.#at) this.#backslash = this.#find(BACKSLASH);
      if (this.#quote <= this.#backslash) break;
      this.hasEscape = true;
      this.#at = this.#backslash + 2;
    }
    if (this.#quote === Infinity) {
      this.#at = Math.max(this.#at, this.#chunk.length);
      return -1;
    }
    if (!this.inString) this.hasEscape = false;
    this.inString = !this.inString;
    this.#at = this.#quote + 1;
    return this.#quote;
  }

  #find(byte: number): number {
    const index = this.#chunk.indexOf(byte, this.#at);
    return index === -1 ? Infinity : index;
  }
}
