import { ExporterError } from '../errors.ts';
import { PostTimeoutError } from '../models/post.ts';
import { ProviderError, type ProviderFault } from '../models/provider-error.ts';
import type { KeptReason, RenameEvent } from '../schemas/rename.ts';
import { addWordsInside } from './add-words-inside.ts';
import { askForNames } from './ask-for-names.ts';
import { createNamingCallInput, type NamingCallInput } from './build-naming-call.ts';
import { chunk } from './chunk.ts';
import { drain } from './drain.ts';
import { type Call, type DoubtfulLayer, FurtherCalls } from './further-calls.ts';
import { groupLayers, hasNothing, hasWords, type LayerGroup, releasePictures } from './group-layers.ts';
import { sortNames } from './judge-names.ts';
import { createLayerContext } from './layer-context.ts';
import { type AskedGroup, planCalls } from './plan-calls.ts';
import { type NamesRead, readNames } from './read-names.ts';
import type { RenameJob, RenameServiceOptions } from './rename-job.ts';
import { LayerSettler } from './settle-layers.ts';
import { SiblingNames } from './sibling-names.ts';
import { Vocabulary } from './vocabulary.ts';

/** Faults of the answer to this call; smaller calls may still succeed. */
const REASONS: Readonly<Partial<Record<ProviderFault, KeptReason>>> = {
  refused: 'refused',
  empty: 'unusable_answer',
  length: 'unusable_answer',
};

/** One running job. */
export class NamingRun {
  readonly #options: RenameServiceOptions;
  readonly #job: RenameJob;
  readonly #input: NamingCallInput;
  readonly #settler: LayerSettler;
  readonly #vocabulary: Vocabulary;
  readonly #siblings: SiblingNames;
  /** Doubtful names of layers that get a second call: used if that call fails. */
  readonly #candidates = new Map<LayerGroup, string>();
  /** Names that stood for most layers of a call: they say little wherever they come again. */
  readonly #repeated = new Set<string>();
  #further = new FurtherCalls(0);
  lastFailure: ProviderError | undefined;
  /** Why no more calls were made. */
  budgetFailure: ExporterError | undefined;

  constructor(options: RenameServiceOptions, job: RenameJob, emit: (event: RenameEvent) => void) {
    const { signal } = job;
    const request = { ...job.request, layers: addWordsInside(job.request.layers) };
    this.#options = options;
    this.#job = { ...job, request };
    this.#settler = new LayerSettler(request.layers, emit, () => signal.aborted);
    this.#input = createNamingCallInput(request, createLayerContext(request.layers));
    this.#vocabulary = new Vocabulary(this.#style);
    this.#siblings = new SiblingNames(request.layers, this.#style);
  }

  get renamed(): number {
    return this.#settler.renamed;
  }

  get keptFor(): ReadonlySet<KeptReason> {
    return this.#settler.keptFor;
  }

