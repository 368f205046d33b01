import { repairJson } from '../models/find-json.ts';
import { thinkingMarks } from '../models/split-thinking.ts';
import { membersUnder } from './answer-keys.ts';

/** No mark of thinking is longer. */
const markChars = 250;

/**
 * Finds the objects of an answer's lists while the answer is still being written, each as soon as its last brace is
 * there, behind words, a fence or a think block. Lists under a key that variants are never under (`draft`, `layers`)
 * wait for the whole answer, as does JSON whose brackets do not match. Each character is looked at once.
 */
export class VariantScanner {
  readonly #onObject: (value: unknown) => void;
  /** The text from the first bracket on. */
  #text = '';
  /** The end of what came before. */
  #before = '';
  /** What ends the thinking that began. */
  #thinkingEnd: RegExp | undefined;
  /** Open brackets, each with its position; the inner ones of a list that cannot hold variants are not such either. */
  #open: { readonly bracket: string; readonly at: number; readonly mayHoldVariants: boolean }[] = [];
  #at = 0;
  #isInString = false;

  /** @param onObject called with each object that is a member of a list, the inner ones first. */
  constructor(onObject: (value: unknown) => void) {
    this.#onObject = onObject;
  }

  push(piece: string): void {
    if (this.#text === '') {
      this.#before += piece;
      while (this.#passMark());
      const start = this.#thinkingEnd === undefined ? startOfJson(this.#before) : -1;
      if (start === -1) {
        this.#before = this.#before.slice(-markChars);
        return;
      }
      this.#text = this.#before.slice(start);
      this.#before = '';
    } else this.#text += piece;
    this.#scan();
  }

  /** Goes past the next mark that begins or ends thinking, if it stands before the JSON. */
  #passMark(): boolean {
    const begun = this.#thinkingEnd;
    const found = (begun === undefined ? thinkingMarks : [[begun, undefined] as const]).flatMap(([mark, end]) => {
      const match = new RegExp(mark.source, 'i').exec(this.#before);
      return match === null ? [] : [{ at: match.index, behind: match.index + match[0].length, end }];
    });
    const [first] = found.toSorted((one, other) => one.at - other.at);
    const start = begun === undefined ? startOfJson(this.#before) : -1;
    if (first === undefined || (start !== -1 && start < first.at)) return false;
    this.#before = this.#before.slice(first.behind);
    this.#thinkingEnd = first.end;
    return true;
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
      else if (char === '{' || char === '[') {
        const outer = this.#open.at(-1);
        const mayHoldVariants = outer?.mayHoldVariants !== false && isKeyOfVariants(this.#text, this.#at);
        this.#open.push({ bracket: char, at: this.#at, mayHoldVariants });
      } else if (char === '}' || char === ']') this.#close();
    }
  }

  #close(): void {
    const closed = this.#open.pop();
    const list = this.#open.at(-1);
    if (closed?.bracket !== '{' || list?.bracket !== '[' || !list.mayHoldVariants) return;
    const value = repairJson(this.#text.slice(closed.at, this.#at + 1));
    if (value !== undefined) this.#onObject(value);
  }
}

/** Whether variants can stand in the bracket at a place: without a key, or under one of theirs. */
function isKeyOfVariants(text: string, at: number): boolean {
  const key = /"([^"]{0,60})"\s{0,20}:\s{0,20}$/.exec(text.slice(Math.max(0, at - 110), at))?.[1];
  return key === undefined || membersUnder({ [key]: true }, 'variants').length > 0;
}

/** A bracket that can begin a list or an object with members. */
function startOfJson(text: string): number {
  return text.search(/\{\s*"|\[\s*\{/);
}
