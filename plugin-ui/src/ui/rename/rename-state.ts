import type { CameName, LayerForRenaming, LayerLeftOut, LeftAlone, UnfinishedRun } from '../../messages.ts';
import type { ServiceError } from '../service/service-error.ts';

/**
 * `waiting`: no answer yet. `renamed`: has a new name. `kept`: the service kept the old one. `failed`: no answer came,
 * since its request failed or the run was cancelled. `same`: named before and not changed since, so it was not asked.
 */
export type RowStatus = 'waiting' | 'renamed' | 'kept' | 'failed' | 'same';

/** Where a row stands in the review. */
export type RowGroup = 'check' | 'sure' | 'unnamed' | 'same';

export interface Row {
  readonly id: string;
  readonly layer: LayerForRenaming;
  readonly oldName: string;
  /** What would be applied; the designer may have typed it. */
  readonly newName: string;
  readonly status: RowStatus;
  /** Why there is no new name, or why it should be checked; whole sentences, '' if all is well. */
  readonly note: string;
  readonly isUnsure: boolean;
  readonly chosen: boolean;
  /** Object URL of the picture, '' before it has arrived or without one. */
  readonly pictureUrl: string;
  /** Of what the name was made from; '' until it is known. */
  readonly contentHash: string;
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
  /** Layers that the run looked at and left out. */
  readonly leftOut: readonly LayerLeftOut[];
  /** Layers that this run had no room for. */
  readonly remaining: number;
  /** Layers of this run (a second attempt has fewer than there are rows), exported and answered so far. */
  readonly total: number;
  readonly exported: number;
  readonly settled: number;
  /** What is being waited for, '' while names are coming. */
  readonly waitingFor: string;
  readonly problem: ServiceError | null;
  readonly outcome: Outcome | null;
  /** A run whose window was closed before its names were applied. */
  readonly unfinished: UnfinishedRun | null;
}

export const idleRename: RenameState = {
  phase: 'idle',
  rows: [],
  leftOut: [],
  remaining: 0,
  total: 0,
  exported: 0,
  settled: 0,
  waitingFor: '',
  problem: null,
  outcome: null,
  unfinished: null,
};

/** Why a layer kept its name, as the service says it, for a person. */
const keptNotes: Readonly<Record<string, string>> = {
  provider_failed: 'The AI model did not answer for this layer.',
  refused: 'The AI model declined to name this layer.',
  unusable_answer: 'The AI model gave no usable name.',
  deadline: 'Time ran out before this layer was named.',
  no_picture: 'It has neither a picture nor text to name it by.',
};

/** The row with the service's answer. */
export function answered(row: Row, { newName, status, reason, confidence }: CameName): Row {
  if (status === 'kept') {
    return { ...row, newName: row.oldName, status, note: keptNotes[reason ?? ''] ?? 'The service kept the old name.' };
  }
  const isUnsure = confidence === 'low';
  const isNamed = row.layer.isNamed === true;
  const note = isUnsure ? 'The AI model is not sure.' : isNamed ? 'It already has a name.' : '';
  return { ...row, newName, status, note, isUnsure, chosen: newName !== row.oldName && !isNamed };
}

/** A layer that is to be named, with the picture it has from an earlier attempt. */
export function rowOf(layer: LayerForRenaming, pictureUrl = ''): Row {
  return {
    id: layer.id,
    layer,
    oldName: layer.currentName,
    newName: '',
    status: 'waiting',
    note: '',
    isUnsure: false,
    chosen: false,
    pictureUrl,
    contentHash: '',
  };
}

/** The rows of a run whose window was closed. */
export function rowsOf({ layers, names }: UnfinishedRun): Row[] {
  return layers.map((layer) => {
    const row = rowOf(layer);
    const name = names[layer.id];
    return name === undefined ? row : answered({ ...row, contentHash: name.contentHash ?? '' }, name);
  });
}

/** Where the row stands once the run has ended. */
export function groupOf(row: Row): RowGroup {
  if (row.status === 'same') return 'same';
  if (row.status !== 'renamed') return 'unnamed';
  return row.isUnsure || row.layer.isNamed === true ? 'check' : 'sure';
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

/** How many layers of other screens would get the names of the chosen rows. */
export function countTwins(rows: readonly Row[]): number {
  let twins = 0;
  for (const row of rows) if (willRename(row)) twins += row.layer.twinIds?.length ?? 0;
  return twins;
}
