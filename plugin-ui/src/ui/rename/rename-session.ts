import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import type { Settings } from '../../messages.ts';
import { MOST_LAYERS_PER_RUN } from '../../messages.ts';
import { count } from '../format.ts';
import type { Host } from '../host.ts';
import { newId } from '../new-id.ts';
import type { LayerToSend } from '../service/layer-to-send.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { ServiceError } from '../service/service-error.ts';
import { createStore, type Store } from '../store.ts';
import { hashContent } from './content-hash.ts';
import { createRun, type Run } from './create-run.ts';
import { canRetry, idleRename, type RenameState, rowOf, rowsOf } from './rename-state.ts';
import { requestNames } from './request-names.ts';
import { createReview, type Review } from './review.ts';
import { createRows, toPictureUrl } from './rows.ts';
import { createWireIds, type WireIds } from './to-wire.ts';

export interface RenameSessionDeps {
  readonly host: Host;
  readonly client: ServiceClient;
  readonly settings: () => Settings;
  /** The style that names are to have: the settings', or the file's. */
  readonly style: () => NamingStyle;
  /** Says something to those who do not see the screen. */
  readonly announce: (text: string) => void;
}

export interface StartOptions {
  /** Applies the names without a review. */
  readonly quick?: boolean;
}

/** From "name these layers" to "applied", and back: what the rename tab shows and does. */
export interface RenameSession extends Review {
  readonly store: Store<RenameState>;
  start(options?: StartOptions): void;
  cancel(): void;
  /** Names the layers that have no new name once more; the others keep theirs. */
  retryFailed(): void;
  /** Asks for other names, though these layers have some. */
  nameAgain(ids: readonly string[]): void;
  /** Takes up a run whose window was closed: its names are shown, and the layers without one are named. */
  resume(): void;
  /** Drops the names of a run whose window was closed. */
  dropUnfinished(): void;
  revert(): void;
  /** Leaves the names unused. */
  leave(): void;
}

/** What belongs to the rows on the list, through all their runs. */
interface List {
  /** Names made under one id are never paid for twice, and are kept until they are applied. */
  readonly runId: string;
  readonly ids: WireIds;
}

