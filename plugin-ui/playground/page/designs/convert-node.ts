import type {
  ComponentPropertyDefinitions,
  ConstraintType,
  Effect,
  FontName,
  Paint,
  VariableAlias,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import type { NodeSpec, StandInType } from '../../fake/node-spec.ts';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface RestColor {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a?: number;
}

/** A paint, an effect or a node of the REST API has more fields; these are read. */
interface RestPaint {
  readonly type: string;
  readonly visible?: boolean;
  readonly opacity?: number;
  readonly color?: RestColor;
  readonly gradientStops?: readonly { readonly position: number; readonly color: RestColor }[];
  readonly gradientHandlePositions?: readonly { readonly x: number; readonly y: number }[];
  readonly boundVariables?: { readonly color?: VariableAlias };
}

interface RestEffect {
  readonly type: string;
  readonly visible?: boolean;
  readonly radius?: number;
  readonly spread?: number;
  readonly color?: RestColor;
  readonly offset?: { readonly x: number; readonly y: number };
}

export interface RestNode {
  readonly id?: string;
  readonly type: string;
  readonly name?: string;
  readonly children?: readonly RestNode[];
  readonly absoluteBoundingBox?: Rect | null;
  readonly fills?: readonly RestPaint[];
  readonly strokes?: readonly RestPaint[];
  readonly effects?: readonly RestEffect[];
  readonly cornerRadius?: number;
  readonly rectangleCornerRadii?: readonly number[];
  readonly constraints?: { readonly horizontal: string; readonly vertical: string };
  readonly characters?: string;
  readonly style?: {
    readonly fontFamily?: string;
    readonly fontStyle?: string;
    readonly fontPostScriptName?: string | null;
    readonly fontWeight?: number;
    readonly italic?: boolean;
    readonly fontSize?: number;
    readonly textAlignHorizontal?: string;
    readonly textAutoResize?: string;
  };
  readonly styles?: Readonly<Record<string, string>>;
  readonly componentId?: string;
  readonly componentProperties?: Readonly<Record<string, { readonly type: string; readonly value: unknown }>>;
  readonly componentPropertyDefinitions?: ComponentPropertyDefinitions;
  readonly [field: string]: unknown;
}

interface Collected {
  /** Ids so far: an id twice is left to the fake to make. */
  readonly counted: Set<string>;
  readonly fonts: Map<string, FontName>;
}

const types: Readonly<Record<string, StandInType>> = {
  FRAME: 'FRAME',
  GROUP: 'GROUP',
  SECTION: 'SECTION',
  COMPONENT: 'COMPONENT',
  COMPONENT_SET: 'COMPONENT_SET',
  INSTANCE: 'INSTANCE',
  RECTANGLE: 'RECTANGLE',
  ELLIPSE: 'ELLIPSE',
  LINE: 'LINE',
  REGULAR_POLYGON: 'POLYGON',
  STAR: 'STAR',
  VECTOR: 'VECTOR',
  BOOLEAN_OPERATION: 'BOOLEAN_OPERATION',
  TEXT: 'TEXT',
  TEXT_PATH: 'TEXT_PATH',
  SLOT: 'SLOT',
  TRANSFORM_GROUP: 'TRANSFORM_GROUP',
  SLICE: 'SLICE',
  TABLE: 'TABLE',
  STICKY: 'STICKY',
};

const groups: ReadonlySet<StandInType> = new Set(['GROUP', 'BOOLEAN_OPERATION', 'TRANSFORM_GROUP']);
const frames: ReadonlySet<StandInType> = new Set(['FRAME', 'COMPONENT', 'COMPONENT_SET', 'INSTANCE', 'SLOT']);
const none: Rect = { x: 0, y: 0, width: 0, height: 0 };

/** A node of the REST API with all that it holds, as the fake takes it. Without recursion: files nest deep. */
export function convertNode(top: RestNode, collected: Collected): NodeSpec {
  const root: { spec?: NodeSpec } = {};
  const waiting: { node: RestNode; origin: Rect; put: (spec: NodeSpec) => void }[] = [
    { node: top, origin: none, put: (spec) => void (root.spec = spec) },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, origin, put } = next;
    const children: NodeSpec[] = [];
    const type = typeOf(node);
    const box = node.absoluteBoundingBox ?? origin;
    put({ ...describe(node, type, box, origin, collected), ...(node.children !== undefined && { children }) });
    const inner = groups.has(type) ? origin : box;
    // The last is taken first, so that each puts itself in its own place.
    node.children?.forEach((child, index) => {
      waiting.push({ node: child, origin: inner, put: (spec) => void (children[index] = spec) });
    });
  }
  if (root.spec === undefined) throw new Error('The layer has no type.');
  return root.spec;
}

