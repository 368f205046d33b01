import { defaultSettings, type MainMessage, type Settings, type UiMessage } from '../messages.ts';
import { applyNames, isLayer } from './apply-names.ts';
import { bringIntoView } from './bring-into-view.ts';
import { cutNote } from './cut-note.ts';
import { debounce } from './debounce.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { readIdentity } from './identity.ts';
import { createNamingRuns } from './naming-runs.ts';
import { countRevertable, findRevertable } from './rename-history.ts';
import { revertNames } from './revert-names.ts';
import { loadSettings, saveSettings } from './settings-store.ts';
import { summarizeSelection } from './summarize-selection.ts';
import { createVariantBook } from './variants/variant-book.ts';

/** The plugin's window, in px. */
const FIRST_SIZE = { width: 400, height: 640 };
const LEAST_SIZE = { width: 320, height: 400 };
const MOST_SIZE = { width: 900, height: 1000 };

/** Longer than the events of one drag are apart, shorter than anyone waits for. */
const SELECTION_WAIT_MS = 50;

/** What the host of the main thread may put in the place of the usual. */
export interface MainOptions {
  /** Milliseconds; orders one apply after the other, also across restarts. */
  now?: () => number;
}

/**
 * Runs the main thread on this `figma`: Figma's own, or the stand-in.
 *
 * @param html the UI's page, which Figma shows in the plugin's window
 */
export function runMain(figma: FigmaApi, html: string, { now = Date.now }: MainOptions = {}): void {
  let settings: Settings = defaultSettings;
  let summaries = 0;
  let lastBatch = 0;
  /** Counted through the whole page, so only when the page or a name has changed. */
  let revertable = 0;
  let lastChange: Promise<unknown> = Promise.resolve();

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Figma's own, which takes no origin
  const post = (message: MainMessage): void => figma.ui.postMessage(message);
  const deps = { figma, post, settings: () => settings };
  const namingRuns = createNamingRuns(deps);
  const variants = createVariantBook(deps);

  /** Changes of the document come one after the other, so that each is its own step of undo. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const turn = lastChange.then(change);
    lastChange = turn.catch(() => undefined);
    return turn;
  }

  async function tellSelection(): Promise<void> {
    summaries += 1;
    const own = summaries;
    const summary = await summarizeSelection(figma, settings.skip, () => own !== summaries);
    if (summary === undefined || own !== summaries) return;
    post({ type: 'selection-changed', summary, revertable });
  }

  async function greet(): Promise<void> {
    settings = await loadSettings(figma);
    const identity = readIdentity(figma, settings.email);
    revertable = countRevertable(figma);
    post({ type: 'hello', ...identity, settings, revertable });
    await tellSelection();
  }

  async function giveNames(names: Extract<UiMessage, { type: 'apply-names' }>['names']): Promise<void> {
    // The clock of another designer's machine may be behind.
    lastBatch = Math.max(now(), lastBatch + 1, findRevertable(figma).batch + 1);
    const { done, leftAlone } = await applyNames(figma, names, lastBatch);
    revertable = countRevertable(figma);
    post({ type: 'names-applied', applied: done, leftAlone, revertable });
    // Named layers are no longer among those to name.
    await tellSelection();
  }

  async function takeNamesBack(): Promise<void> {
    const { done, leftAlone } = revertNames(figma);
    revertable = countRevertable(figma);
    post({ type: 'names-reverted', reverted: done, leftAlone, revertable });
    await tellSelection();
  }

  async function keepSettings(wanted: Settings): Promise<void> {
    settings = await saveSettings(figma, wanted);
    const { userEmail } = readIdentity(figma, settings.email);
    post({ type: 'settings-saved', settings, userEmail });
    await tellSelection();
  }

  async function zoomTo(inReplyTo: UiMessage['type'], id: string | undefined): Promise<void> {
    const node = id === undefined ? null : await figma.getNodeByIdAsync(id);
    if (node !== null && !node.removed && isLayer(node)) return bringIntoView(figma, node);
    post({ type: 'problem', inReplyTo, code: 'noSuchLayer', message: 'The layer was deleted.' });
  }

  async function handle(message: UiMessage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return greet();
      case 'export-for-renaming':
        return namingRuns.begin(message);
      case 'cancel-export':
        return namingRuns.cancel(message.runId);
      case 'apply-names':
        return inTurn(() => giveNames(message.names));
      case 'revert-names':
        return inTurn(takeNamesBack);
      case 'zoom-to-layer':
        return zoomTo(message.type, message.id);
      case 'zoom-to-variant':
        return zoomTo(message.type, (await variants.find(message.variantId))?.id);
      case 'save-settings':
        return inTurn(() => keepSettings(message.settings));
      case 'prepare-for-edits':
        return variants.prepare(message);
      case 'apply-variant':
        return inTurn(() => variants.apply(message));
      case 'place-picture':
        return inTurn(() => variants.placePicture(message));
      case 'discard-variant':
        return inTurn(() => variants.discard(message.variantId));
      case 'use-variant':
        return inTurn(() => variants.use(message.variantId));
      case 'notify':
        figma.notify(cutNote(message.message), { error: message.error === true });
        return;
      case 'resize':
        figma.ui.resize(between('width', message.width), between('height', message.height));
        return;
      case 'close':
        figma.closePlugin();
    }
  }

  // Layers that cannot be seen inside instances are of no use here, and reading them is what makes walks slow.
  figma.skipInvisibleInstanceChildren = true;
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- Figma's own, which is no EventTarget
  figma.ui.onmessage = (message: UiMessage) => {
    handle(message).catch((error: unknown) => {
      const runId = 'runId' in message ? { runId: message.runId } : {};
      post({ type: 'problem', inReplyTo: message.type, ...runId, code: 'failed', message: explain(error) });
    });
  };
  const follow = debounce(() => void tellSelection().catch(() => undefined), SELECTION_WAIT_MS);
  figma.on('selectionchange', follow);
  figma.on('currentpagechange', () => {
    revertable = countRevertable(figma);
    follow();
  });
  figma.showUI(html, { ...FIRST_SIZE, themeColors: true });
}

function between(side: 'width' | 'height', value: number): number {
  return Math.round(Math.min(MOST_SIZE[side], Math.max(LEAST_SIZE[side], value)));
}
