import type { CallKind } from './call-kind.ts';

/** Another layer, as a call speaks of it in passing. */
export interface Mention {
  type: string;
  text?: string;
  width?: number;
  height?: number;
  x?: number;
  y?: number;
}

/** One layer as the naming call describes it; what was not said is left out. Lengths in pixels. */
export interface LayerAsk {
  number: number;
  type: string;
  currentName?: string;
  text?: string;
  /** The given name of what it lies in. */
  parent?: string;
  component?: string;
  width?: number;
  height?: number;
  /** Its top left corner in the frame. */
  x?: number;
  y?: number;
  fontSize?: number;
  /** What it lies in: a layer of this call by its number, or another. */
  inside?: number | Mention;
  /** Its place among siblings of its kind, from 1. */
  order?: { at: number; of: number; layout: string };
  /** Siblings outside of this call, the nearest first. */
  beside?: Mention[];
  /** How many children of each type it has. */
  holds?: Record<string, number>;
  /** The data URL of its picture, or of the sheet whose cell shows it. */
  image?: string;
  /** Its cell on the sheet, from 1. */
  cell?: number;
}

/** A chat call, read. */
export interface Ask {
  kind: CallKind;
  model: string;
  /** The system message's text, '' if it is missing. */
  system: string;
  /** All text parts of the user's messages. */
  texts: string[];
  layers: LayerAsk[];
  imageCount: number;
  /** The call as it came. */
  body: Record<string, unknown>;
  /** The data URLs of pictures that belong to no layer. */
  pictures: string[];
  /** Of the picture wanted, such as `16:9`; '' if none is given. */
  aspectRatio: string;
}

interface Part {
  type?: string;
  text?: string;
  image_url?: { url?: string };
}

/**
 * Reads a call's body. Tolerant: content may be a string or parts, values quoted or bare, keys in any case.
 *
 * @throws SyntaxError if the body is not JSON.
 */
export function readAsk(body: string): Ask {
  const call = JSON.parse(body) as Record<string, unknown>;
  const imageConfig = call['image_config'] as { aspect_ratio?: unknown } | undefined;
  const ask: Ask = {
    kind: kindOf(call),
    model: textOr(call['model'], ''),
    system: '',
    texts: [],
    layers: [],
    imageCount: 0,
    body: call,
    pictures: [],
    aspectRatio: textOr(imageConfig?.aspect_ratio, ''),
  };
  for (const message of (Array.isArray(call['messages']) ? call['messages'] : []) as Record<string, unknown>[]) {
    const parts = partsOf(message?.['content']);
    if (message?.['role'] === 'system') ask.system += parts.map((part) => part.text ?? '').join('\n');
    else parts.forEach((part) => takePart(ask, part));
  }
  return ask;
}

function kindOf(call: Record<string, unknown>): CallKind {
  if (Array.isArray(call['modalities']) && call['modalities'].includes('image')) return 'picture';
  const format = JSON.stringify(call['response_format'] ?? '');
  if (format.includes('json_schema')) return format.includes('"variants"') ? 'edits' : 'naming';
  // Without a schema the words decide: only the call for variants lists the layers as JSON.
  return /\\nLayers:\\n\{/.test(JSON.stringify(call['messages'] ?? '').replaceAll('\\"', '"')) ? 'edits' : 'naming';
}

function partsOf(content: unknown): Part[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter((part) => typeof part === 'object' && part !== null) : [];
}

function takePart(ask: Ask, part: Part): void {
  const url = part.image_url?.url;
  if (typeof url === 'string') {
    ask.imageCount++;
    const owners = layersOfPicture(ask.layers);
    for (const layer of owners) layer.image = url;
    if (owners.length === 0) ask.pictures.push(url);
  } else if (typeof part.text === 'string') {
    ask.texts.push(part.text);
    const layer = ask.kind === 'naming' ? readLayer(part.text) : undefined;
    if (layer) ask.layers.push(layer);
  }
}

/** Lines that speak of other layers, and may begin with a quote. */
const relations = new Set(['inside', 'beside', 'holds', 'order', 'path']);

/** Reads a part that begins `Layer <n>` and goes on in `key: value` lines; undefined for any other text. */
export function readLayer(part: string): LayerAsk | undefined {
  const number = /^\s*Layer\s+(\d+)/i.exec(part)?.[1];
  if (number === undefined) return undefined;
  const said = new Map<string, string>();
  for (const line of part.split('\n').slice(1)) {
    const match = /^\s*([a-z ]+?)\s*:\s*(.*?)\s*$/i.exec(line);
    if (match?.[1] && match[2]) {
      const key = match[1].toLowerCase();
      said.set(key, relations.has(key) ? match[2] : unquote(match[2]));
    }
  }
  const numbers = (key: string): number[] => (said.get(key)?.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number);
  const [width, height] = numbers('size');
  const [x, y] = numbers('place');
  const [fontSize] = numbers('font size');
  const [cell] = numbers('cell');
  const texts = {
    currentName: said.get('current name') ?? said.get('name'),
    text: said.get('text'),
    parent: said.get('parent') ?? said.get('parent name'),
    component: said.get('component'),
  };
  const known = { ...texts, width, height, x, y, fontSize, cell, ...readRelations(said) };
  const layer: LayerAsk = { number: Number(number), type: (said.get('type') ?? '').toUpperCase() };
  return Object.assign(layer, Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)));
}

