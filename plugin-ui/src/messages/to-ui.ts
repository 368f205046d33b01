import type { DesignToken, EditLayer } from '../../../src/schemas/edits.ts';
import type { Settings } from './settings.ts';
import type {
  InstructionReport,
  LaunchCommand,
  LayerForRenaming,
  LayerLeftOut,
  LeftAlone,
  ProblemCode,
  SelectionSummary,
  UnfinishedRun,
} from './subjects.ts';
import type { UiMessage } from './to-main.ts';

/** First message after `ready`. The theme is not here: Figma itself puts `figma-light` or `figma-dark` on <html>. */
export interface HelloMessage {
  type: 'hello';
  /** What to send: the address typed in the settings, else `user-<id>@figma.local`, else `anonymous@figma.local`. */
  userEmail: string;
  /** Figma's user id, '' if Figma gives none. For `userId` and the header `X-Figma-User`. */
  userId: string;
  userName: string;
  settings: Settings;
  /** How the plugin was started, if by more than its name. */
  command?: LaunchCommand;
  /** A run of this file whose names were paid for and not applied. */
  unfinished?: UnfinishedRun;
  /** How many layers of this page `revert-names` would give their old names back. */
  revertable: number;
}

/** The selection, the page or the switches have changed. */
export interface SelectionChangedMessage {
  type: 'selection-changed';
  summary: SelectionSummary;
  /** As in `hello`: it is counted again, since the page may be another. */
  revertable: number;
}

/** The layers of a naming run, all at once, without their pictures. */
export interface LayersForRenamingMessage {
  type: 'layers-for-renaming';
  runId: string;
  userEmail: string;
  userId: string;
  /** As in the summary's `name`, at most 255 characters. */
  frameName: string;
  /** Layers of the scope that are left out, the first 500 of them. */
  leftOut?: LayerLeftOut[];
  /** Layers beyond `limit`, for the next run. */
  remaining?: number;
  /** In the order of Figma's layer panel; pictures come in this order too, up to three out of turn. */
  layers: LayerForRenaming[];
}

/** One layer's picture. Every layer of the run gets one such message, unless the run is cancelled. */
export interface LayerPictureMessage {
  type: 'layer-picture';
  runId: string;
  id: string;
  /**
   * PNG, its longer side at most 512 px and never larger than the layer; null if the layer cannot be exported or
   * needs no picture.
   */
  picture: Uint8Array | null;
  /** Why a picture that is needed is missing, in plain words; else ''. */
  problem: string;
  /** Layers settled so far, this one among them, and of how many. */
  done: number;
  total: number;
}

/** No more pictures come for this run. */
export interface ExportFinishedMessage {
  type: 'export-finished';
  runId: string;
  cancelled: boolean;
}

/** What `apply-names` did. */
export interface NamesAppliedMessage {
  type: 'names-applied';
  applied: { id: string; name: string }[];
  leftAlone: LeftAlone[];
  revertable: number;
}

/** What `revert-names` did. */
export interface NamesRevertedMessage {
  type: 'names-reverted';
  reverted: { id: string; name: string }[];
  leftAlone: LeftAlone[];
  revertable: number;
}

/** The settings are kept, with the address that is sent from now on. */
export interface SettingsSavedMessage {
  type: 'settings-saved';
  settings: Settings;
  userEmail: string;
}

/** The frame, read for the service's request. */
export interface EditsPreparedMessage {
  type: 'edits-prepared';
  runId: string;
  userEmail: string;
  userId: string;
  frameId: string;
  /** 1..255 characters. */
  frameName: string;
  /** Pixels. */
  frameWidth: number;
  frameHeight: number;
  /** PNG, its longer side at most 1024 px; null if the frame cannot be exported. */
  framePicture: Uint8Array | null;
  /** The layers as the service takes them, back to front, at most 1000; `id` is always set. */
  layers: EditLayer[];
  /** Layers left out beyond the 1000th. */
  layersLeftOut: number;
  /** The color variables and styles that the file offers, those in use in the frame first; at most 200. */
  tokens?: DesignToken[];
}

/** A variant stands beside its frame. */
export interface VariantAppliedMessage {
  type: 'variant-applied';
  variantId: string;
  /** The clone's id and name. */
  frameId: string;
  frameName: string;
  report: InstructionReport[];
  /** Fonts that this machine lacks, "Family Style", each once. */
  missingFonts: string[];
}

/** A variant could not be made at all, such as when its frame is gone. The others stand. */
export interface VariantFailedMessage {
  type: 'variant-failed';
  variantId: string;
  message: string;
}

/** A waiting `generateImage` has settled. */
export interface PicturePlacedMessage {
  type: 'picture-placed';
  variantId: string;
  /** Its `outcome` is `applied` or `skipped`. */
  report: InstructionReport;
}

/** A variant's clone is gone, by `discard-variant` or by `replaces`. */
export interface VariantDiscardedMessage {
  type: 'variant-discarded';
  variantId: string;
}

/** How a variant looks, after it was applied and after each picture that was placed in it. */
export interface VariantPictureMessage {
  type: 'variant-picture';
  variantId: string;
  /** PNG, its longer side at most 512 px; null if the clone cannot be exported. */
  picture: Uint8Array | null;
}

/** The variant was applied to its frame. */
export interface VariantUsedMessage {
  type: 'variant-used';
  variantId: string;
  /** The frame that it was applied to. */
  frameId: string;
  report: InstructionReport[];
  /** What could not be done besides, in plain words: the variant's clone is still on the canvas. */
  message?: string;
}

/** Something asked for could not be done. */
export interface ProblemMessage {
  type: 'problem';
  /** The message that could not be done. */
  inReplyTo: UiMessage['type'];
  /** The run it belongs to, if any. */
  runId?: string;
  code: ProblemCode;
  message: string;
}

/** All that the main thread may say to the UI. */
export type MainMessage =
  | HelloMessage
  | SelectionChangedMessage
  | LayersForRenamingMessage
  | LayerPictureMessage
  | ExportFinishedMessage
  | NamesAppliedMessage
  | NamesRevertedMessage
  | SettingsSavedMessage
  | EditsPreparedMessage
  | VariantAppliedMessage
  | VariantFailedMessage
  | PicturePlacedMessage
  | VariantDiscardedMessage
  | VariantPictureMessage
  | VariantUsedMessage
  | ProblemMessage;
