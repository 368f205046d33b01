import type { NamingStyle } from '../../../src/schemas/rename.ts';
import type { NamingScope, SkipReason } from './settings.ts';

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
  /** Name of the one selected layer, or of the frame around the first of several; '' if nothing is selected. */
  name: string;
  /** What was counted. */
  scope?: NamingScope;
  /** The style in which most names of the page are written; null if it has too few names. */
  fileStyle?: NamingStyle | null;
  /** Variants of component sets. They are never renamed: no switch lets them in. */
  variants?: number;
  /** Set where exactly one frame, component, instance, group or section is selected: variants can be made of it. */
  frame: FrameSummary | null;
  /** Why `frame` is null, in plain words, '' if it is not. */
  frameProblem: string;
}

/** A layer of a naming run: the fields of the service's request except the picture, which has its own message. */
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
  /** What it is called now; '' if it is gone. */
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
