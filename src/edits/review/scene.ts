import type { DesignToken, EditLayer, Paint } from '../../schemas/edits.ts';
import { type LayerNode, type LayerTree, subtreeOf } from '../layer-tree.ts';
import { normalizeColor } from '../read-color.ts';
import type { Look, PaintLook } from './look.ts';
import { reflow } from './reflow.ts';
import type { Step } from './step.ts';

/** The frame after some instructions, as far as it can be computed without drawing. */
export interface Scene {
  /** By the place of the layer in the request. */
  readonly looks: readonly Look[];
  /** From the back to the front. */
  readonly order: readonly Look[];
  lookOf(node: LayerNode): Look;
}

/** Applies steps to the request's layers, in their order. Auto layout is laid out again as far as `reflow` does. */
export function createScene(tree: LayerTree, steps: readonly Step[], tokens: readonly DesignToken[]): Scene {
  const looks = tree.nodes.map(lookOf);
  const colors = new Map(tokens.map(({ name, color }) => [name, normalizeColor(color)]));
  const find = (node: LayerNode): Look => looks[node.index] as Look;
  for (const step of steps) applyStep(step, find, colors);
  return { looks, order: orderOf(tree, steps, find), lookOf: find };
}

/** How a layer looks before any instruction, as the request describes it. */
export function lookOf(node: LayerNode): Look {
  const { layer } = node;
  const { x, y, width, height } = layer;
  return {
    node,
    x,
    y,
    width,
    height,
    paints: paintsOf(layer),
    stroke: (layer.strokes ?? []).map(toPaintLook).at(-1),
    strokeWeight: undefined,
    opacity: layer.opacity ?? 1,
    isHidden: false,
    text: layer.text,
    textCase: undefined,
    fontSize: layer.fontSize,
    font: layer.fontFamily,
    fontStyle: layer.fontStyle,
    radius:
      typeof layer.cornerRadius === 'number' ? layer.cornerRadius : layer.cornerRadius === undefined ? 0 : undefined,
  };
}

function paintsOf(layer: EditLayer): readonly PaintLook[] | undefined {
  const picture: PaintLook = { kind: 'picture', colors: undefined, opacity: 1 };
  if (layer.fills === undefined && layer.mixedFills !== undefined) return [joinParts(layer.mixedFills)];
  if (layer.fills === undefined) return layer.hasImageFill === true ? [picture] : undefined;
  const paints = layer.fills.map(toPaintLook);
  return layer.hasImageFill === true && !paints.some(({ kind }) => kind === 'picture') ? [...paints, picture] : paints;
}

/** The fills of a text's parts as one paint of several colors: as faint as the faintest, unknown if one is. */
function joinParts(fills: readonly Paint[]): PaintLook {
  const parts = fills.map(toPaintLook).filter(({ opacity }) => opacity > 0);
  const isKnown = parts.length > 0 && parts.every(({ colors }) => colors !== undefined);
  const colors = isKnown ? [...new Set(parts.flatMap((part) => part.colors ?? []))] : undefined;
  return { kind: 'solid', colors, opacity: Math.min(1, ...parts.map(({ opacity }) => opacity)) };
}

function toPaintLook({ type, color, opacity = 1 }: Paint): PaintLook {
  const hex = color === undefined ? undefined : normalizeColor(color);
  const colors = hex === undefined ? undefined : [hex];
  if (type === 'SOLID') return { kind: 'solid', colors, opacity };
  return { kind: type.startsWith('GRADIENT') ? 'gradient' : 'picture', colors: undefined, opacity };
}

type Colors = ReadonlyMap<string, string | undefined>;

function applyStep({ instruction, node }: Step, find: (node: LayerNode) => Look, tokens: Colors): void {
  const look = find(node);
  switch (instruction.action) {
    case 'move': {
      const isRelative = instruction.relative === true;
      const dx = isRelative ? instruction.x : instruction.x - look.x;
      const dy = isRelative ? instruction.y : instruction.y - look.y;
      for (const part of subtreeOf(node)) {
        const moved = find(part);
        moved.x += dx;
        moved.y += dy;
      }
      break;
    }
    case 'resize': {
      const { scale = 1 } = instruction;
      look.width = instruction.width ?? look.width * scale;
      look.height = instruction.height ?? look.height * scale;
      break;
    }
    case 'changeFill':
      look.paints = [{ kind: 'solid', colors: [instruction.color], opacity: instruction.opacity ?? 1 }];
      break;
    case 'addGradient':
      look.paints = [{ kind: 'gradient', colors: instruction.colors, angle: instruction.angle ?? 0, opacity: 1 }];
      break;
    case 'generateImage':
      look.paints = [{ kind: 'picture', colors: undefined, opacity: 1 }];
      break;
    case 'changeStroke':
    case 'addStroke':
      look.stroke = { kind: 'solid', colors: [instruction.color], opacity: instruction.opacity ?? 1 };
      look.strokeWeight = instruction.weight ?? look.strokeWeight;
      break;
    case 'removeStroke':
      look.stroke = undefined;
      break;
    case 'useToken': {
      const color = tokens.get(instruction.token);
      const paint: PaintLook = { kind: 'solid', colors: color === undefined ? undefined : [color], opacity: 1 };
      if (instruction.field === 'stroke') look.stroke = paint;
      else look.paints = [paint];
      break;
    }
    case 'changeText':
      look.text = instruction.content;
      break;
    case 'changeTextCase':
      look.textCase = instruction.textCase;
      break;
    case 'changeFont':
      look.font = instruction.fontFamily;
      look.fontStyle = instruction.fontStyle ?? look.fontStyle;
      break;
    case 'changeFontSize':
      look.fontSize = instruction.fontSize;
      break;
    case 'changeOpacity':
      look.opacity = instruction.opacity;
      break;
    case 'changeCornerRadius':
      look.radius = instruction.radius;
      break;
    case 'setLayout':
      reflow(instruction, node, find);
      break;
    case 'hide':
      for (const part of subtreeOf(node)) find(part).isHidden = true;
      break;
    default:
  }
}

/** The request's order, unless something is reordered among the layers beside it: then the order of the tree. */
function orderOf(tree: LayerTree, steps: readonly Step[], find: (node: LayerNode) => Look): Look[] {
  const reorders = steps.filter(({ instruction }) => instruction.action === 'reorder');
  if (reorders.length === 0) return tree.nodes.map(find);
  const children = new Map<LayerNode | undefined, LayerNode[]>([[undefined, [...tree.roots]]]);
  for (const node of tree.nodes) children.set(node, [...node.children]);
  for (const { instruction, node } of reorders) {
    if (instruction.action !== 'reorder') continue;
    const { position } = instruction;
    const siblings = (children.get(node.parent) ?? []).filter((sibling) => sibling !== node);
    const place = position === 'front' ? siblings.length : position === 'back' ? 0 : position;
    children.set(node.parent, siblings.toSpliced(place, 0, node));
  }
  const order: Look[] = [];
  const waiting = (children.get(undefined) ?? []).toReversed();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    order.push(find(node));
    waiting.push(...(children.get(node) ?? []).toReversed());
  }
  return order;
}