function typeOf({ type, children }: RestNode): StandInType {
  return types[type] ?? (children === undefined ? 'RECTANGLE' : 'FRAME');
}

function describe(node: RestNode, type: StandInType, box: Rect, origin: Rect, { counted, fonts }: Collected): NodeSpec {
  const isFrame = frames.has(type);
  const isText = type === 'TEXT' || type === 'TEXT_PATH';
  const hasFills = isFrame || !(groups.has(type) && type !== 'BOOLEAN_OPERATION') ? type !== 'SLICE' : false;
  const isNew = node.id !== undefined && !counted.has(node.id);
  if (isNew && node.id !== undefined) counted.add(node.id);
  const font = isText ? fontOf(node) : undefined;
  if (font !== undefined) fonts.set(`${font.family} ${font.style}`, font);
  const hasStrokes = hasFills && type !== 'TABLE' && type !== 'STICKY';
  const hasEffects = type !== 'SECTION' && type !== 'SLICE' && type !== 'TABLE' && type !== 'STICKY';
  return {
    type,
    name: node.name ?? '',
    ...(isNew && { id: node.id }),
    x: box.x - origin.x,
    y: box.y - origin.y,
    width: box.width,
    height: type === 'LINE' ? 0 : box.height,
    ...copy(node, ['visible', 'locked']),
    ...(type !== 'SECTION' && type !== 'SLICE' && copy(node, ['opacity'])),
    ...(hasFills && { fills: (node.fills ?? []).map(toPaint) }),
    ...(hasStrokes && { strokes: (node.strokes ?? []).map(toPaint), ...copy(node, ['strokeWeight', 'strokeAlign']) }),
    ...(hasEffects && { effects: (node.effects ?? []).flatMap(toEffect), ...copy(node, ['isMask']) }),
    ...(hasEffects && copy(node, ['layoutPositioning', 'layoutGrow', 'layoutAlign'])),
    ...(isFrame && copy(node, frameFields)),
    ...(hasStrokes && hasEffects && constraintsOf(node)),
    ...cornersOf(node, type),
    ...stylesOf(node, type),
    ...copy(node, ['explicitVariableModes', 'componentPropertyReferences']),
    ...(isText && textOf(node, type, font)),
    ...componentOf(node, type),
  };
}

const frameFields = [
  'clipsContent',
  'layoutMode',
  'layoutWrap',
  'itemSpacing',
  'counterAxisSpacing',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'primaryAxisSizingMode',
  'counterAxisSizingMode',
  'primaryAxisAlignItems',
  'counterAxisAlignItems',
  'minWidth',
  'maxWidth',
  'minHeight',
  'maxHeight',
];

function copy(node: RestNode, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.filter((field) => node[field] !== undefined).map((field) => [field, node[field]]));
}

const constraintTypes: Readonly<Record<string, ConstraintType>> = {
  LEFT: 'MIN',
  TOP: 'MIN',
  RIGHT: 'MAX',
  BOTTOM: 'MAX',
  CENTER: 'CENTER',
  LEFT_RIGHT: 'STRETCH',
  TOP_BOTTOM: 'STRETCH',
  SCALE: 'SCALE',
};

function constraintsOf({ constraints }: RestNode): Partial<NodeSpec> {
  if (constraints === undefined) return {};
  const horizontal = constraintTypes[constraints.horizontal] ?? 'MIN';
  return { constraints: { horizontal, vertical: constraintTypes[constraints.vertical] ?? 'MIN' } };
}

function cornersOf({ cornerRadius, rectangleCornerRadii }: RestNode, type: StandInType): Partial<NodeSpec> {
  const hasFour = frames.has(type) || type === 'RECTANGLE' || type === 'SECTION';
  const [a = 0, b = 0, c = 0, d = 0] = rectangleCornerRadii ?? [];
  if (hasFour && rectangleCornerRadii !== undefined) return { cornerRadius: [a, b, c, d] };
  const hasOne = ['ELLIPSE', 'POLYGON', 'STAR', 'VECTOR', 'BOOLEAN_OPERATION'].includes(type);
  return cornerRadius !== undefined && (hasFour || hasOne) ? { cornerRadius } : {};
}

/** `styles` holds ids by field: `fill` and `fills` alike. */
function stylesOf({ styles = {} }: RestNode, type: StandInType): Partial<NodeSpec> {
  const fill = styles['fill'] ?? styles['fills'];
  const stroke = styles['stroke'] ?? styles['strokes'];
  const isPainted = type !== 'GROUP' && type !== 'TRANSFORM_GROUP' && type !== 'SLICE';
  const isOpaque = type === 'TABLE' || type === 'STICKY';
  return {
    ...(fill !== undefined && isPainted && { fillStyleId: fill }),
    ...(stroke !== undefined && isPainted && !isOpaque && { strokeStyleId: stroke }),
    ...(styles['effect'] !== undefined &&
      isPainted &&
      !isOpaque &&
      type !== 'SECTION' && { effectStyleId: styles['effect'] }),
    ...(styles['text'] !== undefined && (type === 'TEXT' || type === 'TEXT_PATH') && { textStyleId: styles['text'] }),
  };
}

