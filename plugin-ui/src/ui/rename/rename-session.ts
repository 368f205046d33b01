import type { LayerEvent } from '../../../../src/schemas/rename.ts';
import type { LayerForRenaming, LayersForRenamingMessage, Settings } from '../../messages.ts';
import { count } from '../format.ts';
import type { Host } from '../host.ts';
import { newId } from '../new-id.ts';
import type { LayerToSend } from '../service/layer-to-send.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { ServiceError } from '../service/service-error.ts';
import { describeWait } from '../service/with-retries.ts';
import { createStore, type Store } from '../store.ts';
import { type Batcher, createBatcher } from './create-batcher.ts';
import { nameBatch, renameFields } from './name-batch.ts';
import { answered, canRetry, idleRename, type RenameState, type Row, rowOf } from './rename-state.ts';
import { createReview, type Review } from './review.ts';

export interface RenameSessionDeps {
  readonly host: Host;
  readonly client: ServiceClient;
  readonly settings: () => Settings;
  /** Says something to those who do not see the screen. */
  readonly announce: (text: string) => void;
}

/** From "name these layers" to "applied", and back: what the rename tab shows and does. */
export interface RenameSession extends Review {
  readonly store: Store<RenameState>;
  start(): void;
  cancel(): void;
  /** Names the layers that have no new name once more; the others keep theirs. */
  retryFailed(): void;
  revert(): void;
  /** Leaves the names unused. */
  leave(): void;
}

/** A run under way. */
interface Run {
  readonly id: string;
  readonly abort: AbortController;
  readonly waiting: Map<string, LayerForRenaming>;
  /** Who asks, and of which frame. */
  from: Pick<LayersForRenamingMessage, 'userEmail' | 'userId' | 'frameName'>;
  batcher: Batcher;
  readonly requests: Promise<void>[];
  /** The first error of any request: one that is told is enough. */
  error: ServiceError | null;
}

