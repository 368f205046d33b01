import { ExporterError, requestTimeout } from '../errors.ts';
import type { CallQueue } from '../models/call-queue.ts';
import type { OpenRouterClient } from '../models/client.ts';
import { ProviderError } from '../models/provider-error.ts';
import { toProviderFailure } from '../models/provider-failure.ts';
import type { Tally } from '../models/tally.ts';
import type { KeptReason, RenameEvent, RenameRequest } from '../schemas/rename.ts';
import { buildNamingCall } from './build-naming-call.ts';
import { groupLayers, type LayerGroup, releasePicture } from './group-layers.ts';
import { createLayerContext, type LayerContext } from './layer-context.ts';
import type { RememberedNames } from './name-memory.ts';
import { readNames } from './read-names.ts';

export interface RenameServiceOptions {
  readonly client: OpenRouterClient;
  readonly queue: CallQueue;
  /** In the order in which they are asked. */
  readonly models: readonly string[];
  /** Model calls of one job at once. */
  readonly concurrency: number;
  /** Layers named by one model call, 1 to 10. */
  readonly layersPerCall: number;
  /** Whether layers that are the same share one call. */
  readonly dedupe: boolean;
}

export interface RenameJob {
  readonly id: string;
  /** Checked by its schema. Its pictures are not read after `picturesTaken` was called. */
  readonly request: RenameRequest;
  /** Aborts with an ExporterError at the deadline, or when the client leaves. */
  readonly signal: AbortSignal;
  readonly tally: Tally;
  /** Told of every call that failed for good, for the operator's log. */
  readonly onFailure?: (error: ProviderError) => void;
  /** Names made before under the same Idempotency-Key. */
  readonly remembered?: RememberedNames | undefined;
  /** Called when the job retains every picture that it needs: the request releases its own hold on them. */
  readonly picturesTaken: () => void;
}

export interface RenameSummary {
  readonly renamed: number;
  readonly kept: number;
}

export interface RenameService {
  /**
   * Names the layers of a request. Tells the job, then every layer as soon as it is known, in `emit`; the end is the
   * caller's to tell. At the deadline what is finished stands and the rest is kept.
   *
   * @throws ExporterError where no layer could be named: the provider's fault (502, or 503 while its circuit is open), the
   * deadline (408), or the signal's reason where the client has left.
   */
  run(job: RenameJob, emit: (event: RenameEvent) => void): Promise<RenameSummary>;
}

/** A naming call answers in seconds; one that has not after 45 s hangs, and leaves time for another try. */
const callTimeoutMs = 45_000;
/** Ten names are 1 KB; a model that thinks aloud stays far below. */
const maxAnswerBytes = 1024 * 1024;
/** What the provider says of a call in which one picture can be at fault: its layers are asked again, each alone. */
const perhapsOneLayer: ReadonlySet<number> = new Set([400, 413, 422]);

export function createRenameService(options: RenameServiceOptions): RenameService {
  return { run: (job, emit) => new RenameRun(options, job, emit).run() };
}

/** One job on its way. */
class RenameRun {
  readonly #options: RenameServiceOptions;
  readonly #job: RenameJob;
  readonly #emit: (event: RenameEvent) => void;
  readonly #total: number;
  readonly #keptFor = new Set<KeptReason>();
  readonly #context: LayerContext;
  #lastFailure: ProviderError | undefined;
  #renamed = 0;
  #done = 0;

  constructor(options: RenameServiceOptions, job: RenameJob, emit: (event: RenameEvent) => void) {
    this.#options = options;
    this.#job = job;
    this.#emit = emit;
    this.#context = createLayerContext(job.request.layers);
    this.#total = job.request.layers.length;
  }