/** What is said of the layers around one. */
function readRelations(said: ReadonlyMap<string, string>): Pick<LayerAsk, 'inside' | 'order' | 'beside' | 'holds'> {
  const found: Pick<LayerAsk, 'inside' | 'order' | 'beside' | 'holds'> = {};
  const inside = said.get('inside');
  if (inside !== undefined) {
    const number = /^layer (\d+)/i.exec(inside)?.[1];
    const mention = readMentions(inside)[0];
    if (number !== undefined) found.inside = Number(number);
    else if (mention) found.inside = mention;
  }
  const [, at, of, layout] = /^(\d+) of (\d+) in a (\w+)/.exec(said.get('order') ?? '') ?? [];
  if (layout !== undefined) found.order = { at: Number(at), of: Number(of), layout };
  const beside = said.get('beside');
  if (beside !== undefined) found.beside = readMentions(beside);
  const kinds = [...(said.get('holds') ?? '').matchAll(/(\d+) ([A-Z_]+)/g)];
  if (kinds.length > 0) found.holds = Object.fromEntries(kinds.map(([, count, kind]) => [kind, Number(count)]));
  return found;
}

/** `INSTANCE "Layouts", TEXT "Pages"`, or with a size and a place `FRAME 390 x 56 at 0, 44 "Accounts"`. */
function readMentions(value: string): Mention[] {
  const found = value.matchAll(
    /([A-Z_]+)(?: ([\d.]+) x ([\d.]+)(?: at (-?[\d.]+), (-?[\d.]+))?)?(?: ("(?:[^"\\]|\\.)*"))?/g,
  );
  return [...found].map(([, type = '', width, height, x, y, text]) => ({
    type,
    ...(text === undefined ? {} : { text: unquote(text) }),
    ...(height === undefined ? {} : { width: Number(width), height: Number(height) }),
    ...(y === undefined ? {} : { x: Number(x), y: Number(y) }),
  }));
}

/** The layers that a picture belongs to: those before it that have a cell and no picture yet, or else the last. */
function layersOfPicture(layers: readonly LayerAsk[]): LayerAsk[] {
  const open = layers.filter(({ cell, image }) => cell !== undefined && image === undefined);
  return open.length > 0 ? open : layers.slice(-1);
}

/** How far the layers of a job reach, as the rules say it; undefined if they do not. */
export function readExtent(texts: readonly string[]): { width: number; height: number } | undefined {
  for (const text of texts) {
    const [, width, height] = /reach over (\d+) x (\d+) px/.exec(text) ?? [];
    if (height !== undefined) return { width: Number(width), height: Number(height) };
  }
  return undefined;
}

/** The style named in the rules (`naming style: snake_case`); snake_case if none is. */
export function readNamingStyle(texts: readonly string[]): string {
  for (const text of texts) {
    const style = /naming style:\s*"?([A-Za-z]+[_\-/ ]?[Cc]ase)/i.exec(text)?.[1];
    if (style) return style;
  }
  return 'snake_case';
}

function unquote(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value.replaceAll('"', '');
  }
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}
