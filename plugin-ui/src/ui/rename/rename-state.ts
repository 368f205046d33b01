import type { LayerEvent } from '../../../../src/schemas/rename.ts';
import type { LayerForRenaming, LeftAlone } from '../../messages.ts';
import type { ServiceError } from '../service/service-error.ts';

/**
 * `waiting`: no answer yet. `renamed`: has a new name. `kept`: the service kept the old one. `failed`: no answer came,
 * since its request failed or the run was cancelled. The last two can be tried again.
 */
export type RowStatus = 'waiting' | 'renamed' | 'kept' | 'failed';

export interface Row {
  readonly id: string;
  readonly type: string;
  readonly oldName: string;
  /** What would be applied; the designer may have typed it. */
  readonly newName: string;
  readonly status: RowStatus;
  /** Why there is no new name, or no picture; whole sentences, '' where all is well. */
  readonly note: string;
  readonly chosen: boolean;
  /** Object URL of the picture, '' before it has come or where there is none. */
  readonly pictureUrl: string;
}

/** What the last apply or revert did. */
export interface Outcome {
  readonly kind: 'applied' | 'reverted';
  readonly count: number;
  readonly leftAlone: readonly LeftAlone[];
}

export interface RenameState {
  readonly phase: 'idle' | 'running' | 'review' | 'applying';
  readonly rows: readonly Row[];
  /** Layers of this run (a second try has fewer than there are rows), exported and answered so far. */
  readonly total: number;
  readonly exported: number;
  readonly settled: number;
  /** What is being waited for, '' where names are coming. */
  readonly waitingFor: string;
  readonly problem: ServiceError | null;
  readonly outcome: Outcome | null;
}

export const idleRename: RenameState = {
  phase: 'idle',
  rows: [],
  total: 0,
  exported: 0,
  settled: 0,
  waitingFor: '',
  problem: null,
  outcome: null,
};

/** Why a layer kept its name, as the service tells it, for a person. */
const keptNotes: Readonly<Record<string, string>> = {
  provider_failed: 'The AI model did not answer for this layer.',
  refused: 'The AI model declined to name this layer.',
  unusable_answer: 'The AI model gave no usable name.',
  deadline: 'Time ran out before this layer was named.',
  no_picture: 'There was neither a picture nor a text to name it by.',
};

/** The row with the service's answer. */
export function answered(
  row: Row,
  { newName, status, reason }: Pick<LayerEvent, 'newName' | 'status'> & { reason: string | undefined },
): Row {
  if (status === 'renamed') return { ...row, newName, status, note: '', chosen: newName !== row.oldName };
  return { ...row, newName: row.oldName, status, note: keptNotes[reason ?? ''] ?? 'The service kept the old name.' };
}

/** A layer that is to be named, with the picture it has from an earlier try. */
export function rowOf({ id, type, currentName }: LayerForRenaming, pictureUrl = ''): Row {
  return { id, type, oldName: currentName, newName: '', status: 'waiting', note: '', chosen: false, pictureUrl };
}

/** Whether trying again could bring a name. */
export function canRetry(row: Row): boolean {
  return row.status === 'failed' || row.status === 'kept';
}

/** Whether there is a name that is not the old one. */
export function hasNewName({ newName, oldName }: Row): boolean {
  const name = newName.trim();
  return name !== '' && name !== oldName;
}

/** Whether applying would change the layer. */
export function willRename(row: Row): boolean {
  return row.chosen && hasNewName(row);
}
