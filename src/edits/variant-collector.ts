import type { AnswerStream } from '../models/chat-call.ts';
import type { EmitEditEvent } from './edit-service-types.ts';
import { type ReadVariant, type ReadVariants, type ReadVariantsOptions, readVariant } from './read-variants.ts';
import type { ReviewedVariant, VariantReviewer } from './variant-reviewer.ts';
import { VariantScanner } from './variant-scanner.ts';

/**
 * Takes the variants of an answer while the model writes it. A good one is shown at once and stays, even if the answer
 * fails later; the others wait for the end of the answer.
 */
export class VariantCollector implements AnswerStream {
  readonly #reviewer: VariantReviewer;
  readonly #options: ReadVariantsOptions;
  readonly #emit: EmitEditEvent;
  readonly #shown = new Set<number>();
  readonly #kept = new Set<ReviewedVariant>();
  /** What arrived, by its place from 1. */
  #arrived = new Map<number, { readonly read: ReadVariant; readonly reviewed: ReviewedVariant }>();
  #scanner = this.#newScanner();
  #sending: Promise<void> = Promise.resolve();
  #finished: ReadVariants | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(reviewer: VariantReviewer, options: ReadVariantsOptions, emit: EmitEditEvent) {
    this.#reviewer = reviewer;
    this.#options = options;
    this.#emit = emit;
  }

  onText(text: string): void {
    this.#scanner.push(text);
  }

  restart(): boolean {
    if (this.#shown.size > 0) return false;
    this.#arrived = new Map();
    this.#scanner = this.#newScanner();
    return true;
  }

  /** Whether something was shown: then the answer is used, even if it breaks off. */
  get hasShown(): boolean {
    return this.#shown.size > 0;
  }

  /** Whether this is what {@link finished} gave. */
  hasBrokenOff(answer: ReadVariants): boolean {
    return answer === this.#finished;
  }

  /** The variants whose end was there. */
  finished(): ReadVariants {
    const { variantCount } = this.#options;
    const read = [...this.#arrived.values()].map((one) => one.read);
    const warnings = read.flatMap((one) => one.warnings);
    if (read.length < variantCount) {
      warnings.push(`The answer broke off: ${read.length} of ${variantCount} variants were finished.`);
    }
    const layerOf = new Map(read.flatMap((one) => [...one.layerOf]));
    const variants = read.map(({ variant }) => variant);
    this.#finished = { variants, warnings, instructionCount: layerOf.size, layerOf };
    return this.#finished;
  }

  /**
   * The whole answer with each shown variant at the place it was shown at: while it arrived, an object may have been
   * left out that is a variant after all, or the other way around. The others fill the places left.
   */
  settle(answer: ReadVariants): ReadVariants {
    if (this.#shown.size === 0 || answer === this.#finished) return answer;
    const shown = [...this.#shown].flatMap((place) => this.#arrived.get(place)?.read ?? []);
    const changes = new Set(shown.map(({ variant }) => JSON.stringify(variant.instructions)));
    const others = answer.variants.filter(({ instructions }) => !changes.has(JSON.stringify(instructions)));
    const variants = Array.from({ length: this.#options.variantCount }, (_, index) => {
      const known = shown.find(({ variant }) => variant.variantIndex === index + 1)?.variant ?? others.shift();
      return known === undefined ? [] : [{ ...known, variantIndex: index + 1 }];
    }).flat();
    const layerOf = new Map([...answer.layerOf, ...shown.flatMap((read) => [...read.layerOf])]);
    return { ...answer, variants, layerOf };
  }

  /** A variant of the whole answer, reviewed now if it was not while it arrived. */
  review(answer: ReadVariants, index: number): ReviewedVariant {
    const variant = answer.variants[index] as ReadVariants['variants'][number];
    const known = this.#arrived.get(variant.variantIndex)?.reviewed;
    if (known !== undefined && this.#shown.has(variant.variantIndex)) return known;
    const reviewed = this.#reviewer.review(variant, answer.layerOf);
    if (reviewed.fault === undefined) this.keep(reviewed);
    return reviewed;
  }

  /** It will be shown: later variants must differ from it. */
  keep(reviewed: ReviewedVariant): void {
    if (this.#kept.has(reviewed)) return;
    this.#kept.add(reviewed);
    this.#reviewer.keep(reviewed);
  }

  /** Sends a variant to the client, once. */
  show(reviewed: ReviewedVariant): void {
    const { variant } = reviewed;
    if (this.#shown.has(variant.variantIndex)) return;
    this.#shown.add(variant.variantIndex);
    this.keep(reviewed);
    this.#sending = this.#send(reviewed, this.#sending);
  }

  /** Resolves once all that was shown is sent. @throws what `emit` threw. */
  async sent(): Promise<void> {
    await this.#sending;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #send({ variant }: ReviewedVariant, before: Promise<void>): Promise<void> {
    await before;
    try {
      await this.#emit({ type: 'variant', variant });
    } catch (error) {
      this.#failure ??= { error };
    }
  }

  #newScanner(): VariantScanner {
    return new VariantScanner((value) => this.#take(value));
  }

  #take(value: unknown): void {
    const variantIndex = this.#arrived.size + 1;
    if (variantIndex > this.#options.variantCount) return;
    const read = readVariant(value, variantIndex, this.#options);
    if (read === undefined) return;
    const reviewed = this.#reviewer.review(read.variant, read.layerOf);
    this.#arrived.set(variantIndex, { read, reviewed });
    if (reviewed.fault === undefined && read.variant.instructions.length > 0) this.show(reviewed);
  }
}
