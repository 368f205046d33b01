import {
  defaultSettings,
  type LaunchCommand,
  type MainMessage,
  type NamingScope,
  type Settings,
  type UiMessage,
} from '../messages.ts';
import { applyNames, isLayer } from './apply-names.ts';
import { bringIntoView } from './bring-into-view.ts';
import { cutNote } from './cut-note.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { readIdentity } from './identity.ts';
import { countRevertable, latestBatch } from './rename-history.ts';
import { revertNames } from './revert-names.ts';
import { createNamingRuns } from './runs/naming-runs.ts';
import { createRunKeeper } from './runs/run-keeper.ts';
import { createSelectionWatch } from './selection-watch.ts';
import { loadSettings, mendSettings, saveSettings } from './settings-store.ts';
import { createVariantBook } from './variants/variant-book.ts';
import { listenForLaunch } from './window/launch.ts';
import { createWindowSize, FIRST_SIZE } from './window/window-size.ts';

/** What the host of the main thread may replace. */
export interface MainOptions {
  /** Milliseconds; orders one apply after the other, also across restarts. */
  now?: () => number;
}

/**
 * Runs the main thread on this `figma`: Figma's own, or a fake.
 *
 * @param html the UI's page, which Figma shows in the plugin's window
 */
export function runMain(figma: FigmaApi, html: string, { now = Date.now }: MainOptions = {}): void {
  let settings: Settings = defaultSettings;
  let scope: NamingScope = 'selection';
  let command: LaunchCommand | undefined;
  let lastBatch = 0;
  let lastChange: Promise<unknown> = Promise.resolve();

  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- Figma's own, which takes no origin
  const post = (message: MainMessage): void => figma.ui.postMessage(message);
  const deps = { figma, post, settings: () => settings, scope: () => scope };
  const keeper = createRunKeeper(figma, now);
  const watch = createSelectionWatch(deps);
  const namingRuns = createNamingRuns({ ...deps, keeper, now });
  const variants = createVariantBook(deps);
  const windowSize = createWindowSize(figma);

  /** Changes of the document come one after the other, so that each is its own step of undo. */
  function inTurn(change: () => Promise<void>): Promise<void> {
    const turn = lastChange.then(change);
    lastChange = turn.catch(() => undefined);
    return turn;
  }

  async function greet(): Promise<void> {
    settings = await loadSettings(figma);
    await windowSize.restore();
    const identity = readIdentity(figma, settings.email);
    const unfinished = await keeper.find();
    const more = { ...(command && { command }), ...(unfinished && { unfinished }) };
    post({ type: 'hello', ...identity, settings, ...more, revertable: countRevertable(figma) });
    await watch.count('page');
  }

  async function giveNames(message: Extract<UiMessage, { type: 'apply-names' }>): Promise<void> {
    // The clock of another designer's machine may be behind.
    lastBatch = Math.max(now(), lastBatch + 1, latestBatch(figma) + 1);
    const { done, leftAlone } = await applyNames(figma, message, lastBatch);
    post({ type: 'names-applied', applied: done, leftAlone, revertable: countRevertable(figma) });
    if (message.runId !== undefined) await keeper.forget(message.runId);
    // Named layers are no longer among those to name.
    await watch.count('page');
  }

  async function takeNamesBack(): Promise<void> {
    const { done, leftAlone } = await revertNames(figma);
    post({ type: 'names-reverted', reverted: done, leftAlone, revertable: countRevertable(figma) });
    await watch.count('page');
  }

  async function keepSettings(wanted: Settings): Promise<void> {
    // They count from now on, even if they cannot be kept.
    settings = mendSettings(wanted);
    await saveSettings(figma, settings).catch(async (error: unknown) => {
      await watch.count();
      throw error;
    });
    const { userEmail } = readIdentity(figma, settings.email);
    post({ type: 'settings-saved', settings, userEmail });
    await watch.count();
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
      case 'set-scope':
        ({ scope } = message);
        return watch.count();
      case 'keep-name':
        return keeper.keep(message.runId, message.id, message.name);
      case 'forget-run':
        return keeper.forget(message.runId);
      case 'apply-names':
        return inTurn(() => giveNames(message));
      case 'revert-names':
        return inTurn(takeNamesBack);
      case 'undo':
        figma.triggerUndo();
        return watch.countSoon('page');
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
        return windowSize.change(message);
      case 'close':
        figma.closePlugin();
    }
  }

  function open(): void {
    // oxlint-disable-next-line unicorn/prefer-add-event-listener -- Figma's, which is not an EventTarget
    figma.ui.onmessage = (message: unknown) => {
      if (!isMessage(message)) return;
      handle(message).catch((error: unknown) => {
        const runId = 'runId' in message ? { runId: message.runId } : {};
        post({ type: 'problem', inReplyTo: message.type, ...runId, code: 'failed', message: explain(error) });
      });
    };
    figma.on('selectionchange', () => watch.countSoon());
    figma.on('currentpagechange', () => watch.countSoon('page'));
    onClose(figma, () => {
      keeper.flush();
      windowSize.flush();
    });
    figma.showUI(html, { ...FIRST_SIZE, themeColors: true });
  }

  // Layers that cannot be seen inside instances are of no use here, and reading them is what makes walks slow.
  figma.skipInvisibleInstanceChildren = true;
  listenForLaunch(figma, (launch) => {
    if (launch.name === 'revert') {
      void revertNames(figma).then(
        ({ done }) => figma.closePlugin(describeRevert(done.length)),
        (error: unknown) => figma.closePlugin(explain(error)),
      );
      return;
    }
    if (launch.name !== 'open') command = launch;
    scope = command?.scope ?? scope;
    open();
  });
}

/** Whatever page runs in the window may post: what is not a message of the UI's kind is passed over. */
function isMessage(value: unknown): value is UiMessage {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function describeRevert(restored: number): string {
  if (restored === 0) return 'This page has no names to restore.';
  return `${restored === 1 ? '1 name was' : `${restored} names were`} restored.`;
}

function onClose(figma: FigmaApi, listener: () => void): void {
  try {
    figma.on('close', listener);
  } catch {
    // An editor without the event: what was kept a moment before stays kept.
  }
}
