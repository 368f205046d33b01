import type { Paint, PluginAPI, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditLayer, Paint as LayerPaint } from '../../../../src/schemas/edits.ts';
import type { FigmaApi } from '../figma-api.ts';
import type { SourceFrame } from '../find-frame.ts';
import { visitInTurns } from '../pause.ts';
import { formatColor } from './colors.ts';

/** The service's most. */
const MOST_LAYERS = 1000;
const LONGEST_NAME = 1000;
const LONGEST_TEXT = 10_000;

interface Found {
  node: SceneNode;
  isInsideInstance: boolean;
}

/**
 * The frame and what can be seen in it, back to front, as the service takes it; places are from the frame's top left.
 * Where there are more layers than the service takes, those inside instances are left out first: their component says
 * how they look.
 */
export async function readFrame(
  figma: FigmaApi,
  frame: SourceFrame,
): Promise<{ layers: EditLayer[]; layersLeftOut: number }> {
  const found: Found[] = [];
  await visitInTurns(walkVisible(frame, false), (item) => void found.push(item));
  const own = found.length > MOST_LAYERS ? found.filter(({ isInsideInstance }) => !isInsideInstance) : found;
  const layers: EditLayer[] = [];
  const read = ({ node }: Found): void => {
    const layer = node.removed || frame.removed ? undefined : describeLayer(figma, node, frame);
    if (layer !== undefined) layers.push(layer);
  };
  await visitInTurns(own.slice(0, MOST_LAYERS), read);
  return { layers, layersLeftOut: found.length - layers.length };
}

function* walkVisible(node: SceneNode, isInsideInstance: boolean): Generator<Found> {
  if (node.removed || !node.visible) return;
  yield { node, isInsideInstance };
  if (node.removed || !('children' in node)) return;
  const isInside = isInsideInstance || node.type === 'INSTANCE';
  for (const child of node.children) yield* walkVisible(child, isInside);
}

function describeLayer(figma: FigmaApi, node: SceneNode, frame: SourceFrame): EditLayer | undefined {
  const box = node.absoluteBoundingBox;
  const origin = frame.absoluteBoundingBox;
  if (box === null || origin === null) return undefined;
  const layer: EditLayer = {
    id: node.id,
    name: node.name.slice(0, LONGEST_NAME),
    type: node.type,
    x: round(box.x - origin.x),
    y: round(box.y - origin.y),
    width: round(box.width),
    height: round(box.height),
  };
  if ('fills' in node) describeFills(layer, node.fills, figma.mixed);
  if ('strokes' in node && node.strokes.length > 0) layer.strokes = describePaints(node.strokes);
  if ('opacity' in node && node.opacity !== 1) layer.opacity = round(node.opacity);
  if (node.type === 'TEXT') {
    layer.text = node.characters.slice(0, LONGEST_TEXT);
    if (typeof node.fontSize === 'number') layer.fontSize = round(node.fontSize);
  }
  describeCorners(layer, node, figma.mixed);
  return layer;
}

function describeFills(layer: EditLayer, fills: readonly Paint[] | PluginAPI['mixed'], mixed: symbol): void {
  if (fills === mixed || typeof fills === 'symbol') return;
  layer.fills = describePaints(fills);
  if (fills.some(({ type, visible }) => type === 'IMAGE' && visible !== false)) layer.hasImageFill = true;
}

function describePaints(paints: readonly Paint[]): LayerPaint[] {
  return paints
    .filter(({ visible }) => visible !== false)
    .slice(0, 100)
    .map((paint) => {
      const described: LayerPaint = { type: paint.type };
      if (paint.type === 'SOLID') described.color = formatColor(paint.color);
      if (paint.opacity !== undefined && paint.opacity !== 1) described.opacity = round(paint.opacity);
      return described;
    });
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

/** A hundredth of a pixel is past what anyone sees, and saves the model a third of the digits. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
