import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { DesignToken, EditLayer } from '../../src/schemas/edits.ts';
import type { NamingStyle } from '../../src/schemas/rename.ts';

/**
 * The contract between the plugin's two halves: the main thread, which alone may touch the document, and the UI, which
 * alone may reach the network. Each half takes the other's union and switches on `type`; nothing else crosses.
 *
 * Bytes cross as `Uint8Array`, one picture a message, since every message is copied whole. Ids of runs and variants are
 * made by the UI, so that an answer that comes late can be told from the one that is awaited.
 */

/**
 * Why a layer is left out of a naming run. `iconPart`: a shape inside an icon. `autoText`: a text whose name follows its
 * words.
 */
export type SkipReason =
  | 'hidden'
  | 'locked'
  | 'component'
  | 'insideInstance'
  | 'alreadyNamed'
  | 'iconPart'
  | 'autoText';

/** What a naming run looks at: the selection, the current page, or all pages of the file. */
export type NamingScope = 'selection' | 'page' | 'file';

/** The most layers that one run names. More are named in several runs. */
export const MOST_LAYERS_PER_RUN = 2000;

type NewSkipReason = 'iconPart' | 'autoText';

/** Each reason has a switch: true leaves such layers out. A switch that is missing is as in `defaultSettings`. */
export type SkipSwitches = Record<Exclude<SkipReason, NewSkipReason>, boolean> &
  Partial<Record<NewSkipReason, boolean>>;

/** What is kept in Figma's clientStorage between runs: on this machine, for this user, for this plugin. */
export interface Settings {
  /** The address the designer typed, '' where none: see `userEmail` for what is sent then. */
  email: string;
  /** The service's access key, '' where none. */
  accessKey: string;
  namingStyle: NamingStyle;
  /** Whether names follow the style of the names that the file has; `namingStyle` is used if it has too few. */
  followFileStyle?: boolean;
  /** Whether layers at the same place of other screens get the same names. */
  nameTwins?: boolean;
  /** The team's own rules and glossary, at most 1000 characters. */
  namingRules: string;
  /** File name of the chosen prompt, '' for the service's default. */
  promptFile: string;
  /** Whether variants may have generated pictures. */
  generateImages: boolean;
  skip: SkipSwitches;
}

/** The frame that variants would be made of. */
export interface FrameSummary {
  id: string;
  name: string;
  /** Pixels. */
  width: number;
  height: number;
}

/** What is selected, counted by the switches of the settings. */
export interface SelectionSummary {
  /** Layers in the selection: the selected ones and all that they hold. */
  total: number;
  /** Of them, how many a naming run would send. */
  toName: number;
  /** Of `toName`, how many have a picture; the others are empty or cannot be seen. */
  pictures: number;
  /** What the pictures will weigh, in bytes, guessed from their sizes: for "about 2 MB", not for a bound. */
  estimatedBytes: number;
  /**
   * How many layers have each reason, whatever the switches say: the number to show beside each switch.
   * A layer may have several reasons, so that they need not add up to `total - toName`.
   */
  reasons: Record<SkipReason, number>;
  /** Name of the one selected layer, or of the frame around the first of several; '' where nothing is selected. */
  name: string;
  /** What was counted. */
  scope?: NamingScope;
  /** The style in which most names of the page are written; null if it has too few names. */
  fileStyle?: NamingStyle | null;
  /** Variants of component sets. They are never renamed: no switch lets them in. */
  variants?: number;
  /** Set where exactly one frame, component, instance, group or section is selected: variants can be made of it. */
  frame: FrameSummary | null;
  /** Why `frame` is null, in plain words, '' where it is not. */
  frameProblem: string;
}

/** A layer of a naming run: the fields of the service's request but for the picture, which has its own message. */
export interface LayerForRenaming {
  id: string;
  currentName: string;
  /** Figma's node type. */
  type: string;
  /** What a text layer says, at most 1000 characters. */
  text?: string;
  parentName?: string;
  /** Pixels; left out where a side is 0, since the service takes none. */
  width?: number;
  height?: number;
  /** Id of the layer around this one, if it has one. */
  parentId?: string;
  /** Pixels from the top left corner of the screen: the outermost frame around the layer. */
  x?: number;
  y?: number;
  /** Pixels; of a text in one size. */
  fontSize?: number;
  /** Name of an instance's main component, or of its set. */
  componentName?: string;
  /** Whether somebody gave the layer its name: a new one is shown, but not chosen by itself. */
  isNamed?: boolean;
  /** False if words and sizes say what a picture would: its `layer-picture` has none. */
  needsPicture?: boolean;
  /** What the content was when the plugin named the layer last (see `NameToApply`); not set if it never did. */
  contentHash?: string;
  /** Layers at the same place (names and types from the top down) of other screens of the page. */
  twinIds?: string[];
}