  async run(): Promise<RenameSummary> {
    const { layers } = this.#job.request;
    this.#emit({ type: 'job', jobId: this.#job.id, total: this.#total });
    const groups = groupLayers(layers, this.#options.dedupe);
    this.#job.picturesTaken();
    const askable: LayerGroup[] = [];
    for (const group of groups) {
      const known = this.#job.remembered?.nameOf(group);
      if (known !== undefined) this.#rename(group, known);
      else if (group.picture === undefined && (group.layer.text ?? '') === '') this.#keep(group, 'no_picture');
      else askable.push(group);
    }
    const batches: Promise<void>[] = [];
    for (let start = 0; start < askable.length; start += this.#options.layersPerCall) {
      const batch = askable.slice(start, start + this.#options.layersPerCall);
      batches.push(this.#name(batch, true).finally(() => batch.forEach(releasePicture)));
    }
    await Promise.all(batches);
    this.#throwIfNothing();
    return { renamed: this.#renamed, kept: this.#total - this.#renamed };
  }

  /** Names some layers by one call. What an answer leaves unnamed is asked again layer by layer, once. */
  async #name(groups: readonly LayerGroup[], again: boolean): Promise<void> {
    const { request, signal, id } = this.#job;
    const unnamed: LayerGroup[] = [];
    let reason: KeptReason = 'unusable_answer';
    try {
      const content = await this.#options.queue.run(id, this.#options.concurrency, signal, () => this.#ask(groups));
      const { names } = readNames(content, groups.length, request.namingStyle ?? 'snake_case');
      for (const [index, group] of groups.entries()) {
        const name = names.get(index + 1);
        if (name === undefined) unnamed.push(group);
        else this.#rename(group, name);
      }
    } catch (error) {
      if (signal.aborted) {
        for (const group of groups) this.#keep(group, 'deadline');
        return;
      }
      if (!(error instanceof ProviderError)) throw error;
      this.#job.onFailure?.(error);
      this.#lastFailure = error;
      reason = error.fault === 'refused' ? 'refused' : 'provider_failed';
      unnamed.push(...groups);
      const split = groups.length > 1 && (reason === 'refused' || perhapsOneLayer.has(error.status ?? 0));
      if (!split) again = false;
    }
    if (again) await Promise.all(unnamed.map((group) => this.#name([group], false)));
    else for (const group of unnamed) this.#keep(group, reason);
  }

  async #ask(groups: readonly LayerGroup[]): Promise<string> {
    const call = {
      models: this.#options.models,
      body: buildNamingCall(
        groups.map(({ layer, picture }) => ({ layer, picture: picture && { image: picture } })),
        { request: this.#job.request, context: this.#context, glossary: [] },
      ),
      timeoutMs: callTimeoutMs,
      maxAnswerBytes,
    };
    const { content } = await this.#options.client.chat(call, this.#job.signal, this.#job.tally);
    return content;
  }

  #rename(group: LayerGroup, newName: string): void {
    this.#renamed += group.indices.length;
    this.#job.remembered?.remember(group, newName);
    this.#settle(group, { newName, status: 'renamed' });
  }

  #keep(group: LayerGroup, reason: KeptReason): void {
    this.#keptFor.add(reason);
    this.#settle(group, { status: 'kept', reason });
  }

  #settle(group: LayerGroup, result: { newName?: string; status: 'renamed' | 'kept'; reason?: KeptReason }): void {
    releasePicture(group);
    if (this.#job.signal.aborted && this.#renamed === 0) return;
    for (const index of group.indices) {
      const layer = this.#job.request.layers[index];
      if (layer === undefined) continue;
      this.#done += 1;
      const { id, currentName } = layer;
      this.#emit({ type: 'layer', id, newName: currentName, ...result, done: this.#done, total: this.#total });
    }
  }

  #throwIfNothing(): void {
    const { signal } = this.#job;
    if (signal.aborted) {
      const reason: unknown = signal.reason;
      const timedOut = reason instanceof ExporterError && reason.code === 'EXPORTER_TIMEOUT';
      if (!timedOut) throw reason;
      if (this.#renamed === 0) throw requestTimeout();
    }
    const failed = [...this.#keptFor].some((reason) => reason !== 'no_picture');
    if (this.#renamed > 0 || !failed) return;
    if (this.#lastFailure !== undefined) {
      throw toProviderFailure(this.#lastFailure, this.#options.client.restingMs(this.#options.models));
    }
    throw new ExporterError('EXPORTER_PROVIDER_FAILED', 'The AI provider gave no names that can be used');
  }
}
