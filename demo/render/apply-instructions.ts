import { createLayerTree } from '../../src/edits/layer-tree.ts';
import { normalizeColor } from '../../src/edits/read-color.ts';
import { createScene } from '../../src/edits/review/scene.ts';
import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { DesignToken } from '../../src/schemas/edits.ts';
import type { LiftedLayer } from './lift-design.ts';
import type { Fill } from './recolor.ts';

/** What the instructions for one layer come to; a field that no instruction is about is undefined. */
export interface LayerChange {
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  fill?: Fill;
  /** No weight: the outline goes. */
  stroke?: { color: string; weight: number; opacity: number };
  text?: string;
  fontFamily?: string;
  fontStyle?: string;
  fontSize?: number;
  textCase?: 'ORIGINAL' | 'UPPER' | 'LOWER' | 'TITLE';
  opacity?: number;
  /** Corner radius in px. */
  radius?: number;
  shadow?: { color: string; x: number; y: number; blur: number; opacity: number };
  /** Radius of the background's blur in px. */
  backgroundBlur?: number;
  isHidden?: boolean;
  /** A data: URL. */
  picture?: string;
}

export interface ChangedLayer {
  readonly lifted: LiftedLayer;
  readonly change: LayerChange;
}

/**
 * Applies a variant's instructions in their order: in a tree layers take along what lies in them, and auto layout is
 * laid out again. The layers come back in the order in which they are drawn.
 *
 * @param tokens the file's color tokens, for useToken
 */
export function applyInstructions(
  layers: readonly LiftedLayer[],
  instructions: readonly EditInstruction[],
  tokens: readonly DesignToken[] = [],
): ChangedLayer[] {
  const changed: ChangedLayer[] = layers.map((lifted) => ({ lifted, change: {} }));
  for (const instruction of instructions) {
    const entry = changed.find(({ lifted: { layer } }) =>
      instruction.targetId === undefined ? layer.name === instruction.target : layer.id === instruction.targetId,
    );
    if (entry === undefined) continue;
    if (instruction.action === 'reorder') reorder(changed, entry, instruction.position);
    else applyOne(entry, instruction, tokens);
  }
  placeLayers(changed, instructions, tokens);
  return changed.filter(({ change }) => change.isHidden !== true);
}

/** Places, sizes and what is hidden come from the tree, where one layer's change is that of others too. */
function placeLayers(
  changed: ChangedLayer[],
  instructions: readonly EditInstruction[],
  tokens: readonly DesignToken[],
): void {
  const tree = createLayerTree(changed.map(({ lifted }) => lifted.layer));
  const steps = instructions.flatMap((instruction) => {
    const { target, targetId } = instruction;
    const node = tree.nodes.find(({ layer }) =>
      targetId === undefined ? layer.name === target : layer.id === targetId,
    );
    return node === undefined ? [] : [{ instruction, node }];
  });
  const scene = createScene(tree, steps, tokens);
  for (const { lifted, change } of changed) {
    const { layer } = lifted;
    const node = tree.nodeOf(layer);
    if (node === undefined) continue;
    const { x, y, width, height, isHidden } = scene.lookOf(node);
    if (x !== layer.x) change.x = x;
    if (y !== layer.y) change.y = y;
    if (width !== layer.width) change.width = width;
    if (height !== layer.height) change.height = height;
    if (isHidden) change.isHidden = true;
  }
  if (tree.isFlat) return;
  // In a tree a layer that is reordered takes along what lies in it.
  const places = new Map(scene.order.map(({ node }, index) => [node.layer, index]));
  changed.sort((a, b) => (places.get(a.lifted.layer) ?? 0) - (places.get(b.lifted.layer) ?? 0));
}

function applyOne({ change }: ChangedLayer, instruction: EditInstruction, tokens: readonly DesignToken[]): void {
  switch (instruction.action) {
    case 'changeFill':
      change.fill = { colors: [instruction.color], angle: 0, opacity: instruction.opacity ?? 1 };
      break;
    case 'useToken': {
      const named = tokens.find(({ name }) => name === instruction.token);
      const color = named === undefined ? undefined : normalizeColor(named.color);
      if (color === undefined) break;
      if (instruction.field === 'stroke') change.stroke = { weight: 1, opacity: 1, ...change.stroke, color };
      else change.fill = { colors: [color], angle: 0, opacity: 1 };
      break;
    }
    case 'addGradient':
      change.fill = { colors: instruction.colors, angle: instruction.angle ?? 90, opacity: 1 };
      break;
    case 'changeStroke':
    case 'addStroke': {
      const { color, weight = 1, opacity = 1 } = instruction;
      change.stroke = { color, weight, opacity };
      break;
    }
    case 'removeStroke':
      change.stroke = { color: '#000000', weight: 0, opacity: 0 };
      break;
    case 'changeText':
      change.text = instruction.content;
      break;
    case 'changeFont':
      change.fontFamily = instruction.fontFamily;
      if (instruction.fontStyle !== undefined) change.fontStyle = instruction.fontStyle;
      break;
    case 'changeFontSize':
      change.fontSize = instruction.fontSize;
      break;
    case 'changeTextCase':
      change.textCase = instruction.textCase;
      break;
    case 'changeOpacity':
      change.opacity = instruction.opacity;
      break;
    case 'changeCornerRadius':
      change.radius = instruction.radius;
      break;
    case 'addShadow': {
      const { color = '#000000', x = 0, y = 4, blur = 12, opacity = 0.25 } = instruction;
      change.shadow = { color, x, y, blur, opacity };
      break;
    }
    case 'addBackgroundBlur':
      change.backgroundBlur = instruction.blur;
      break;
    case 'generateImage': {
      const base64 = instruction.generatedImageBase64;
      if (base64 !== undefined) change.picture = `data:${typeOfBase64(base64)};base64,${base64}`;
      break;
    }
    default:
  }
}

/** By the first characters, which are the file's signature: enough for PNG, JPEG and GIF, all that Figma takes. */
function typeOfBase64(base64: string): string {
  if (base64.startsWith('/9j/')) return 'image/jpeg';
  return base64.startsWith('R0lG') ? 'image/gif' : 'image/png';
}

/** `back` is just above the surface that a layer lies on: behind that it would not be seen. */
function reorder(changed: ChangedLayer[], entry: ChangedLayer, position: 'front' | 'back' | number): void {
  changed.splice(changed.indexOf(entry), 1);
  if (position === 'front') changed.push(entry);
  else if (position === 'back') changed.splice(findSurface(changed, entry) + 1, 0, entry);
  else changed.splice(Math.min(position, changed.length), 0, entry);
}

function findSurface(changed: readonly ChangedLayer[], { lifted: { layer } }: ChangedLayer): number {
  return changed.findIndex(
    ({ lifted: { layer: other, kind } }) =>
      kind === 'surface' &&
      other.x <= layer.x &&
      other.y <= layer.y &&
      other.x + other.width >= layer.x + layer.width &&
      other.y + other.height >= layer.y + layer.height,
  );
}