  async run(): Promise<void> {
    const { context } = this.#input;
    const groups = groupLayers(this.#job.request, this.#options.dedupe, context);
    this.#job.releaseBody();
    try {
      const askable = await this.#settleKnown(groups);
      const calls = planCalls(askable, { ...this.#options, context }).map((asked): Call => ({ asked, kind: 'first' }));
      this.#further = new FurtherCalls(calls.length);
      // As many calls wait in the queue as may run, so that the job keeps its place there between two calls.
      await drain(calls, 2 * this.#options.concurrency, (call) => this.#make(call));
    } finally {
      for (const group of groups) releasePictures(group);
    }
  }

  /** @returns the groups that a model must name. */
  async #settleKnown(groups: readonly LayerGroup[]): Promise<LayerGroup[]> {
    const known = await this.#job.remembered?.recall(groups);
    return groups.filter((group, index) => {
      const name = known?.[index];
      if (name !== undefined) {
        this.#siblings.take(group, name.name);
        this.#settler.rename(group, name.name, name.confidence);
      } else if (hasNothing(group)) this.#settler.keep(group, 'no_picture');
      else return true;
      return false;
    });
  }

  get #style() {
    return this.#job.request.namingStyle ?? 'snake_case';
  }

  /** Makes a call and settles the layers that its answer names. @returns the calls for the others. */
  async #make(call: Call): Promise<Call[]> {
    const { id, signal } = this.#job;
    const pieces = this.#further.piecesOf(call);
    if (pieces !== undefined) return pieces;
    try {
      const currentNames = call.asked.map(({ layer }) => layer.currentName);
      const { content, isCutShort } = await this.#options.queue.run(id, this.#options.concurrency, signal, () =>
        askForNames(call.asked, this.#input, this.#options, this.#job),
      );
      return this.#read(call, readNames(content, call.asked.length, this.#style, { isCutShort, currentNames }));
    } catch (error) {
      if (signal.aborted) {
        for (const { group } of call.asked) this.#giveUp(group, 'deadline');
        return [];
      }
      if (error instanceof ExporterError && error.code === 'EXPORTER_BUDGET_EXCEEDED') {
        this.budgetFailure = error;
        return this.#giveUpAll(call.asked, 'budget');
      }
      if (!(error instanceof ProviderError)) throw error;
      const mostPictures = error.refusal?.kind === 'pictures' ? error.refusal.most : 0;
      // The model takes fewer pictures a call than were planned: the layers are not at fault, and the limit is known
      // from now on.
      if (mostPictures > 0 && mostPictures < call.asked.length) {
        return chunk(call.asked, mostPictures).map((asked): Call => ({ asked, kind: call.kind }));
      }
      if (error.refusal?.kind === 'pictures' && call.asked.some(({ picture }) => picture !== undefined)) {
        return this.#withoutPictures(call, error);
      }
      if (error.refusal?.kind === 'too_long' && this.#further.shorten(call)) return [call];
      this.#job.onFailure?.(error);
      this.lastFailure = error;
      this.#further.ended(false);
      // Every attempt ran out of time.
      const isLate = error.cause instanceof PostTimeoutError;
      const reason = isLate ? 'deadline' : (REASONS[error.fault] ?? 'provider_failed');
      const isSplit = call.asked.length > 1 && !isLate && (reason !== 'provider_failed' || error.mayBeOnePart);
      return isSplit ? this.#askAgain(call, call.asked, reason) : this.#giveUpAll(call.asked, reason);
    }
  }

  /** The model takes no pictures: layers that have words are named by those. */
  #withoutPictures({ asked, kind }: Call, error: ProviderError): Call[] {
    const worded = asked.filter(({ group }) => hasWords(group));
    const rest = asked.filter((each) => !worded.includes(each));
    if (rest.length > 0) {
      this.#job.onFailure?.(error);
      this.lastFailure = error;
      this.#giveUpAll(rest, 'provider_failed');
    }
    return worded.length === 0 ? [] : [{ asked: worded.map((each) => ({ ...each, picture: undefined })), kind }];
  }

  #read(call: Call, answer: NamesRead): Call[] {
    const { asked, kind } = call;
    const { doubt } = asked.some(({ picture }) => picture !== undefined) ? answer : withoutSparse(answer);
    if (answer.repeated !== undefined) this.#repeated.add(answer.repeated);
    // Smaller calls may show that names belong to other layers, or give better ones.
    if (doubt !== undefined && kind === 'first' && asked.length > 1) {
      this.#further.ended(false);
      return this.#askAgain(call, asked, 'unusable_answer');
    }
    const { usable, misplaced, unnamed } = sortNames(asked, answer);
    const doubtful: DoubtfulLayer[] = misplaced.map(({ group }) => ({ group, taken: undefined }));
    this.#further.ended(usable.length > 0);
    const unified = this.#vocabulary.unify(usable);
    for (const [index, { group, isSure }] of usable.entries()) {
      const name = unified[index] as string;
      const isFree = !this.#siblings.isTaken(group, name);
      if (isSure && isFree && doubt === undefined) this.#rename(group, name, 'high');
      else if (kind === 'second-look' || doubt !== undefined) this.#rename(group, name, 'low');
      else {
        this.#candidates.set(group, name);
        doubtful.push({ group, taken: isFree ? undefined : name });
      }
    }
    return [...this.#lookAgain(doubtful, kind), ...this.#askAgain(call, unnamed, 'unusable_answer')];
  }

  #askAgain(call: Call, left: readonly AskedGroup[], reason: KeptReason): Call[] {
    return this.#further.askAgain(call, left) ?? this.#giveUpAll(left, reason);
  }

  #lookAgain(doubtful: readonly DoubtfulLayer[], kind: Call['kind']): Call[] {
    if (kind === 'second-look') return this.#giveUpAll(doubtful, 'unusable_answer');
    const { calls, rest } = this.#further.lookAgain(doubtful);
    for (const group of rest) this.#giveUp(group, 'unusable_answer');
    return calls;
  }

  #giveUpAll(asked: readonly { readonly group: LayerGroup }[], reason: KeptReason): [] {
    for (const { group } of asked) this.#giveUp(group, reason);
    return [];
  }

  /** A layer without a further call takes its doubtful name, if it has one. */
  #giveUp(group: LayerGroup, reason: KeptReason): void {
    const candidate = this.#candidates.get(group);
    if (candidate === undefined) this.#settler.keep(group, reason);
    else this.#rename(group, candidate, 'low');
  }

  #rename(group: LayerGroup, name: string, confidence: 'high' | 'low'): void {
    const certainty = this.#repeated.has(name) ? 'low' : confidence;
    const unique = this.#siblings.isTaken(group, name) ? this.#siblings.distinguish(group, name) : name;
    this.#siblings.take(group, unique);
    // Before its pictures are released: they are part of what it is remembered by.
    this.#job.remembered?.remember(group, { name: unique, confidence: certainty });
    this.#settler.rename(group, unique, certainty);
  }
}

/** Layers without pictures may be left out, but no picture of theirs can have been dropped. */
function withoutSparse(answer: NamesRead): Pick<NamesRead, 'doubt'> {
  return { doubt: answer.doubt === 'sparse' ? undefined : answer.doubt };
}