const weights: readonly [number, string][] = [
  [100, 'Thin'],
  [200, 'Extra Light'],
  [300, 'Light'],
  [400, 'Regular'],
  [500, 'Medium'],
  [600, 'Semi Bold'],
  [700, 'Bold'],
  [800, 'Extra Bold'],
  [900, 'Black'],
];

/** The API says weights, and the plugin's styles are names. */
function fontOf({ style = {} }: RestNode): FontName {
  const { fontFamily = 'Inter', fontStyle, fontWeight = 400, italic = false } = style;
  const named = weights.findLast(([weight]) => weight <= fontWeight)?.[1] ?? 'Regular';
  const slanted = named === 'Regular' ? 'Italic' : `${named} Italic`;
  return { family: fontFamily, style: fontStyle ?? (italic ? slanted : named) };
}

function textOf(
  { characters = '', style = {} }: RestNode,
  type: StandInType,
  font: FontName | undefined,
): Partial<NodeSpec> {
  const resize = style.textAutoResize;
  const isKnown = resize === 'WIDTH_AND_HEIGHT' || resize === 'HEIGHT';
  const align = style.textAlignHorizontal as NodeSpec['textAlignHorizontal'];
  return {
    characters,
    ...(font !== undefined && { fontName: font }),
    ...(style.fontSize !== undefined && { fontSize: style.fontSize }),
    ...(align !== undefined && { textAlignHorizontal: align }),
    ...(type === 'TEXT' && { textAutoResize: isKnown ? resize : 'NONE' }),
  };
}

function componentOf(node: RestNode, type: StandInType): Partial<NodeSpec> {
  const { componentId, componentProperties, componentPropertyDefinitions } = node;
  if (type !== 'INSTANCE') {
    const isComponent = type === 'COMPONENT' || type === 'COMPONENT_SET';
    const own = Object.entries(componentPropertyDefinitions ?? {}).filter(([, { type: kind }]) => kind !== 'VARIANT');
    return isComponent && own.length > 0 ? { componentPropertyDefinitions: Object.fromEntries(own) } : {};
  }
  const values = Object.entries(componentProperties ?? {}).filter(([, { type: kind }]) => kind !== 'VARIANT');
  return {
    ...(componentId !== undefined && { mainComponentId: componentId }),
    ...(values.length > 0 && {
      componentPropertyValues: Object.fromEntries(
        values.map(([key, { value }]) => [key, typeof value === 'boolean' ? value : String(value)]),
      ),
    }),
  };
}

function toPaint({
  type,
  visible,
  opacity,
  color,
  gradientStops,
  gradientHandlePositions,
  boundVariables,
}: RestPaint): Paint {
  const common = { ...(visible !== undefined && { visible }), ...(opacity !== undefined && { opacity }) };
  if (type === 'SOLID' && color !== undefined) {
    const { r, g, b } = color;
    const alias = boundVariables?.color;
    return { type, color: { r, g, b }, ...common, ...(alias !== undefined && { boundVariables: { color: alias } }) };
  }
  if (type.startsWith('GRADIENT') && gradientStops !== undefined) {
    const [start, end] = gradientHandlePositions ?? [];
    const angle = start === undefined || end === undefined ? 0 : Math.atan2(end.y - start.y, end.x - start.x);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return {
      type: type as 'GRADIENT_LINEAR',
      gradientTransform: [
        [cos, sin, 0],
        [-sin, cos, 0],
      ],
      gradientStops: gradientStops.map((stop) => ({ position: stop.position, color: { a: 1, ...stop.color } })),
      ...common,
    };
  }
  return { type: 'IMAGE', scaleMode: 'FILL', imageHash: null, ...common };
}

function toEffect({ type, visible = true, radius = 0, spread, color, offset }: RestEffect): Effect[] {
  if ((type === 'DROP_SHADOW' || type === 'INNER_SHADOW') && color !== undefined) {
    const shadow = {
      color: { a: 1, ...color },
      offset: offset ?? { x: 0, y: 0 },
      radius,
      visible,
      blendMode: 'NORMAL',
    } as const;
    return [{ type, ...shadow, ...(spread !== undefined && { spread }) }];
  }
  if (type === 'LAYER_BLUR' || type === 'BACKGROUND_BLUR') return [{ type, blurType: 'NORMAL', radius, visible }];
  return [];
}
