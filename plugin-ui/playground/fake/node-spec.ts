import type {
  ComponentPropertyDefinitions,
  Constraints,
  Effect,
  FontName,
  Paint,
  TextCase,
  VariableAlias,
  VariableValue,
} from '@figma/plugin-typings/plugin-api-standalone.js';

/** The node types that the fake knows. */
export type FakeType =
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
  | 'TEXT'
  | 'TEXT_PATH'
  | 'SLOT'
  | 'TRANSFORM_GROUP'
  | 'SLICE'
  | 'TABLE'
  | 'STICKY';

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
  readonly type: FakeType;
  readonly name: string;
  /** Unique in the document; made if omitted. */
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
  /** Of all sides; of a single one by its own name. */
  readonly strokeWeight?: number;
  readonly strokeTopWeight?: number;
  readonly strokeRightWeight?: number;
  readonly strokeBottomWeight?: number;
  readonly strokeLeftWeight?: number;
  readonly effects?: readonly Effect[];
  /** One radius, or top left, top right, bottom right, bottom left. */
  readonly cornerRadius?: number | readonly [number, number, number, number];
  readonly clipsContent?: boolean;
  /** Text: plain, or in several styles. */
  readonly characters?: string | readonly TextRun[];
  readonly fontName?: FontName;
  readonly fontSize?: number;
  /** Whether a text's name follows its words; if omitted, whether it is named like them. */
  readonly autoRename?: boolean;
  /** Where left out, a text without a size hugs its letters, and one with a size keeps it. */
  readonly textAutoResize?: 'NONE' | 'WIDTH_AND_HEIGHT' | 'HEIGHT';
  readonly textAlignHorizontal?: 'LEFT' | 'CENTER' | 'RIGHT' | 'JUSTIFIED';
  readonly textTruncation?: 'DISABLED' | 'ENDING';
  readonly maxLines?: number | null;
  /** A line height in pixels; AUTO if omitted. */
  readonly lineHeight?: number;
  /** Auto-layout of a frame. */
  readonly layoutMode?: 'NONE' | 'HORIZONTAL' | 'VERTICAL' | 'GRID';
  readonly layoutWrap?: 'NO_WRAP' | 'WRAP';
  /** All four sides. */
  readonly padding?: number;
  readonly paddingLeft?: number;
  readonly paddingRight?: number;
  readonly paddingTop?: number;
  readonly paddingBottom?: number;
  readonly itemSpacing?: number;
  readonly counterAxisSpacing?: number;
  readonly gridColumnCount?: number;
  readonly gridRowCount?: number;
  readonly primaryAxisAlignItems?: 'MIN' | 'MAX' | 'CENTER' | 'SPACE_BETWEEN';
  readonly counterAxisAlignItems?: 'MIN' | 'MAX' | 'CENTER' | 'BASELINE';
  readonly primaryAxisSizingMode?: 'FIXED' | 'AUTO';
  readonly counterAxisSizingMode?: 'FIXED' | 'AUTO';
  /** Of a child of an auto-layout frame. */
  readonly layoutPositioning?: 'AUTO' | 'ABSOLUTE';
  readonly layoutGrow?: number;
  readonly layoutAlign?: 'INHERIT' | 'STRETCH';
  readonly minWidth?: number | null;
  readonly maxWidth?: number | null;
  readonly minHeight?: number | null;
  readonly maxHeight?: number | null;
  readonly constraints?: Constraints;
  readonly isMask?: boolean;
  readonly strokeAlign?: 'CENTER' | 'INSIDE' | 'OUTSIDE';
  /** Ids of styles of the document. */
  readonly fillStyleId?: string;
  readonly strokeStyleId?: string;
  readonly effectStyleId?: string;
  readonly textStyleId?: string;
  /** Fields bound to variables, except those of paints, which are in the paints. */
  readonly boundVariables?: Readonly<Record<string, VariableAlias | readonly VariableAlias[]>>;
  /** Modes by collection id. */
  readonly explicitVariableModes?: Readonly<Record<string, string>>;
  /** Of an instance: the id of its component. Without children it gets copies of the component's. */
  readonly mainComponentId?: string;
  /** Of an instance: values that differ from the component's, by the property's full name. */
  readonly componentPropertyValues?: Readonly<Record<string, string | boolean>>;
  /** Of a component or a set: its text, boolean and swap properties; variants' come from the names. */
  readonly componentPropertyDefinitions?: ComponentPropertyDefinitions;
  /** Of a layer in a component: which property says what it shows. */
  readonly componentPropertyReferences?: { readonly visible?: string; readonly characters?: string };
  readonly children?: readonly NodeSpec[];
}

export interface PageSpec {
  readonly name: string;
  readonly children: readonly NodeSpec[];
}

export interface VariableSpec {
  readonly id: string;
  readonly name: string;
  readonly resolvedType: 'BOOLEAN' | 'COLOR' | 'FLOAT' | 'STRING';
  /** By mode id; an alias stands for another variable's value. */
  readonly valuesByMode: Readonly<Record<string, VariableValue>>;
}

export interface CollectionSpec {
  readonly id: string;
  readonly name: string;
  /** The first is the default. */
  readonly modes: readonly { readonly modeId: string; readonly name: string }[];
  readonly variables: readonly VariableSpec[];
}

export interface StyleSpec {
  readonly id: string;
  readonly name: string;
  readonly type: 'PAINT' | 'TEXT' | 'EFFECT';
  readonly paints?: readonly Paint[];
  readonly effects?: readonly Effect[];
  readonly fontName?: FontName;
  readonly fontSize?: number;
}

/** A document to begin with; its first page is the current one, and the only one loaded. */
export interface DocumentSpec {
  readonly pages: readonly PageSpec[];
  /** Places and sizes are those of the file: auto-layout and texts are laid out again only once something changes. */
  readonly isLaidOut?: boolean;
  readonly collections?: readonly CollectionSpec[];
  readonly styles?: readonly StyleSpec[];
}

/** A layer as it stands, for drawing and for tests: plain data, a copy that does not change. */
export interface DrawnNode {
  readonly id: string;
  readonly type: FakeType;
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
  /** Of text in several colors, the first stretch's. */
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
