import type { Effect, FontName, Paint, TextCase } from '@figma/plugin-typings/plugin-api-standalone.js';

/** The node types that the stand-in knows. */
export type StandInType =
  | 'FRAME'
  | 'GROUP'
  | 'SECTION'
  | 'COMPONENT'
  | 'COMPONENT_SET'
  | 'INSTANCE'
  | 'RECTANGLE'
  | 'ELLIPSE'
  | 'LINE'
  | 'POLYGON'
  | 'STAR'
  | 'VECTOR'
  | 'BOOLEAN_OPERATION'
  | 'TEXT';

/** A stretch of text in one style. */
export interface TextRun {
  readonly characters: string;
  readonly fontName?: FontName;
  readonly fontSize?: number;
  readonly textCase?: TextCase;
  readonly fills?: readonly Paint[];
}

/** A layer to begin with. What is left out is as Figma makes a new layer, but with no fill. Lengths in pixels. */
export interface NodeSpec {
  readonly type: StandInType;
  readonly name: string;
  /** Unique in the document; made where it is left out. */
  readonly id?: string;
  /** From the top left of the frame, component, instance, section or page that holds it; groups do not count. */
  readonly x?: number;
  readonly y?: number;
  /** A group's size and place come from what it holds. */
  readonly width?: number;
  readonly height?: number;
  /** Degrees, counterclockwise. */
  readonly rotation?: number;
  readonly visible?: boolean;
  readonly locked?: boolean;
  readonly opacity?: number;
  readonly fills?: readonly Paint[];
  readonly strokes?: readonly Paint[];
  readonly strokeWeight?: number;
  readonly effects?: readonly Effect[];
  /** One radius, or top left, top right, bottom right, bottom left. */
  readonly cornerRadius?: number | readonly [number, number, number, number];
  readonly clipsContent?: boolean;
  /** Text: plain, or in several styles. */
  readonly characters?: string | readonly TextRun[];
  readonly fontName?: FontName;
  readonly fontSize?: number;
  readonly autoRename?: boolean;
  readonly textAutoResize?: 'NONE' | 'WIDTH_AND_HEIGHT' | 'HEIGHT';
  /** A line height in pixels; AUTO where left out. */
  readonly lineHeight?: number;
  /** Auto-layout of a frame. */
  readonly layoutMode?: 'NONE' | 'HORIZONTAL' | 'VERTICAL';
  /** All four sides. */
  readonly padding?: number;
  readonly itemSpacing?: number;
  readonly primaryAxisSizingMode?: 'FIXED' | 'AUTO';
  readonly counterAxisSizingMode?: 'FIXED' | 'AUTO';
  /** Of a child of an auto-layout frame. */
  readonly layoutPositioning?: 'AUTO' | 'ABSOLUTE';
  readonly layoutGrow?: number;
  readonly layoutAlign?: 'INHERIT' | 'STRETCH';
  /** Of an instance: the id of its component. */
  readonly mainComponentId?: string;
  readonly children?: readonly NodeSpec[];
}

export interface PageSpec {
  readonly name: string;
  readonly children: readonly NodeSpec[];
}

/** A document to begin with; its first page is the current one, and the only one loaded. */
export interface DocumentSpec {
  readonly pages: readonly PageSpec[];
}

/** A layer as it stands, for drawing and for tests: plain data, a copy that does not change. */
export interface DrawnNode {
  readonly id: string;
  readonly type: StandInType;
  readonly name: string;
  readonly visible: boolean;
  readonly locked: boolean;
  /** Top left on the page before turning, in pixels; `rotation` turns the layer about that point. */
  readonly absoluteX: number;
  readonly absoluteY: number;
  readonly width: number;
  readonly height: number;
  /** Degrees, counterclockwise, all parents' turning added. */
  readonly absoluteRotation: number;
  readonly opacity: number;
  /** Of text in several colours, the first stretch's. */
  readonly fills: readonly Paint[];
  readonly strokes: readonly Paint[];
  readonly strokeWeight: number;
  readonly effects: readonly Effect[];
  /** Top left, top right, bottom right, bottom left. */
  readonly cornerRadii: readonly [number, number, number, number];
  readonly clipsContent: boolean;
  /** Text only. */
  readonly characters?: string;
  readonly fontName?: FontName;
  readonly fontSize?: number;
  readonly textCase?: TextCase;
  /** The layer that this one is a copy of, through all copying, else its own id. For finding its picture. */
  readonly originId: string;
  /** True once anything that shows has been changed: the picture of `originId` is then no longer its picture. */
  readonly isChanged: boolean;
  /** Back to front. */
  readonly children: readonly DrawnNode[];
}
