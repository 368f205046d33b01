import type {
  BaseNode,
  Effect,
  FrameNode,
  InstanceNode,
  Paint,
  SceneNode,
  TextNode,
  TextPathNode,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditLayer, LayerLayout, Paint as LayerPaint } from '../../../../src/schemas/edits.ts';
import { bareProperty } from './actions/variant.ts';
import { formatColor } from './hex-color.ts';
import { isPicture, isShown } from './is-shown.ts';
import type { LayerIds } from './layer-ids.ts';
import { isInsideInstance, isPlacedByAutoLayout } from './outcome.ts';
import { styleIdOf, type TokenBook, topSolid } from './tokens.ts';

const LONGEST_NAME = 1000;
const LONGEST_TEXT = 10_000;
const LONGEST_WORD = 255;
const MOST_PAINTS = 100;
const MOST_EFFECTS = 50;

interface Deps {
  frame: SceneNode;
  ids: LayerIds;
  tokens: TokenBook;
  /** Figma's symbol for several values at once. */
  mixed: symbol;
  /** Ids of the layers that are sent. */
  sent: ReadonlySet<string>;
}

/** A layer as the service takes it; undefined for one without a place. Lengths in px of the frame. */
export function describeEditLayer(node: SceneNode, { frame, ids, tokens, mixed, sent }: Deps): EditLayer | undefined {
  const box = node.absoluteBoundingBox;
  const origin = frame.absoluteBoundingBox;
  if (box === null || origin === null) return undefined;
  const layer: EditLayer = {
    id: ids.toWire(node.id),
    name: node.name.slice(0, LONGEST_NAME),
    type: node.type,
    x: round(box.x - origin.x),
    y: round(box.y - origin.y),
    width: round(box.width),
    height: round(box.height),
  };
  const { parent } = node;
  if (node.id !== frame.id && parent !== null && sent.has(parent.id)) layer.parentId = ids.toWire(parent.id);
  if ('fills' in node) describeFills(layer, node.fills);
  if ('strokes' in node && node.strokes.length > 0) layer.strokes = describePaints(node.strokes);
  if ('opacity' in node && node.opacity !== 1) layer.opacity = round(node.opacity);
  if (node.type === 'TEXT' || node.type === 'TEXT_PATH') describeText(layer, node);
  describeCorners(layer, node, mixed);
  describeLayout(layer, node, frame);
  describeTokens(layer, node, tokens);
  if ('effects' in node) describeEffects(layer, node.effects);
  if ('isMask' in node && node.isMask) layer.isMask = true;
  if (node.id !== frame.id && isInsideInstance(node)) layer.inInstance = true;
  return layer;
}

/** The component of an instance, or the set it is a variant of, and what its properties say. */
export async function describeComponent(node: InstanceNode): Promise<EditLayer['component']> {
  const main = await node.getMainComponentAsync();
  if (main === null || node.removed) return undefined;
  const parent: BaseNode | null = main.parent;
  const name = (parent !== null && parent.type === 'COMPONENT_SET' ? parent.name : main.name).slice(0, LONGEST_WORD);
  const properties: Record<string, string | boolean> = {};
  try {
    for (const [key, { type, value }] of Object.entries(node.componentProperties)) {
      if (type === 'INSTANCE_SWAP' || type === 'SLOT') continue;
      const isText = typeof value === 'string';
      properties[bareProperty(key).slice(0, LONGEST_WORD)] = isText ? value.slice(0, LONGEST_NAME) : value;
    }
  } catch {
    // A set whose variants are named in conflict has no properties that could be read.
  }
  return Object.keys(properties).length === 0 ? { name } : { name, properties };
}

function describeFills(layer: EditLayer, fills: readonly Paint[] | symbol): void {
  if (typeof fills === 'symbol') return;
  layer.fills = describePaints(fills);
  if (fills.some((paint) => isPicture(paint) && isShown(paint))) layer.hasImageFill = true;
}

function describePaints(paints: readonly Paint[]): LayerPaint[] {
  return paints
    .filter(isShown)
    .slice(0, MOST_PAINTS)
    .map((paint) => {
      const described: LayerPaint = { type: paint.type };
      if (paint.type === 'SOLID') described.color = formatColor(paint.color);
      if (paint.opacity !== undefined && paint.opacity !== 1) described.opacity = round(paint.opacity);
      return described;
    });
}

function describeText(layer: EditLayer, node: TextNode | TextPathNode): void {
  layer.text = node.characters.slice(0, LONGEST_TEXT);
  const { fontName, fontSize } = node;
  if (typeof fontSize === 'number') layer.fontSize = round(fontSize);
  if (typeof fontName === 'object') {
    layer.fontFamily = fontName.family.slice(0, LONGEST_WORD);
    layer.fontStyle = fontName.style.slice(0, LONGEST_WORD);
  }
  if (typeof node.fills === 'symbol') layer.mixedFills = describeParts(node);
  if (node.textAlignHorizontal !== 'LEFT') layer.textAlign = node.textAlignHorizontal.toLowerCase();
}

