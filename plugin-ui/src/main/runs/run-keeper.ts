import type { BaseNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { CameName, UnfinishedRun } from '../../messages.ts';
import { LONGEST_SHOWN_NAME } from '../apply-names.ts';
import type { FigmaApi } from '../figma-api.ts';
import { tryTo } from '../try-to.ts';

const KEY = 'unfinished';

/** clientStorage holds 5 MB for all files; settings and the window's size need little of it. */
const MOST_RUNS = 3;
const LARGEST_RUN_CHARACTERS = 1_200_000;
const KEEP_MS = 7 * 24 * 3_600_000;
/** Writing is cheap, but not for every one of fifty names that come at once. */
const WRITE_AFTER_MS = 250;
/** This many layers show whether a run belongs to this file. */
const LAYERS_LOOKED_AT = 30;

interface KeptRun {
  /** Ids of layers are only unique within a file. */
  file: string;
  run: UnfinishedRun;
}

/** Keeps the names of runs on this machine until they are applied or dropped, so that a closed window costs nothing. */
export interface RunKeeper {
  /** The last unfinished run of this file, if its layers are still here. */
  find(): Promise<UnfinishedRun | undefined>;
  /** A run begins. It is kept from its first name on. */
  begin(run: UnfinishedRun): void;
  keep(runId: string, layerId: string, name: CameName): void;
  forget(runId: string): Promise<void>;
  /** Writes what waits to be written: the window is about to close. */
  flush(): void;
}

/** Makes a {@link RunKeeper} on Figma's clientStorage. */
export function createRunKeeper(figma: FigmaApi, now: () => number): RunKeeper {
  const runs = new Map<string, UnfinishedRun>();
  const changed = new Set<string>();
  let isWaiting = false;
  let lastWrite: Promise<unknown> = Promise.resolve();
  let lastLoaded: KeptRun[] = [];

  async function load(): Promise<KeptRun[]> {
    try {
      const kept: unknown = await figma.clientStorage.getAsync(KEY);
      lastLoaded = Array.isArray(kept) ? kept.filter(isKeptRun) : [];
    } catch {
      lastLoaded = [];
    }
    return lastLoaded;
  }

  /** One write after the other: each reads what is kept, since another file's window may have written too. */
  function write(change: (kept: KeptRun[]) => KeptRun[]): Promise<void> {
    const turn = lastWrite.then(async () => store(change(await load())));
    lastWrite = turn.catch(() => undefined);
    // A full or blocked storage costs the offer to resume, not the run.
    return turn.catch(() => undefined);
  }

  async function store(runsToKeep: readonly KeptRun[]): Promise<void> {
    const kept = runsToKeep.filter(({ run }) => now() - run.startedAt < KEEP_MS).slice(0, MOST_RUNS);
    lastLoaded = kept;
    // Several runs of long texts are more than Figma keeps: the newest is worth most.
    await figma.clientStorage.setAsync(KEY, kept).catch(() => figma.clientStorage.setAsync(KEY, kept.slice(0, 1)));
  }

  /** What the storage should hold by now; undefined if it does. */
  function takeChanged(): ((kept: KeptRun[]) => KeptRun[]) | undefined {
    isWaiting = false;
    const own: KeptRun[] = [];
    for (const id of changed) {
      const run = runs.get(id);
      if (run !== undefined && JSON.stringify(run).length <= LARGEST_RUN_CHARACTERS) own.push({ file: fileOf(), run });
    }
    changed.clear();
    if (own.length === 0) return undefined;
    const ids = own.map(({ run }) => run.runId);
    return (kept) => [...own, ...kept.filter(({ run }) => ids.indexOf(run.runId) === -1)];
  }

  function writeChanged(): void {
    const change = takeChanged();
    if (change !== undefined) void write(change);
  }

  /** Nothing that waits for Figma goes on once the window is closed: what was read last must do. */
  function writeAtOnce(): void {
    const change = takeChanged();
    if (change !== undefined) void store(change(lastLoaded)).catch(() => undefined);
  }

  function fileOf(): string {
    try {
      return figma.root.name;
    } catch {
      return '';
    }
  }

  return {
    async find() {
      for (const { file, run } of await load()) {
        if (file !== fileOf() || now() - run.startedAt > KEEP_MS) continue;
        const layers = await findLayersHere(figma, run);
        if (layers === undefined) continue;
        const found = { ...run, layers };
        runs.set(run.runId, found);
        return found;
      }
      return undefined;
    },
    begin(run) {
      runs.set(run.runId, run);
    },
    keep(runId, layerId, name) {
      const run = runs.get(runId);
      if (run === undefined) return;
      run.names[layerId] = name;
      changed.add(runId);
      if (isWaiting) return;
      isWaiting = true;
      setTimeout(writeChanged, WRITE_AFTER_MS);
    },
    async forget(runId) {
      changed.delete(runId);
      if (!runs.delete(runId)) return;
      await write((kept) => kept.filter(({ run }) => run.runId !== runId));
    },
    flush: writeAtOnce,
  };
}

/** The layers of the run that are still as they were; undefined if most are not, so that it is of another file. */
async function findLayersHere(figma: FigmaApi, { layers }: UnfinishedRun) {
  const nodes = await Promise.all(layers.map(({ id }) => figma.getNodeByIdAsync(id).catch(() => null)));
  const here = layers.filter(({ currentName, type }, index) => {
    const node = nodes[index] ?? null;
    return tryTo(() => node?.removed === false && node.type === type && shownName(node) === currentName) === true;
  });
  const looked = layers.slice(0, LAYERS_LOOKED_AT);
  const found = looked.filter((layer) => here.indexOf(layer) !== -1);
  return found.length > 0 && found.length * 2 >= looked.length ? here : undefined;
}

function shownName({ name }: BaseNode): string {
  return name.slice(0, LONGEST_SHOWN_NAME);
}

function isKeptRun(value: unknown): value is KeptRun {
  if (typeof value !== 'object' || value === null) return false;
  const { file, run } = value as Partial<KeptRun>;
  if (typeof file !== 'string' || typeof run !== 'object' || run === null) return false;
  const { runId, startedAt, frameName, layers, names } = run as Partial<UnfinishedRun>;
  const isNamed = typeof runId === 'string' && typeof startedAt === 'number' && typeof frameName === 'string';
  return (
    isNamed && Array.isArray(layers) && layers.every(isKept) && isKept(names) && Object.values(names).every(isKept)
  );
}

function isKept(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
