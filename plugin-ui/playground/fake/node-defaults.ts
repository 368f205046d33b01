import type { FrameNode, RectangleNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FakeType } from './node-spec.ts';

// The properties that are merely kept, with Figma's defaults. Typed by Figma's own typings: a property that Figma drops
// or retypes is a type error here. What is computed (places, sizes, text, corners) is in its own file.

const scene: Pick<RectangleNode, 'visible' | 'locked'> = { visible: true, locked: false };

const blend: Pick<RectangleNode, 'opacity' | 'blendMode' | 'isMask' | 'effects' | 'effectStyleId'> = {
  opacity: 1,
  blendMode: 'PASS_THROUGH',
  isMask: false,
  effects: [],
  effectStyleId: '',
};

const strokes: Pick<RectangleNode, 'strokes' | 'strokeStyleId' | 'strokeWeight' | 'strokeAlign' | 'dashPattern'> = {
  strokes: [],
  strokeStyleId: '',
  strokeWeight: 1,
  strokeAlign: 'INSIDE',
  dashPattern: [],
};

const sides: Pick<RectangleNode, 'strokeTopWeight' | 'strokeRightWeight' | 'strokeBottomWeight' | 'strokeLeftWeight'> =
  { strokeTopWeight: 1, strokeRightWeight: 1, strokeBottomWeight: 1, strokeLeftWeight: 1 };

const fills: Pick<RectangleNode, 'fills' | 'fillStyleId'> = { fills: [], fillStyleId: '' };

const child: Pick<
  RectangleNode,
  | 'layoutAlign'
  | 'layoutGrow'
  | 'layoutPositioning'
  | 'constrainProportions'
  | 'minWidth'
  | 'maxWidth'
  | 'minHeight'
  | 'maxHeight'
> = {
  layoutAlign: 'INHERIT',
  layoutGrow: 0,
  layoutPositioning: 'AUTO',
  constrainProportions: false,
  minWidth: null,
  maxWidth: null,
  minHeight: null,
  maxHeight: null,
};

const constrained: Pick<RectangleNode, 'constraints'> = { constraints: { horizontal: 'MIN', vertical: 'MIN' } };

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
  | 'counterAxisSpacing'
  | 'gridRowCount'
  | 'gridColumnCount'
  | 'gridRowGap'
  | 'gridColumnGap'
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
  counterAxisSpacing: null,
  gridRowCount: 0,
  gridColumnCount: 0,
  gridRowGap: 0,
  gridColumnGap: 0,
  primaryAxisSizingMode: 'FIXED',
  counterAxisSizingMode: 'FIXED',
  primaryAxisAlignItems: 'MIN',
  counterAxisAlignItems: 'MIN',
};

const text: Pick<
  TextNode,
  | 'autoRename'
  | 'textAutoResize'
  | 'textAlignHorizontal'
  | 'lineHeight'
  | 'letterSpacing'
  | 'textTruncation'
  | 'maxLines'
  | 'fillStyleId'
  | 'textStyleId'
> = {
  autoRename: true,
  textAutoResize: 'WIDTH_AND_HEIGHT',
  textTruncation: 'DISABLED',
  maxLines: null,
  letterSpacing: { unit: 'PERCENT', value: 0 },
  textAlignHorizontal: 'LEFT',
  lineHeight: { unit: 'AUTO' },
  fillStyleId: '',
  textStyleId: '',
};

const textOnPath: Pick<TextPathNode, 'autoRename' | 'textAlignHorizontal' | 'fillStyleId' | 'textStyleId'> = {
  autoRename: true,
  textAlignHorizontal: 'LEFT',
  fillStyleId: '',
  textStyleId: '',
};

/** What every layer has that is bound to variables, modes and component properties; read through bindings-part.ts. */
const bound = { boundVariables: {}, explicitVariableModes: {}, componentPropertyReferences: null };

const shape = { ...scene, ...bound, ...blend, ...fills, ...strokes, ...child };
const rounded = { ...shape, ...constrained, ...corner, ...oneCorner };
const box = { ...shape, ...sides, ...constrained, ...corner, ...fourCorners };
const container = { ...box, ...frame };
const group = { ...scene, ...bound, ...blend, ...child };

/** The kept properties of each type of node, with the values of a new one. */
export const nodeDefaults: Record<FakeType | 'PAGE', Readonly<Record<string, unknown>>> = {
  PAGE: { explicitVariableModes: {} },
  FRAME: container,
  COMPONENT: container,
  COMPONENT_SET: container,
  INSTANCE: container,
  SLOT: container,
  GROUP: group,
  TRANSFORM_GROUP: group,
  SECTION: { ...scene, ...bound, ...fills, ...strokes, ...corner, ...fourCorners },
  RECTANGLE: box,
  ELLIPSE: { ...rounded, arcData: { startingAngle: 0, endingAngle: 2 * Math.PI, innerRadius: 0 } },
  POLYGON: rounded,
  STAR: rounded,
  VECTOR: rounded,
  BOOLEAN_OPERATION: { ...shape, ...corner, ...oneCorner },
  LINE: { ...shape, ...constrained },
  TEXT: { ...scene, ...bound, ...blend, ...strokes, ...child, ...constrained, ...text },
  TEXT_PATH: { ...scene, ...bound, ...blend, ...strokes, ...child, ...constrained, ...textOnPath },
  SLICE: { ...scene, ...bound, ...child },
  TABLE: { ...scene, ...bound, ...fills, opacity: 1, blendMode: 'PASS_THROUGH' },
  STICKY: { ...scene, ...bound, ...fills, opacity: 1, blendMode: 'PASS_THROUGH' },
};

/** Kept for the fake's own use: a plugin reaches these through the parts that check what is written. */
export const notDirect: ReadonlySet<string> = new Set([
  'boundVariables',
  'explicitVariableModes',
  'componentPropertyReferences',
]);

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
  'counterAxisSpacing',
  'primaryAxisAlignItems',
  'counterAxisAlignItems',
  'primaryAxisSizingMode',
  'counterAxisSizingMode',
  'constraints',
  'isMask',
  'minWidth',
  'maxWidth',
  'minHeight',
  'maxHeight',
]);

/** Which of them need the fonts of a text layer loaded. */
export const needsFonts: ReadonlySet<string> = new Set([
  'textAutoResize',
  'lineHeight',
  'letterSpacing',
  'textStyleId',
  'textAlignHorizontal',
  'textTruncation',
  'maxLines',
]);

/** Changes of these leave a layer's own picture as it is. */
export const notSeen: ReadonlySet<string> = new Set(['visible', 'locked', 'opacity', 'autoRename']);
