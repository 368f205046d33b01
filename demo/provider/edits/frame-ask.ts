/** A layer as the edits call describes it: one line of JSON. */
export interface FrameLayer {
  /** The short handle, `L1`. */
  id: string;
  name: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  fills?: { type: string; color?: string; opacity?: number }[];
  /** The colors of a text whose parts differ. */
  mixedFills?: { type: string; color?: string }[];
  strokes?: { type: string; color?: string }[];
  opacity?: number;
  text?: string;
  fontSize?: number;
  cornerRadius?: number | Record<string, number>;
  hasImageFill?: boolean;
  /** The handle of what it lies in. */
  parent?: string;
  layout?: { direction?: string; gap?: number };
  sizing?: { horizontal?: string; vertical?: string };
  inInstance?: boolean;
  component?: { properties?: Record<string, unknown> };
  fontFamily?: string;
}

/** An edits call, read. */
export interface FrameAsk {
  name: string;
  width: number;
  height: number;
  layers: FrameLayer[];
  /** The file's color tokens. */
  tokens: { name: string; color: string }[];
  brief: string;
  avoidThemes: string[];
  variantCount: number;
  pictures: boolean;
}

const mostVariants = 5;

/**
 * Reads the text of an edits call: a line `Frame: {...}`, `Layers:` with one JSON object a line, then, each where
 * given, `Tokens: [...]`, `Brief: ...`, `Avoid themes: [...]`, `Variants: 5`, `Pictures: yes`. Lines it does not know
 * or cannot parse are passed over.
 */
export function readFrameAsk(text: string): FrameAsk {
  const ask: FrameAsk = {
    name: 'Frame',
    width: 0,
    height: 0,
    layers: [],
    tokens: [],
    brief: '',
    avoidThemes: [],
    variantCount: mostVariants,
    pictures: false,
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('{')) {
      const layer = readLayer(parse(line));
      if (layer) ask.layers.push(layer);
      continue;
    }
    const [, key = '', value = ''] = /^(Frame|Tokens|Brief|Avoid themes|Variants|Pictures):\s*(.*)$/i.exec(line) ?? [];
    takeLine(ask, key.toLowerCase(), value);
  }
  ask.width ||= Math.max(1, ...ask.layers.map((layer) => layer.x + layer.width));
  ask.height ||= Math.max(1, ...ask.layers.map((layer) => layer.y + layer.height));
  return ask;
}

function takeLine(ask: FrameAsk, key: string, value: string): void {
  switch (key) {
    case 'frame': {
      const frame = parse(value) as Partial<FrameAsk> | undefined;
      if (typeof frame?.name === 'string') ask.name = frame.name;
      ask.width = toNumber(frame?.width);
      ask.height = toNumber(frame?.height);
      break;
    }
    case 'tokens': {
      const tokens = parse(value);
      if (Array.isArray(tokens)) ask.tokens = tokens.filter(isToken);
      break;
    }
    case 'brief':
      ask.brief = value;
      break;
    case 'avoid themes': {
      const themes = parse(value);
      ask.avoidThemes = Array.isArray(themes) ? themes.map(String) : [value];
      break;
    }
    case 'variants':
      ask.variantCount = Math.min(mostVariants, Math.max(1, Math.round(Number(value)) || mostVariants));
      break;
    case 'pictures':
      ask.pictures = /^yes/i.test(value);
      break;
  }
}

function readLayer(value: unknown): FrameLayer | undefined {
  if (typeof value !== 'object' || value === null || !('id' in value)) return undefined;
  const given = value as Record<string, unknown>;
  const layer = { ...(value as FrameLayer) };
  for (const field of ['id', 'name', 'type'] as const)
    layer[field] = typeof given[field] === 'string' ? given[field] : '';
  for (const field of ['x', 'y', 'width', 'height'] as const) layer[field] = toNumber(given[field]);
  return layer.id === '' ? undefined : layer;
}

function isToken(value: unknown): value is FrameAsk['tokens'][number] {
  const { name, color } = (value ?? {}) as Record<string, unknown>;
  return typeof name === 'string' && typeof color === 'string';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toNumber(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
