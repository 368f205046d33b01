import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import {
  type ExportForRenamingMessage,
  type LayerForRenaming,
  type LayerLeftOut,
  type MainMessage,
  MOST_LAYERS_PER_RUN,
  type NamingScope,
  type Settings,
} from '../../messages.ts';
import { isLayer } from '../apply-names.ts';
import { exportPicture, NAMING_EDGE } from '../export-picture.ts';
import type { FigmaApi } from '../figma-api.ts';
import { readIdentity } from '../identity.ts';
import { describeLayer } from '../layers/describe-layer.ts';
import { findRoots } from '../layers/find-roots.ts';
import { findTwins } from '../layers/find-twins.ts';
import { isWanted } from '../layers/summarize-layers.ts';
import { type VisitedLayer, visitLayer, visitLayers } from '../layers/visit-layers.ts';
import { pause, visitInTurns } from '../pause.ts';
import { tryTo } from '../try-to.ts';
import type { RunKeeper } from './run-keeper.ts';

/** Exports at once: Figma draws them one after the other, and more would only keep the editor from its own work. */
const EXPORTS_AT_ONCE = 3;

/** Layers without a picture are posted at once; so many take a few milliseconds. */
const LAYERS_PER_TURN = 100;

const LONGEST_NAME = 255;
const MOST_LEFT_OUT = 500;

interface Deps {
  figma: FigmaApi;
  post: (message: MainMessage) => void;
  settings: () => Settings;
  scope: () => NamingScope;
  keeper: RunKeeper;
  now: () => number;
}

interface Run {
  readonly runId: string;
}

/** What a run found in its scope. */
interface Found {
  frameName: string;
  isAnything: boolean;
  layers: VisitedLayer[];
  leftOut: LayerLeftOut[];
}

export interface NamingRuns {
  /** Posts the layers to the UI, then their pictures one by one. A run that still goes on is cancelled. */
  begin(message: ExportForRenamingMessage): Promise<void>;
  /** Nothing more of this run is posted, except that it has ended. */
  cancel(runId: string): void;
}

/** The exporting side of naming runs: at most one goes on at a time. */
export function createNamingRuns({ figma, post, settings, scope, keeper, now }: Deps): NamingRuns {
  let running: Run | undefined;

  function cancel(runId: string): void {
    if (running?.runId !== runId) return;
    running = undefined;
    post({ type: 'export-finished', runId, cancelled: true });
  }

  async function findInScope(isStale: () => boolean): Promise<Found> {
    const { nodes, name } = await findRoots(figma, scope());
    const { skip } = settings();
    const found: Found = { frameName: name, isAnything: nodes.length > 0, layers: [], leftOut: [] };
    const visit = (layer: VisitedLayer): void => {
      const { node, reasons, isVariant } = layer;
      if (node.removed) return;
      if (isWanted(layer, skip)) found.layers.push(layer);
      else if (found.leftOut.length < MOST_LEFT_OUT) {
        const own = isVariant ? (['variant', ...reasons] as const) : reasons;
        const { id, type } = node;
        found.leftOut.push({ id, name: node.name.slice(0, LONGEST_NAME), type, reasons: [...own] });
      }
    };
    await visitLayers(nodes, visit, isStale);
    return found;
  }

  async function findByIds(ids: readonly string[]): Promise<Found> {
    const { name } = await findRoots(figma, 'selection');
    const nodes = await Promise.all(ids.map((id) => figma.getNodeByIdAsync(id)));
    const here = nodes.filter((node): node is SceneNode => node !== null && !node.removed && isLayer(node));
    const layers = (await Promise.all(here.map(visitLayer))).filter(({ isVariant }) => !isVariant);
    return { frameName: name, isAnything: true, layers, leftOut: [] };
  }

  async function exportAll(run: Run, layers: readonly LayerForRenaming[]): Promise<void> {
    const { runId } = run;
    const isRunning = (): boolean => running === run;
    const total = layers.length;
    let next = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      for (let layer = layers[next]; isRunning() && layer !== undefined; layer = layers[next]) {
        next += 1;
        const { id, needsPicture = true } = layer;
        const exported = needsPicture
          ? await exportPicture(figma, id, NAMING_EDGE)
          : ({ picture: null, problem: '' } as const);
        if (!isRunning()) return;
        done += 1;
        post({ type: 'layer-picture', runId, id, ...exported, done, total });
        if (!needsPicture && done % LAYERS_PER_TURN === 0) await pause();
      }
    };
    await Promise.all(Array.from({ length: EXPORTS_AT_ONCE }, work));
    if (!isRunning()) return;
    running = undefined;
    post({ type: 'export-finished', runId, cancelled: false });
  }

  return {
    async begin({ runId, layerIds, limit }) {
      if (running !== undefined) cancel(running.runId);
      const run = { runId };
      running = run;
      const isStale = (): boolean => running !== run;
      const found = layerIds === undefined ? await findInScope(isStale) : await findByIds(layerIds);
      if (isStale()) return;
      const most = Math.min(limit ?? Number.POSITIVE_INFINITY, MOST_LAYERS_PER_RUN);
      const isTooMany = limit === undefined && found.layers.length > most;
      const layers = isTooMany ? [] : await describe(found.layers.slice(0, most), isStale);
      if (isStale()) return;
      if (layers.length === 0) {
        running = undefined;
        const problem = problemWith(found, layerIds !== undefined);
        post({ type: 'problem', inReplyTo: 'export-for-renaming', runId, ...problem });
        return;
      }
      const frameName = found.frameName.slice(0, LONGEST_NAME);
      // A second try belongs to a run that is kept already.
      if (layerIds === undefined) keeper.begin({ runId, startedAt: now(), frameName, layers, names: {} });
      const { userEmail, userId } = readIdentity(figma, settings().email);
      const remaining = Math.max(0, found.layers.length - most);
      const from = { runId, userEmail, userId, frameName };
      post({ type: 'layers-for-renaming', ...from, layers, leftOut: found.leftOut, remaining });
      await exportAll(run, layers);
    },
    cancel,
  };
}

async function describe(layers: readonly VisitedLayer[], isStale: () => boolean): Promise<LayerForRenaming[]> {
  const described: LayerForRenaming[] = [];
  const take = (layer: VisitedLayer): void => {
    const own = tryTo(() => (layer.node.removed ? undefined : describeLayer(layer)));
    if (own !== undefined) described.push(own);
  };
  await visitInTurns(layers, take, isStale);
  // Without them the layers are still named.
  const twins = await findTwins(layers, isStale).catch(() => new Map<string, string[]>());
  for (const layer of described) {
    const twinIds = twins.get(layer.id);
    if (twinIds !== undefined) layer.twinIds = twinIds;
  }
  return described;
}

function problemWith({ layers, isAnything }: Found, isChosen: boolean) {
  if (layers.length > MOST_LAYERS_PER_RUN) {
    const message = `${layers.length} layers are selected, and ${MOST_LAYERS_PER_RUN} can be named at a time. Select fewer.`;
    return { code: 'tooManyLayers', message } as const;
  }
  if (isChosen) return { code: 'noSuchLayer', message: 'These layers were deleted.' } as const;
  if (!isAnything) return { code: 'nothingSelected', message: 'Select the layers to name, or a frame.' } as const;
  const message = 'All selected layers are left out by the switches below. Turn one off to name them too.';
  return { code: 'nothingToName', message } as const;
}