/** Makes the {@link RenameSession} of the window. */
export function createRenameSession({ host, client, settings, style, announce }: RenameSessionDeps): RenameSession {
  const store = createStore(idleRename);
  const rowList = createRows(store, announce);
  const { change: changeRow, reset } = rowList;
  let run: Run | undefined;
  let list: List = { runId: '', ids: createWireIds([]) };

  host.on('hello', ({ unfinished = null }) => store.set({ unfinished }));

  host.on('layers-for-renaming', (message) => {
    if (message.runId !== run?.id) return;
    run.begin(message);
    const known = new Map(store.get().rows.map((row) => [row.id, row]));
    for (const layer of message.layers) known.set(layer.id, rowOf(layer, known.get(layer.id)?.pictureUrl));
    const rows = [...known.values()];
    store.set({ rows, total: message.layers.length });
    if (!run.isFirst) return;
    list = { runId: run.id, ids: createWireIds(rows.map(({ id }) => id)) };
    store.set({ leftOut: message.leftOut ?? [], remaining: message.remaining ?? 0 });
  });

  host.on('layer-picture', ({ runId, id, picture, problem, done }) => {
    const layer = run?.waiting.get(id);
    if (run === undefined || runId !== run.id || layer === undefined) return;
    const basis = { namingStyle: run.style, namingRules: settings().namingRules.trim() };
    const contentHash = hashContent(layer, picture, basis);
    changeRow(id, (row) => ({
      ...row,
      note: problem,
      contentHash,
      pictureUrl: row.pictureUrl === '' ? toPictureUrl(picture) : row.pictureUrl,
    }));
    store.set({ exported: done });
    const isSame = layer.contentHash === contentHash && !run.isFresh;
    if (isSame) rowList.leaveAsIs(run.waiting, id);
    const full = run.add(isSame ? undefined : { layer, picture });
    if (full !== undefined) run.requests.push(request(run, full));
  });

  host.on('export-finished', ({ runId, cancelled }) => {
    if (run === undefined || runId !== run.id || cancelled) return;
    const ending = run;
    const last = ending.flush();
    if (last.length > 0) ending.requests.push(request(ending, last));
    void Promise.allSettled(ending.requests).then(() => finish(ending));
  });

  host.on('problem', ({ inReplyTo, runId, message }) => {
    if (inReplyTo === 'zoom-to-layer') host.send({ type: 'notify', message, error: true });
    if (inReplyTo === 'apply-names' || inReplyTo === 'revert-names') {
      const phase = store.get().rows.length === 0 ? 'idle' : 'review';
      store.set({ phase, problem: new ServiceError('refused', 'The names could not be changed', message) });
    }
    if (inReplyTo !== 'export-for-renaming' || run === undefined || runId !== run.id) return;
    run.error = new ServiceError('refused', 'The layers could not be read', message);
    stop(run, message);
  });

  host.on('names-applied', ({ applied, leftAlone }) => {
    announce(`${count(applied.length, 'layer')} renamed.`);
    reset({ outcome: { kind: 'applied', count: applied.length, leftAlone } });
  });

  host.on('names-reverted', ({ reverted, leftAlone }) => {
    announce(`${count(reverted.length, 'name')} restored.`);
    store.set({ phase: 'idle', outcome: { kind: 'reverted', count: reverted.length, leftAlone } });
  });

  function begin(options: { layerIds?: readonly string[]; isFresh?: boolean; isQuick?: boolean }): void {
    if (run !== undefined) return;
    const { layerIds, isFresh = false, isQuick = false } = options;
    run = createRun({ id: newId(), style: style(), isFirst: layerIds === undefined, isFresh, isQuick });
    if (layerIds === undefined) {
      forget();
      reset({});
    }
    store.set({ phase: 'running', total: 0, exported: 0, settled: 0, problem: null, outcome: null, waitingFor: '' });
    announce('Naming started.');
    const which = layerIds === undefined ? { limit: MOST_LAYERS_PER_RUN } : { layerIds: [...layerIds] };
    host.send({ type: 'export-for-renaming', runId: run.id, ...which });
  }

  function stop(owner: Run, note: string): void {
    host.send({ type: 'cancel-export', runId: owner.id });
    owner.abort.abort(new DOMException('Cancelled', 'AbortError'));
    rowList.giveUp(owner.waiting, [...owner.waiting.keys()], note);
    finish(owner);
  }

  function finish(owner: Run): void {
    if (run !== owner) return;
    rowList.giveUp(owner.waiting, [...owner.waiting.keys()], 'The layer was not exported.');
    run = undefined;
    const { rows } = store.get();
    const named = rows.filter((row) => row.status === 'renamed').length;
    store.set({ phase: rows.length === 0 ? 'idle' : 'review', waitingFor: '', problem: owner.error });
    if (named === 0 && owner.error !== null) reset({ problem: owner.error });
    rowList.announceEnd(owner.error);
    if (owner.isQuick && owner.error === null) review.apply();
  }

  function request(owner: Run, batch: readonly LayerToSend[]): Promise<void> {
    return requestNames(owner, batch, {
      client,
      rows: rowList,
      namingRules: settings().namingRules,
      list,
      keep: (id, name) => host.send({ type: 'keep-name', runId: list.runId, id, name }),
      stop: (message) => stop(owner, message),
    });
  }

  /** The names on the list are no longer needed. */
  function forget(): void {
    if (store.get().rows.length > 0) host.send({ type: 'forget-run', runId: list.runId });
  }

  const namesTwins = (): boolean => settings().nameTwins === true;
  const review = createReview({ store, host, changeRow, namesTwins, style, runId: () => list.runId });

  return {
    store,
    start: ({ quick = false } = {}) => begin({ isQuick: quick }),
    cancel() {
      if (run === undefined) return;
      const named = store.get().rows.some((row) => row.status === 'renamed');
      stop(run, 'Cancelled before it was named.');
      if (!named) reset({});
      announce('Cancelled.');
    },
    retryFailed() {
      const failed = store.get().rows.filter(canRetry);
      if (failed.length > 0) begin({ layerIds: failed.map(({ id }) => id) });
    },
    nameAgain: (ids) => begin({ layerIds: ids, isFresh: true }),
    resume() {
      const { unfinished } = store.get();
      if (unfinished === null || run !== undefined) return;
      const rows = rowsOf(unfinished);
      list = { runId: unfinished.runId, ids: createWireIds(rows.map(({ id }) => id)) };
      const waiting = rows.filter(({ status }) => status === 'waiting').map(({ id }) => id);
      store.set({ ...idleRename, rows, phase: 'review' });
      announce(`${rows.length - waiting.length} names recovered.`);
      if (waiting.length > 0) begin({ layerIds: waiting });
    },
    dropUnfinished() {
      const { unfinished } = store.get();
      if (unfinished !== null) host.send({ type: 'forget-run', runId: unfinished.runId });
      store.set({ unfinished: null });
    },
    ...review,
    revert() {
      store.set({ problem: null });
      host.send({ type: 'revert-names' });
    },
    leave() {
      forget();
      reset({});
    },
  };
}