/** A layer that a run looked at and left out. */
export interface LayerLeftOut {
  id: string;
  name: string;
  type: string;
  reasons: (SkipReason | 'variant')[];
}

/** A run whose window was closed before its names were applied. */
export interface UnfinishedRun {
  runId: string;
  /** Milliseconds since 1970. */
  startedAt: number;
  frameName: string;
  layers: LayerForRenaming[];
  /** Names that came, by layer id. */
  names: Record<string, CameName>;
}

/** The service's answer for a layer. */
export interface CameName {
  newName: string;
  status: 'renamed' | 'kept';
  reason?: string;
  confidence?: 'high' | 'low';
  /** Of the content that was named. */
  contentHash?: string;
}

/** A command of the plugin's menu, or of a relaunch button. */
export interface LaunchCommand {
  /** `name`: name layers. `quick`: name them and apply without a review. `variants`: make variants. */
  name: 'name' | 'quick' | 'variants';
  /** Parameters typed into Figma's quick actions. */
  namingStyle?: NamingStyle;
  scope?: NamingScope;
  brief?: string;
}

/** A name to give. `oldName` is what the designer saw: a layer that is called otherwise by now is left alone. */
export interface NameToApply {
  id: string;
  oldName: string;
  newName: string;
  /** Hash of what the name was made from. Kept with the layer, so that it is not asked again while it is the same. */
  contentHash?: string;
}

/** A layer that was not touched, and why. */
export interface LeftAlone {
  id: string;
  /** What it is called now; '' where it is gone. */
  name: string;
  /** `gone`: deleted. `renamedSince`: the designer has renamed it. `failed`: Figma refused; `message` says why. */
  reason: 'gone' | 'renamedSince' | 'failed';
  message?: string;
}

/** What became of one instruction of a variant. Same order and count as the instructions sent. */
export interface InstructionReport {
  /** Place in the variant's instructions, from 0. */
  index: number;
  /** `waiting`: a generated picture is on its way; a `picture-placed` for it follows. */
  outcome: 'applied' | 'skipped' | 'waiting';
  /** Why it was skipped, or what was done a little otherwise (another font, say); in plain words. */
  note?: string;
}

/** Why something could not be done; `message` is whole and for a person. */
export type ProblemCode = 'nothingSelected' | 'noFrame' | 'nothingToName' | 'tooManyLayers' | 'noSuchLayer' | 'failed';

// ---------------------------------------------------------------------------------------------------------------------
// UI -> main
// ---------------------------------------------------------------------------------------------------------------------

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

/** Select the layer and bring it into view, on its own page. Answered only where it is gone, by `problem`. */
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
  /** The frame to read though something else is selected by now: for making a variant anew. */
  frameId?: string;
}

/**
 * Apply a variant to a clone of the frame, beside it, as one step of undo. Answered by `variant-applied`, or by
 * `variant-failed` where there is no frame to clone. Instructions `generateImage` need no bytes here: where they have
 * neither `generatedImageBase64` nor `imageError` they wait for `place-picture`.
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
  /** Why there is none, with `picture: null`. */
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

// ---------------------------------------------------------------------------------------------------------------------
// main -> UI
// ---------------------------------------------------------------------------------------------------------------------

/** First message after `ready`. The theme is not here: Figma itself puts `figma-light` or `figma-dark` on <html>. */
export interface HelloMessage {
  type: 'hello';
  /** What to send: the address typed in the settings, else `user-<id>@figma.local`, else `anonymous@figma.local`. */
  userEmail: string;
  /** Figma's user id, '' where Figma tells none. For `userId` and the header `X-Figma-User`. */
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
  /** As in `hello`: it is counted anew, since the page may be another. */
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
   * PNG, its longer side at most 512 px and never larger than the layer; null where the layer cannot be exported or
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
  /** PNG, its longer side at most 1024 px; null where the frame cannot be exported. */
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
}

/** Something asked for could not be done. */
export interface ProblemMessage {
  type: 'problem';
  /** The message that could not be done. */
  inReplyTo: UiMessage['type'];
  /** The run it belongs to, where it had one. */
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

/** Settings of a first start. */
export const defaultSettings: Required<Settings> & { skip: Required<SkipSwitches> } = {
  email: '',
  accessKey: '',
  namingStyle: 'Title Case',
  followFileStyle: true,
  nameTwins: false,
  namingRules: '',
  promptFile: '',
  generateImages: false,
  skip: {
    hidden: true,
    locked: true,
    component: true,
    insideInstance: true,
    alreadyNamed: true,
    iconPart: true,
    autoText: false,
  },
};
