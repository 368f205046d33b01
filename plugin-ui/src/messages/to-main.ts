import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';
import type { NamingScope, Settings } from './settings.ts';
import type { CameName, NameToApply } from './subjects.ts';

/** The UI has loaded and listens. Answered by `hello`, then `selection-changed`. */
export interface ReadyMessage {
  type: 'ready';
}

/** Begin a naming run. Answered by `layers-for-renaming`, a `layer-picture` each, `export-finished`; else `problem`. */
export interface ExportForRenamingMessage {
  type: 'export-for-renaming';
  runId: string;
  /** Only these layers, whatever the selection and the switches: for trying failed ones again. */
  layerIds?: string[];
  /** Takes no more layers than this, from the first on; without it, too many layers are a `problem`. */
  limit?: number;
}

/** Count and name another scope from now on. Answered by `selection-changed`. */
export interface SetScopeMessage {
  type: 'set-scope';
  scope: NamingScope;
}

/** Take back the last step, as Cmd+Z or Ctrl+Z on the canvas does: the keyboard's focus is in the plugin's window. */
export interface UndoMessage {
  type: 'undo';
}

/** A layer has got its answer. It is kept on this machine until the names are applied or dropped. */
export interface KeepNameMessage {
  type: 'keep-name';
  runId: string;
  id: string;
  name: CameName;
}

/** The run has ended: its names were applied or dropped. */
export interface ForgetRunMessage {
  type: 'forget-run';
  runId: string;
}

/** Export no more for this run. Answered by `export-finished` with `cancelled: true`, unless it had finished. */
export interface CancelExportMessage {
  type: 'cancel-export';
  runId: string;
}

/** Give the chosen names, as one step of undo. Answered by `names-applied`. */
export interface ApplyNamesMessage {
  type: 'apply-names';
  names: NameToApply[];
  /** The run they came from, which is then no longer kept. */
  runId?: string;
  /** Layers whose name was confirmed as it is: only their hash is kept. */
  confirmed?: { id: string; contentHash: string }[];
}

/** Give back the names of before the last apply on this page, also after a restart. Answered by `names-reverted`. */
export interface RevertNamesMessage {
  type: 'revert-names';
}

/** Select the layer and bring it into view, on its own page. Answered only if it is gone, by `problem`. */
export interface ZoomToLayerMessage {
  type: 'zoom-to-layer';
  id: string;
}

/** Keep the settings. Answered by `settings-saved`, then by `selection-changed`, since the switches may have moved. */
export interface SaveSettingsMessage {
  type: 'save-settings';
  settings: Settings;
}

/** Read the selected frame for a variants run. Answered by `edits-prepared` or `problem`. */
export interface PrepareForEditsMessage {
  type: 'prepare-for-edits';
  runId: string;
  /** The frame to read though something else is selected by now: for regenerating a variant. */
  frameId?: string;
}

/**
 * Apply a variant to a clone of the frame, beside it, as one step of undo. Answered by `variant-applied`, or by
 * `variant-failed` without a frame to clone. Instructions `generateImage` need no bytes here: without
 * `generatedImageBase64` and `imageError` they wait for `place-picture`.
 */
export interface ApplyVariantMessage {
  type: 'apply-variant';
  /** The `edits-prepared` it belongs to. */
  runId: string;
  /** The UI's name for this variant, unique for as long as the plugin is open. */
  variantId: string;
  theme: string;
  instructions: EditInstruction[];
  /** A variant to take the place of: it is removed, and this one laid where it was. */
  replaces?: string;
}

/** A generated picture has come, or will not come. Answered by `picture-placed`. */
export interface PlacePictureMessage {
  type: 'place-picture';
  variantId: string;
  /** Place in the variant's instructions, from 0. */
  instructionIndex: number;
  /** The picture's bytes (PNG, JPEG or GIF), or null without a picture. */
  picture: Uint8Array | null;
  /** Why it is missing, with `picture: null`. */
  imageError?: string;
}

/** Remove a variant's clone, as one step of undo. Answered by `variant-discarded`. */
export interface DiscardVariantMessage {
  type: 'discard-variant';
  variantId: string;
}

/**
 * Apply a variant to the frame it was made from, as one step of undo. Its clone is then removed. Answered by
 * `variant-used`, or by `problem`.
 */
export interface UseVariantMessage {
  type: 'use-variant';
  variantId: string;
}

/** Select a variant's clone and bring it into view. */
export interface ZoomToVariantMessage {
  type: 'zoom-to-variant';
  variantId: string;
}

/** Show a line at the foot of Figma's window; longer than 100 characters is cut at a word, as Figma would cut it. */
export interface NotifyMessage {
  type: 'notify';
  message: string;
  error?: boolean;
}

/** Give the plugin's window another size, in pixels; kept between 320 x 400 and 900 x 1000. */
export interface ResizeMessage {
  type: 'resize';
  width: number;
  height: number;
}

/** Close the plugin. */
export interface CloseMessage {
  type: 'close';
}

/** All that the UI may say to the main thread. */
export type UiMessage =
  | ReadyMessage
  | ExportForRenamingMessage
  | CancelExportMessage
  | ApplyNamesMessage
  | RevertNamesMessage
  | ZoomToLayerMessage
  | SetScopeMessage
  | UndoMessage
  | KeepNameMessage
  | ForgetRunMessage
  | SaveSettingsMessage
  | PrepareForEditsMessage
  | ApplyVariantMessage
  | PlacePictureMessage
  | DiscardVariantMessage
  | UseVariantMessage
  | ZoomToVariantMessage
  | NotifyMessage
  | ResizeMessage
  | CloseMessage;
