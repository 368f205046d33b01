import type { LayerEvent } from '../../../../src/schemas/rename.ts';
import type { CameName } from '../../messages.ts';
import type { LayerToSend } from '../service/layer-to-send.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { ServiceError } from '../service/service-error.ts';
import type { Run } from './create-run.ts';
import { nameBatch, renameFields } from './name-batch.ts';
import { answered } from './rename-state.ts';
import type { Rows } from './rows.ts';
import type { WireIds } from './to-wire.ts';

export interface NamesRequest {
  readonly client: ServiceClient;
  readonly rows: Rows;
  readonly namingRules: string;
  /** The list that the names are for: names made under its id are never paid for twice. */
  readonly list: { readonly runId: string; readonly ids: WireIds };
  /** Keeps a name until it is applied. */
  readonly keep: (id: string, name: CameName) => void;
  /** Ends the run: its other requests would fail as well. */
  readonly stop: (message: string) => void;
}

/** Asks for the names of a batch: each answer goes to its row, and layers without one get a note. Never throws. */
export async function requestNames(run: Run, batch: readonly LayerToSend[], request: NamesRequest): Promise<void> {
  const { client, rows, namingRules, list, keep, stop } = request;
  const { signal } = run.abort;
  const giveUp = (note: string): void =>
    rows.giveUp(
      run.waiting,
      batch.map(({ layer }) => layer.id),
      note,
    );

  function take(id: string, { newName, status, reason, confidence }: LayerEvent): void {
    if (!run.waiting.delete(id)) return;
    const { contentHash = '' } = rows.find(id) ?? {};
    const name = { newName, status, ...(reason && { reason }), ...(confidence && { confidence }), contentHash };
    rows.change(id, (row) => answered(row, name));
    if (status === 'renamed') keep(id, name);
    rows.countSettled(1);
  }

  try {
    await nameBatch(batch, {
      client,
      fields: renameFields(run.from, run.style, namingRules),
      ids: list.ids,
      signal,
      idempotencyKey: run.isFresh ? run.id : list.runId,
      isFresh: run.isFresh,
      isWaiting: (id) => run.waiting.has(id),
      onLayer: take,
      onWait: rows.showWait,
    });
    giveUp('The service sent no answer for this layer.');
  } catch (error) {
    if (signal.aborted) return;
    run.error ??=
      error instanceof ServiceError ? error : new ServiceError('failed', 'Something went wrong', String(error));
    // A wrong key is wrong for the other requests too: nothing more is exported for them.
    if (run.error.kind === 'unauthorized') stop(run.error.message);
    else giveUp(`${run.error.title}. ${run.error.message}`);
  }
}
