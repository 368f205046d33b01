import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { ExportForRenamingMessage, LayerForRenaming, MainMessage, Settings } from '../messages.ts';
import { isLayer, LONGEST_SHOWN_NAME } from './apply-names.ts';
import { exportPicture, NAMING_EDGE } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { readIdentity } from './identity.ts';
import { visitInTurns } from './pause.ts';
import { readSelection } from './read-selection.ts';
import { isWanted, nameSelection } from './summarize-selection.ts';
import { isVariant, walkLayers } from './walk-layers.ts';

/** Exports at once: Figma draws them one after the other, and more would only keep the editor from its own work. */
const EXPORTS_AT_ONCE = 3;

/** Four requests of 500 layers, the service's most. */
const MOST_LAYERS = 2000;

const LONGEST_TEXT = 1000;
const LONGEST_NAME = 255;

interface Deps {
  figma: FigmaApi;
  post: (message: MainMessage) => void;
  settings: () => Settings;
}

export interface NamingRuns {
  /** Tells the UI the layers, then their pictures one by one. A run that still goes on is cancelled. */
  begin(message: ExportForRenamingMessage): Promise<void>;
  /** Nothing of this run is sent any more, but for the word that it has ended. */
  cancel(runId: string): void;
}

/** The exporting side of naming runs: at most one goes on at a time. */
export function createNamingRuns({ figma, post, settings }: Deps): NamingRuns {
  let running: { runId: string } | undefined;

  function cancel(runId: string): void {
    if (running?.runId !== runId) return;
    running = undefined;
    post({ type: 'export-finished', runId, cancelled: true });
  }

  async function exportAll(run: { runId: string }, ids: readonly string[]): Promise<void> {
    const { runId } = run;
    const isRunning = (): boolean => running === run;
    const total = ids.length;
    let next = 0;
    let done = 0;
    const work = async (): Promise<void> => {
      while (isRunning() && next < total) {
        const id = ids[next] ?? '';
        next += 1;
        const exported = await exportPicture(figma, id, NAMING_EDGE);
        if (!isRunning()) return;
        done += 1;
        post({ type: 'layer-picture', runId, id, ...exported, done, total });
      }
    };
    await Promise.all(Array.from({ length: EXPORTS_AT_ONCE }, work));
    if (!isRunning()) return;
    running = undefined;
    post({ type: 'export-finished', runId, cancelled: false });
  }

  return {
    async begin({ runId, layerIds }) {
      if (running !== undefined) cancel(running.runId);
      const run = { runId };
      running = run;
      const selection = readSelection(figma);
      const frameName = nameSelection(selection).slice(0, LONGEST_NAME);
      const layers: LayerForRenaming[] = [];
      const take = (node: SceneNode): void => void layers.push(describeForNaming(node));
      if (layerIds === undefined) {
        const { skip } = settings();
        const isStale = (): boolean => running !== run;
        const visit = (layer: Parameters<typeof isWanted>[0]): void => {
          if (isWanted(layer, skip)) take(layer.node);
        };
        await visitInTurns(walkLayers(selection), visit, isStale);
      } else {
        for (const node of await Promise.all(layerIds.map((id) => figma.getNodeByIdAsync(id)))) {
          if (node !== null && !node.removed && isLayer(node) && !isVariant(node)) take(node);
        }
      }
      if (running !== run) return;
      const problem = problemWith(layers.length, selection.length, layerIds !== undefined);
      if (problem !== undefined) {
        running = undefined;
        post({ type: 'problem', inReplyTo: 'export-for-renaming', runId, ...problem });
        return;
      }
      const { userEmail, userId } = readIdentity(figma, settings().email);
      post({ type: 'layers-for-renaming', runId, userEmail, userId, frameName, layers });
      await exportAll(
        run,
        layers.map(({ id }) => id),
      );
    },
    cancel,
  };
}

function problemWith(layers: number, selected: number, isChosen: boolean) {
  if (layers > MOST_LAYERS) {
    const message = `${layers} layers are selected, and ${MOST_LAYERS} can be named at a time. Select fewer.`;
    return { code: 'tooManyLayers', message } as const;
  }
  if (layers > 0) return undefined;
  if (isChosen) return { code: 'noSuchLayer', message: 'These layers were deleted.' } as const;
  if (selected === 0) return { code: 'nothingSelected', message: 'Select the layers to name, or a frame.' } as const;
  const message = 'All selected layers are left out by the switches below. Turn one off to name them too.';
  return { code: 'nothingToName', message } as const;
}

function describeForNaming(node: SceneNode): LayerForRenaming {
  const layer: LayerForRenaming = { id: node.id, currentName: node.name.slice(0, LONGEST_SHOWN_NAME), type: node.type };
  if (node.type === 'TEXT' && node.characters !== '') layer.text = node.characters.slice(0, LONGEST_TEXT);
  const { parent, width, height } = node;
  if (parent !== null && parent.type !== 'PAGE') layer.parentName = parent.name.slice(0, LONGEST_TEXT);
  if (width > 0) layer.width = width;
  if (height > 0) layer.height = height;
  return layer;
}
