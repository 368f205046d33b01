import { isNeutral, toHex } from '../color-stats.ts';
import type { Direction } from './directions.ts';
import type { Palette } from './palettes.ts';
import type { StudiedLayer, Study } from './study.ts';
import { createRecolour } from './theme-colors.ts';

/** An edit as the model's answer holds it: `target` is the layer's handle, the rest as contract of the action. */
export type Instruction = { action: string; target: string } & Record<string, unknown>;

/** A variant of more is more than anybody reads; what matters most comes first. */
const mostInstructions = 90;

/** Everything a direction does to a frame: colours, then type, then shape, then depth. */
export function writeInstructions(study: Study, direction: Direction, palette: Palette): Instruction[] {
  const recolour = createRecolour(study, direction, palette);
  const colours = study.layers.flatMap((studied) => writeColour(studied, direction, palette, recolour(studied)));
  const texts = study.layers.filter(({ part }) => part === 'text').flatMap((text) => writeType(text, direction));
  const shapes = study.layers.flatMap((studied) => writeShape(studied, direction, palette));
  const depths = study.layers
    .filter(isCard)
    .slice(0, 8)
    .flatMap((card) => writeDepth(card, direction, palette));
  return [...colours, ...texts, ...shapes, ...depths].slice(0, mostInstructions);
}

function writeColour(
  studied: StudiedLayer,
  direction: Direction,
  palette: Palette,
  next: ReturnType<ReturnType<typeof createRecolour>>,
): Instruction[] {
  const { layer, part, fill } = studied;
  const target = layer.id;
  const faint = (layer.fills?.at(-1)?.opacity ?? 1) < 0.85;
  if (part === 'text' && faint && direction.scheme.contrast > 7 && fill) {
    return [{ action: 'changeFill', target, color: toHex(fill), opacity: 1 }];
  }
  if (!fill || !next || faint) return [];
  if (direction.gradient && part === 'button' && !isNeutral(fill)) {
    const end = layer.width > 60 ? toHex(blend(next, palette.accent, 0.35)) : toHex(next);
    if (end !== toHex(next)) return [{ action: 'addGradient', target, colors: [toHex(next), end], angle: 0 }];
  }
  if (toHex(next) === toHex(fill)) return [];
  const glass = direction.blur && isCard(studied) ? { opacity: 0.78 } : {};
  return [{ action: 'changeFill', target, color: toHex(next), ...glass }];
}

function writeType({ layer, rank = 'body' }: StudiedLayer, direction: Direction): Instruction[] {
  const target = layer.id;
  const made: Instruction[] = [];
  const large = rank === 'title' || rank === 'heading';
  const { fonts, labelCase, air } = direction;
  if (fonts && (large || fonts.body !== 'Inter')) {
    const font = large ? { fontFamily: fonts.title, fontStyle: fonts.titleStyle } : { fontFamily: fonts.body };
    made.push({ action: 'changeFont', target, ...font });
  }
  const size = layer.fontSize ?? 0;
  const wanted = Math.max(size * (large ? direction.titleScale : direction.textScale), minSize(direction));
  const fitting = Math.round(Math.min(wanted, roomFor(layer)));
  if (size > 0 && fitting > size + 0.4) made.push({ action: 'changeFontSize', target, fontSize: fitting });
  if (labelCase && rank === 'heading') made.push({ action: 'changeTextCase', target, textCase: labelCase });
  if (air && rank === 'title') made.push({ action: 'move', target, x: 0, y: -air, relative: true });
  return made;
}

/** Below 12 px letters are no text for weak eyes; other directions leave small print small. */
function minSize(direction: Direction): number {
  return direction.scheme.contrast > 7 ? 12 : 0;
}

/** The largest size at which a text still fits its box's width, at some 0.58 of the size a letter. */
function roomFor({ text = '', width, height, fontSize = 14 }: StudiedLayer['layer']): number {
  const lines = Math.max(1, Math.round(height / (fontSize * 1.4)));
  return Math.max(fontSize, (1.05 * lines * width) / (0.58 * Math.max(1, text.length)));
}

function writeShape(studied: StudiedLayer, direction: Direction, palette: Palette): Instruction[] {
  const { layer, part } = studied;
  const target = layer.id;
  if (part === 'divider') return direction.hideDividers ? [{ action: 'hide', target }] : [];
  const made: Instruction[] = [];
  const pill = Math.ceil(layer.height / 2);
  const radius = part === 'button' ? Math.min(direction.buttonRadius, pill) : direction.surfaceRadius;
  const isRound = typeof layer.cornerRadius === 'number' && layer.cornerRadius >= pill;
  const bends = part === 'button' || isCard(studied) || (part === 'image' && !isRound);
  if (bends && layer.cornerRadius !== radius) made.push({ action: 'changeCornerRadius', target, radius });
  if (part === 'button' && direction.buttonScale) {
    made.push({ action: 'resize', target, height: Math.round(layer.height * direction.buttonScale) });
  }
  const outlined = (layer.strokes?.length ?? 0) > 0;
  if (direction.outline && (part === 'button' || isCard(studied))) {
    const color = toHex(part === 'button' ? palette.text : palette.muted);
    made.push({ action: outlined ? 'changeStroke' : 'addStroke', target, color, weight: direction.outline.weight });
  } else if (outlined && direction.hideDividers) made.push({ action: 'removeStroke', target });
  return made;
}

function writeDepth({ layer }: StudiedLayer, direction: Direction, palette: Palette): Instruction[] {
  const target = layer.id;
  const made: Instruction[] = [];
  if (direction.shadow)
    made.push({ action: 'addShadow', target, color: toHex(palette.text), x: 0, ...direction.shadow });
  if (direction.blur) made.push({ action: 'addBackgroundBlur', target, blur: direction.blur });
  return made;
}

/** A surface that stands on its own, not one lying on another surface. */
function isCard({ part, ground }: StudiedLayer): boolean {
  return part === 'surface' && (!ground || ground.part === 'background');
}

function blend(a: Palette['text'], b: Palette['text'], share: number): Palette['text'] {
  return [0, 1, 2].map((at) => (a[at] ?? 0) * (1 - share) + (b[at] ?? 0) * share) as unknown as Palette['text'];
}
