/**
 * Finds the objects of an answer's lists while the answer is still being written, each as soon as its last brace is
 * there. It reads plain JSON only, behind words, a fence or a think block: JSON that needs repair waits for the whole
 * answer. Each character is looked at once.
 */
export class VariantScanner {
  readonly #onObject: (value: unknown) => void;
  /** The text from the first bracket on. */
  #text = '';
  #before = '';
  /** Open brackets, each with its position. */
  #open: { readonly bracket: string; readonly at: number }[] = [];
  #at = 0;
  #isInString = false;

  /** @param onObject called with each object that is a member of a list, the inner ones first. */
  constructor(onObject: (value: unknown) => void) {
    this.#onObject = onObject;
  }

  push(piece: string): void {
    if (this.#text === '') {
      this.#before += piece;
      const start = startOfJson(this.#before);
      if (start === -1) return;
      this.#text = this.#before.slice(start);
      this.#before = '';
    } else this.#text += piece;
    this.#scan();
  }

  #scan(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text[this.#at];
      if (this.#isInString) {
        if (char === '\\') {
          // The character behind it may come with the next piece.
          if (this.#at + 1 === this.#text.length) return;
          this.#at += 1;
        } else if (char === '"') this.#isInString = false;
      } else if (char === '"') this.#isInString = true;
      else if (char === '{' || char === '[') this.#open.push({ bracket: char, at: this.#at });
      else if (char === '}' || char === ']') this.#close();
    }
  }

  #close(): void {
    const closed = this.#open.pop();
    if (closed?.bracket !== '{' || this.#open.at(-1)?.bracket !== '[') return;
    try {
      this.#onObject(JSON.parse(this.#text.slice(closed.at, this.#at + 1)));
    } catch (error) {
      // Left to the reader of the whole answer.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
}

/** Where the JSON begins: behind a think block, at a bracket that can begin a list or an object with members. */
function startOfJson(text: string): number {
  const thought = /^\s*<(think|thinking|reasoning)>/i.exec(text);
  const from = thought === null ? 0 : text.toLowerCase().indexOf(`</${(thought[1] as string).toLowerCase()}>`);
  if (from === -1) return -1;
  const found = text.slice(from).search(/\{\s*"|\[\s*\{/);
  return found === -1 ? -1 : from + found;
}
