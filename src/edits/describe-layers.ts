import type { EditLayer, Paint } from '../schemas/edits.ts';
import { cleanLine, toJsonLine } from './clean-text.ts';
import { isText } from './is-text.ts';
import { ancestorsOf, type LayerNode, type LayerTree } from './layer-tree.ts';
import { normalizeColor } from './read-color.ts';

export interface DescribedLayers {
  /** One JSON object a layer, from the back to the front. */
  readonly lines: readonly string[];
  /** What was left out to make the frame fit, a sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Characters for all layers, about 50,000 tokens: it leaves room for the answer in a window of 128,000 tokens, and
 * keeps the question under a few cents. A real layer takes 150 to 250.
 */
const MOST_CHARS = 150_000;
/** Paints below the fourth are not seen under those above. */
const PAINTS = 4;
const PROPERTIES = 12;

interface Detail {
  readonly nameChars: number;
  readonly textChars: number;
  /** Also lists fonts, effects, outlines' tokens and the like. */
  readonly isFull: boolean;
}

const FULL: Detail = { nameChars: 120, textChars: 300, isFull: true };
const BRIEF: Detail = { nameChars: 40, textChars: 40, isFull: false };

/**
 * Describes the layers that can be seen. For a frame that is too large for one question, each layer is first described
 * in fewer words; if that is not enough, the least important layers are left out: parts of icons, wrappers without a
 * look, small shapes. The children of a layer that is left out get its nearest described ancestor as parent.
 */
export function describeLayers(tree: LayerTree, handleAt: (index: number) => string): DescribedLayers {
  const seen = tree.nodes.filter((node) => !node.isUnseen);
  const nodes = seen.length === 0 ? tree.nodes : seen;
  const full = writeLines(nodes, handleAt, FULL);
  if (lengthOf(full) <= MOST_CHARS) return { lines: full, warnings: [] };
  const brief = writeLines(nodes, handleAt, BRIEF);
  const lessWords = 'The frame is large: fonts, effects and long texts of its layers were left out of the question.';
  if (lengthOf(brief) <= MOST_CHARS) return { lines: brief, warnings: [lessWords] };
  const kept = keepTelling(nodes, brief);
  const left = nodes.length - kept.length;
  return {
    lines: writeLines(kept, handleAt, BRIEF),
    warnings: [lessWords, `${left} of its ${nodes.length} layers, the least important ones, were left out as well.`],
  };
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function writeLines(nodes: readonly LayerNode[], handleAt: (index: number) => string, detail: Detail): string[] {
  const told = new Set(nodes);
  return nodes.map((node) => {
    let parent: string | undefined;
    for (const ancestor of ancestorsOf(node)) {
      if (!told.has(ancestor)) continue;
      parent = handleAt(ancestor.index);
      break;
    }
    return toJsonLine({ id: handleAt(node.index), parent, ...describeLayer(node, detail) });
  });
}

function keepTelling(nodes: readonly LayerNode[], lines: readonly string[]): LayerNode[] {
  const ranked = nodes
    .map((node, at) => ({ node, worth: worthOf(node), chars: (lines[at]?.length ?? 0) + 1 }))
    .toSorted((a, b) => b.worth - a.worth || a.node.index - b.node.index);
  let chars = 0;
  const kept = new Set<LayerNode>();
  for (const entry of ranked) {
    chars += entry.chars;
    if (chars > MOST_CHARS) break;
    kept.add(entry.node);
  }
  return nodes.filter((node) => kept.has(node));
}

const SHAPES: ReadonlySet<string> = new Set(['VECTOR', 'BOOLEAN_OPERATION', 'LINE', 'STAR', 'POLYGON']);

/** How much a layer says about the look of the frame: words first, then surfaces by size, parts of icons last. */
function worthOf({ layer, isInInstance }: LayerNode): number {
  const size = Math.sqrt(layer.width * layer.height) / 200;
  const inner = isInInstance ? -1 : 0;
  if (isText(layer)) return 4 + Math.min(2, (layer.fontSize ?? 14) / 20) + inner;
  if (SHAPES.has(layer.type)) return Math.min(2, size) + inner;
  const hasLook = (layer.fills?.length ?? 0) > 0 || (layer.strokes?.length ?? 0) > 0 || layer.layout !== undefined;
  return (hasLook || layer.type === 'INSTANCE' ? 2 : 0) + Math.min(6, size) + inner;
}

function describeLayer(node: LayerNode, { nameChars, textChars, isFull }: Detail): Record<string, unknown> {
  const { layer } = node;
  const { cornerRadius, layout, sizing } = layer;
  return {
    name: cleanLine(layer.name, nameChars),
    type: cleanLine(layer.type, 64),
    x: round(layer.x),
    y: round(layer.y),
    width: round(layer.width),
    height: round(layer.height),
    fills: describePaints(layer.fills),
    mixedFills: describePaints(layer.mixedFills),
    strokes: describePaints(layer.strokes),
    opacity: layer.opacity === undefined || layer.opacity === 1 ? undefined : round(layer.opacity),
    text: layer.text === undefined ? undefined : cleanLine(layer.text, textChars),
    fontSize: layer.fontSize === undefined ? undefined : round(layer.fontSize),
    cornerRadius: typeof cornerRadius === 'number' ? round(cornerRadius) : cornerRadius,
    hasImageFill: layer.hasImageFill,
    layout:
      layout === undefined ? undefined : { ...layout, align: clean(layout.align), direction: clean(layout.direction) },
    sizing,
    inFlow: node.isInFlow || undefined,
    inInstance: node.isInInstance || undefined,
    component: describeComponent(layer),
    tokens: describeTokens(layer),
    ...(isFull ? describeFinePoints(layer) : {}),
  };
}

function describeFinePoints(layer: EditLayer): Record<string, unknown> {
  return {
    fontFamily: clean(layer.fontFamily),
    fontStyle: clean(layer.fontStyle),
    textAlign: clean(layer.textAlign),
    effects: describeEffects(layer.effects),
    clipsContent: layer.clipsContent || undefined,
  };
}

function describePaints(paints: readonly Paint[] | undefined): unknown {
  if (paints === undefined || paints.length === 0) return undefined;
  return paints.slice(0, PAINTS).map(({ type, color, opacity }) => ({
    type: cleanLine(type, 64),
    color: color === undefined ? undefined : (normalizeColor(color) ?? cleanLine(color, 64)),
    opacity: opacity === undefined || opacity === 1 ? undefined : round(opacity),
  }));
}

function describeComponent({ component }: EditLayer): unknown {
  if (component === undefined) return undefined;
  const properties = Object.entries(component.properties ?? {})
    .slice(0, PROPERTIES)
    .map(([name, value]) => [cleanLine(name, 100), typeof value === 'string' ? cleanLine(value, 100) : value]);
  return {
    name: cleanLine(component.name, 120),
    properties: properties.length === 0 ? undefined : Object.fromEntries(properties),
  };
}

function describeTokens({ tokens }: EditLayer): unknown {
  if (tokens === undefined || Object.keys(tokens).length === 0) return undefined;
  return { fill: clean(tokens.fill), stroke: clean(tokens.stroke), text: clean(tokens.text) };
}

/** Effects come as Figma has them, in any shape: what kind they are is enough. */
function describeEffects(effects: readonly unknown[] | undefined): unknown {
  const types = (effects ?? []).flatMap((effect) => {
    const type: unknown = typeof effect === 'object' && effect !== null && 'type' in effect ? effect.type : effect;
    return typeof type === 'string' ? [cleanLine(type, 40)] : [];
  });
  return types.length === 0 ? undefined : types.slice(0, PAINTS);
}

function clean(text: string | undefined): string | undefined {
  return text === undefined ? undefined : cleanLine(text, 120);
}

/** Hundredths of a pixel are past what a model reads; the digits behind cost tokens on every layer. */
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