/** What is seen of each part of a text whose letters differ in color, the longest part first. */
function describeParts(node: TextNode | TextPathNode): LayerPaint[] {
  const lengths = new Map<string, number>();
  for (const { fills, characters } of node.getStyledTextSegments(['fills'])) {
    const top = describePaints(fills).pop();
    const key = top === undefined ? '' : JSON.stringify(top);
    if (key !== '') lengths.set(key, (lengths.get(key) ?? 0) + characters.length);
  }
  const parts = Array.from(lengths);
  parts.sort(([, a], [, b]) => b - a);
  return parts.slice(0, MOST_PAINTS).map(([key]) => JSON.parse(key) as LayerPaint);
}

function describeCorners(layer: EditLayer, node: SceneNode, mixed: symbol): void {
  if (!('cornerRadius' in node)) return;
  const { cornerRadius } = node;
  if (typeof cornerRadius === 'number') {
    if (cornerRadius > 0) layer.cornerRadius = round(cornerRadius);
  } else if (cornerRadius === mixed && 'topLeftRadius' in node) {
    layer.cornerRadius = {
      topLeft: round(node.topLeftRadius),
      topRight: round(node.topRightRadius),
      bottomLeft: round(node.bottomLeftRadius),
      bottomRight: round(node.bottomRightRadius),
    };
  }
}

function describeLayout(layer: EditLayer, node: SceneNode, frame: SceneNode): void {
  const isLaid = 'layoutMode' in node && node.layoutMode !== 'NONE';
  if (isLaid) layer.layout = layoutOf(node as FrameNode);
  if ('layoutPositioning' in node && node.layoutPositioning === 'ABSOLUTE') layer.isAbsolute = true;
  if ('clipsContent' in node && node.clipsContent) layer.clipsContent = true;
  const isChild = node.id !== frame.id && isPlacedByAutoLayout(node);
  if (!(isLaid || isChild) || !('layoutSizingHorizontal' in node)) return;
  layer.sizing = { horizontal: sizingOf(node.layoutSizingHorizontal), vertical: sizingOf(node.layoutSizingVertical) };
}

function sizingOf(value: FrameNode['layoutSizingHorizontal']): 'fixed' | 'hug' | 'fill' {
  return value === 'HUG' ? 'hug' : value === 'FILL' ? 'fill' : 'fixed';
}

const alignments: Readonly<Record<string, string>> = {
  MIN: 'start',
  CENTER: 'center',
  MAX: 'end',
  BASELINE: 'baseline',
};

function layoutOf(node: FrameNode): LayerLayout {
  const [top, right, bottom, left] = [node.paddingTop, node.paddingRight, node.paddingBottom, node.paddingLeft];
  const isEven = top === right && top === bottom && top === left;
  const padding = isEven
    ? round(top)
    : { top: round(top), right: round(right), bottom: round(bottom), left: round(left) };
  if (node.layoutMode === 'GRID') return { direction: 'grid', gap: round(node.gridRowGap), padding };
  const isSpread = node.primaryAxisAlignItems.slice(0, 5) === 'SPACE';
  const align = isSpread ? 'space-between' : alignments[node.counterAxisAlignItems];
  return {
    direction: node.layoutMode === 'HORIZONTAL' ? 'horizontal' : 'vertical',
    gap: round(node.itemSpacing),
    padding,
    ...(align !== undefined && { align }),
    ...(node.layoutWrap === 'WRAP' && { wrap: true }),
  };
}

function describeTokens(layer: EditLayer, node: SceneNode, tokens: TokenBook): void {
  const fills = 'fills' in node && typeof node.fills !== 'symbol' ? node.fills : [];
  const strokes = 'strokes' in node ? node.strokes : [];
  const fill = tokens.nameOf(topSolid(fills), styleIdOf(node, 'fills'));
  const stroke = tokens.nameOf(topSolid(strokes), styleIdOf(node, 'strokes'));
  if (fill === undefined && stroke === undefined) return;
  const isText = node.type === 'TEXT' || node.type === 'TEXT_PATH';
  layer.tokens = {
    ...(fill !== undefined && (isText ? { text: fill } : { fill })),
    ...(stroke !== undefined && { stroke }),
  };
}

function describeEffects(layer: EditLayer, effects: readonly Effect[]): void {
  const seen = effects.filter((effect) => 'visible' in effect && effect.visible).slice(0, MOST_EFFECTS);
  if (seen.length === 0) return;
  layer.effects = seen.map((effect) => {
    const described: Record<string, unknown> = { type: effect.type };
    if ('radius' in effect) described['radius'] = round(effect.radius);
    if (effect.type === 'DROP_SHADOW' || effect.type === 'INNER_SHADOW') {
      described['color'] = formatColor(effect.color);
      described['opacity'] = round(effect.color.a);
      described['x'] = round(effect.offset.x);
      described['y'] = round(effect.offset.y);
    }
    return described;
  });
}

/** A hundredth of a pixel is past what anyone sees, and saves the model a third of the digits. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
