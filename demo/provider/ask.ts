import type { CallKind } from './options.ts';

/** One layer as the naming call describes it; what was not said is left out. */
export interface LayerAsk {
  number: number;
  type: string;
  currentName?: string;
  text?: string;
  parent?: string;
  width?: number;
  height?: number;
  /** The data URL of its picture. */
  image?: string;
}

/** A chat call, read. */
export interface Ask {
  kind: CallKind;
  model: string;
  /** The system message's text, '' where there is none. */
  system: string;
  /** All text parts of the user's messages. */
  texts: string[];
  layers: LayerAsk[];
  imageCount: number;
  /** Of the picture wanted, such as `16:9`; '' where none is given. */
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
 * @throws SyntaxError where the body is no JSON.
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
  return JSON.stringify(call['response_format'] ?? '').includes('"variants"') ? 'edits' : 'naming';
}

function partsOf(content: unknown): Part[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.filter((part) => typeof part === 'object' && part !== null) : [];
}

function takePart(ask: Ask, part: Part): void {
  const url = part.image_url?.url;
  if (typeof url === 'string') {
    ask.imageCount++;
    const layer = ask.layers.at(-1);
    if (layer) layer.image = url;
  } else if (typeof part.text === 'string') {
    ask.texts.push(part.text);
    const layer = ask.kind === 'naming' ? readLayer(part.text) : undefined;
    if (layer) ask.layers.push(layer);
  }
}

/** Reads a part that begins `Layer <n>` and goes on in `key: value` lines; undefined for any other text. */
export function readLayer(part: string): LayerAsk | undefined {
  const number = /^\s*Layer\s+(\d+)/i.exec(part)?.[1];
  if (number === undefined) return undefined;
  const said = new Map<string, string>();
  for (const line of part.split('\n').slice(1)) {
    const match = /^\s*([a-z ]+?)\s*:\s*(.*?)\s*$/i.exec(line);
    if (match?.[1] && match[2]) said.set(match[1].toLowerCase(), unquote(match[2]));
  }
  const layer: LayerAsk = { number: Number(number), type: (said.get('type') ?? '').toUpperCase() };
  const currentName = said.get('current name') ?? said.get('name');
  const text = said.get('text');
  const parent = said.get('parent') ?? said.get('parent name');
  const size = /(\d+(?:\.\d+)?)\s*[x×]\s*(\d+(?:\.\d+)?)/i.exec(said.get('size') ?? '');
  if (currentName) layer.currentName = currentName;
  if (text) layer.text = text;
  if (parent) layer.parent = parent;
  if (size) Object.assign(layer, { width: Number(size[1]), height: Number(size[2]) });
  return layer;
}

/** The style named in the rules (`naming style: snake_case`); snake_case where none is. */
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
