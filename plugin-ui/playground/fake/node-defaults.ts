import type { FrameNode, RectangleNode, TextNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { StandInType } from './node-spec.ts';

// The properties that are merely kept, with Figma's defaults. Typed by Figma's own typings: a property that Figma drops
// or retypes is a type error here. What is computed (places, sizes, text, corners) is in its own file.

const scene: Pick<RectangleNode, 'visible' | 'locked'> = { visible: true, locked: false };

const blend: Pick<RectangleNode, 'opacity' | 'blendMode' | 'isMask' | 'effects'> = {
  opacity: 1,
  blendMode: 'PASS_THROUGH',
  isMask: false,
  effects: [],
};

const strokes: Pick<RectangleNode, 'strokes' | 'strokeWeight' | 'strokeAlign' | 'dashPattern'> = {
  strokes: [],
  strokeWeight: 1,
  strokeAlign: 'INSIDE',
  dashPattern: [],
};

const fills: Pick<RectangleNode, 'fills' | 'fillStyleId'> = { fills: [], fillStyleId: '' };

const child: Pick<
  RectangleNode,
  'layoutAlign' | 'layoutGrow' | 'layoutPositioning' | 'constrainProportions' | 'minWidth' | 'maxWidth'
> = {
  layoutAlign: 'INHERIT',
  layoutGrow: 0,
  layoutPositioning: 'AUTO',
  constrainProportions: false,
  minWidth: null,
  maxWidth: null,
};

const corner: Pick<RectangleNode, 'cornerSmoothing'> = { cornerSmoothing: 0 };
const oneCorner: Pick<RectangleNode, 'cornerRadius'> = { cornerRadius: 0 };
const fourCorners: Pick<RectangleNode, 'topLeftRadius' | 'topRightRadius' | 'bottomRightRadius' | 'bottomLeftRadius'> =
  { topLeftRadius: 0, topRightRadius: 0, bottomRightRadius: 0, bottomLeftRadius: 0 };

const frame: Pick<
  FrameNode,
  | 'clipsContent'
  | 'layoutMode'
  | 'layoutWrap'
  | 'paddingLeft'
  | 'paddingRight'
  | 'paddingTop'
  | 'paddingBottom'
  | 'itemSpacing'
  | 'primaryAxisSizingMode'
  | 'counterAxisSizingMode'
  | 'primaryAxisAlignItems'
  | 'counterAxisAlignItems'
> = {
  clipsContent: true,
  layoutMode: 'NONE',
  layoutWrap: 'NO_WRAP',
  paddingLeft: 0,
  paddingRight: 0,
  paddingTop: 0,
  paddingBottom: 0,
  itemSpacing: 0,
  primaryAxisSizingMode: 'FIXED',
  counterAxisSizingMode: 'FIXED',
  primaryAxisAlignItems: 'MIN',
  counterAxisAlignItems: 'MIN',
};

const text: Pick<
  TextNode,
  'autoRename' | 'textAutoResize' | 'textAlignHorizontal' | 'lineHeight' | 'fillStyleId' | 'textStyleId'
> = {
  autoRename: false,
  textAutoResize: 'NONE',
  textAlignHorizontal: 'LEFT',
  lineHeight: { unit: 'AUTO' },
  fillStyleId: '',
  textStyleId: '',
};

const shape = { ...scene, ...blend, ...fills, ...strokes, ...child };
const rounded = { ...shape, ...corner, ...oneCorner };
const box = { ...shape, ...corner, ...fourCorners };
const container = { ...box, ...frame };

/** The kept properties of each type of node, with the values of a new one. */
export const nodeDefaults: Record<StandInType | 'PAGE', Readonly<Record<string, unknown>>> = {
  PAGE: {},
  FRAME: container,
  COMPONENT: container,
  COMPONENT_SET: container,
  INSTANCE: container,
  GROUP: { ...scene, ...blend, ...child },
  SECTION: { ...scene, ...fills, ...strokes, ...corner, ...fourCorners },
  RECTANGLE: box,
  ELLIPSE: rounded,
  POLYGON: rounded,
  STAR: rounded,
  VECTOR: rounded,
  BOOLEAN_OPERATION: rounded,
  LINE: shape,
  TEXT: { ...scene, ...blend, ...strokes, ...child, ...text },
};

/** Which of them may not be set inside an instance, since the instance takes them from its component. */
export const notOverridable: ReadonlySet<string> = new Set<string>([
  'layoutPositioning',
  'layoutMode',
  'layoutWrap',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'itemSpacing',
  'minWidth',
  'maxWidth',
]);

/** Which of them need the fonts of a text layer loaded. */
export const needsFonts: ReadonlySet<string> = new Set(['textAutoResize', 'lineHeight', 'textStyleId']);

/** Changes of these leave a layer's own picture as it is. */
export const notSeen: ReadonlySet<string> = new Set(['visible', 'locked', 'opacity', 'autoRename']);