export function createRenameSession({ host, client, settings, announce }: RenameSessionDeps): RenameSession {
  const store = createStore(idleRename);
  let run: Run | undefined;

  host.on('layers-for-renaming', (message) => {
    if (message.runId !== run?.id) return;
    run.from = message;
    run.batcher = createBatcher(message.layers.length);
    for (const layer of message.layers) run.waiting.set(layer.id, layer);
    const known = new Map(store.get().rows.map((row) => [row.id, row]));
    for (const layer of message.layers) known.set(layer.id, rowOf(layer, known.get(layer.id)?.pictureUrl));
    store.set({ rows: [...known.values()], total: message.layers.length });
  });

  host.on('layer-picture', ({ runId, id, picture, problem, done }) => {
    const layer = run?.waiting.get(id);
    if (run === undefined || runId !== run.id || layer === undefined) return;
    changeRow(id, (row) => ({
      ...row,
      note: problem,
      pictureUrl: row.pictureUrl === '' ? toUrl(picture) : row.pictureUrl,
    }));
    store.set({ exported: done });
    const full = run.batcher.add({ layer, picture });
    if (full !== undefined) run.requests.push(request(run, full));
  });

  host.on('export-finished', ({ runId, cancelled }) => {
    if (run === undefined || runId !== run.id || cancelled) return;
    const ending = run;
    const last = ending.batcher.flush();
    if (last.length > 0) ending.requests.push(request(ending, last));
    settle(ending, ending.batcher.leftOver, 'There was no room for it in this run; name the rest in another.');
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

  function begin(layerIds?: string[]): void {
    if (run !== undefined) return;
    run = {
      id: newId(),
      abort: new AbortController(),
      waiting: new Map(),
      from: { userEmail: '', userId: '', frameName: '' },
      batcher: createBatcher(0),
      requests: [],
      error: null,
    };
    if (layerIds === undefined) reset({});
    store.set({ phase: 'running', total: 0, exported: 0, settled: 0, problem: null, outcome: null, waitingFor: '' });
    announce('Naming has begun.');
    host.send({ type: 'export-for-renaming', runId: run.id, ...(layerIds === undefined ? {} : { layerIds }) });
  }

  async function request(owner: Run, batch: readonly LayerToSend[]): Promise<void> {
    const { signal } = owner.abort;
    try {
      await nameBatch(batch, {
        client,
        fields: renameFields(owner.from, settings()),
        signal,
        isWaiting: (id) => owner.waiting.has(id),
        onLayer: (event) => take(owner, event),
        onWait: tellWait,
      });
    } catch (error) {
      if (signal.aborted) return;
      owner.error ??=
        error instanceof ServiceError ? error : new ServiceError('failed', 'Something went wrong', String(error));
      // A wrong key is wrong for the other requests too: nothing more is exported for them.
      if (owner.error.kind === 'unauthorized') stop(owner, owner.error.message);
      else settle(owner, batch, `${owner.error.title}. ${owner.error.message}`);
    }
  }

  function take(owner: Run, { id, newName, status, reason }: LayerEvent): void {
    if (!owner.waiting.delete(id)) return;
    changeRow(id, (row) => answered(row, { newName, status, reason }));
    countSettled(1);
  }

  /** Gives up on those of the layers that have no answer. */
  function settle(owner: Run, layers: readonly LayerToSend[], note: string): void {
    let settled = 0;
    for (const { layer } of layers) {
      if (!owner.waiting.delete(layer.id)) continue;
      changeRow(layer.id, (row) => ({ ...row, newName: row.oldName, status: 'failed', note }));
      settled += 1;
    }
    countSettled(settled);
  }

  function stop(owner: Run, note: string): void {
    host.send({ type: 'cancel-export', runId: owner.id });
    owner.abort.abort(new DOMException('Cancelled', 'AbortError'));
    settle(
      owner,
      [...owner.waiting.values()].map((layer) => ({ layer, picture: null })),
      note,
    );
    finish(owner);
  }

  function finish(owner: Run): void {
    if (run !== owner) return;
    run = undefined;
    const { rows } = store.get();
    const named = rows.filter((row) => row.status === 'renamed').length;
    store.set({ phase: rows.length === 0 ? 'idle' : 'review', waitingFor: '', problem: owner.error });
    if (named === 0 && owner.error !== null) reset({ problem: owner.error });
    announce(
      owner.error === null
        ? `${named} of ${count(rows.length, 'layer')} named.`
        : `${owner.error.title}. ${owner.error.message}`,
    );
  }

  function tellWait(seconds: number, error: ServiceError | undefined): void {
    const waitingFor = describeWait(seconds, error);
    store.set({ waitingFor });
    if (waitingFor !== '') announce(waitingFor);
  }

  function countSettled(more: number): void {
    const { settled, total } = store.get();
    store.set({ settled: settled + more });
    const tenth = Math.max(1, Math.ceil(total / 10));
    if (Math.floor((settled + more) / tenth) > Math.floor(settled / tenth))
      announce(`${settled + more} of ${total} settled.`);
  }

  function changeRow(id: string, change: (row: Row) => Row): void {
    store.set({ rows: store.get().rows.map((row) => (row.id === id ? change(row) : row)) });
  }

  /** Empties the list, and lets go of its pictures. */
  function reset(change: Partial<RenameState>): void {
    for (const { pictureUrl } of store.get().rows) if (pictureUrl !== '') URL.revokeObjectURL(pictureUrl);
    store.set({ ...idleRename, ...change });
  }

  return {
    store,
    start: () => begin(),
    cancel() {
      if (run === undefined) return;
      const named = store.get().rows.some((row) => row.status === 'renamed');
      stop(run, 'Cancelled before it was named.');
      if (!named) reset({});
      announce('Cancelled.');
    },
    retryFailed: () =>
      begin(
        store
          .get()
          .rows.filter(canRetry)
          .map(({ id }) => id),
      ),
    ...createReview({ store, host, changeRow }),
    revert() {
      store.set({ problem: null });
      host.send({ type: 'revert-names' });
    },
    leave: () => reset({}),
  };
}

function toUrl(picture: Uint8Array | null): string {
  return picture === null
    ? ''
    : URL.createObjectURL(new Blob([picture as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
}
