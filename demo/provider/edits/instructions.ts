import { parseHex, toHex, toOklch } from '../color-stats.ts';
import type { Direction } from './direction.ts';
import { findFamily } from './fonts.ts';
import type { Paints } from './paint-frame.ts';
import type { Palette } from './palettes.ts';
import { roomFor } from './room.ts';
import { type Item, type Scene, shareOfFrame } from './scene.ts';

/** An edit as the model's answer holds it: `target` is the layer's handle, the rest as the action's contract says. */
export type Instruction = { action: string; target: string } & Record<string, unknown>;

/** Everything a direction does to a frame: colors, then type, then shape, depth and layout. */
export function writeInstructions(scene: Scene, paints: Paints, direction: Direction, palette: Palette): Instruction[] {
  const frameText = scene.items.map(({ layer }) => layer.text ?? '').join(' ');
  return [
    ...[...paints].flatMap(([item, colors]) => writeColor(item, colors)),
    ...scene.items
      .filter(({ kind }) => kind === 'text')
      .flatMap((item) => writeType(item, scene, direction, frameText)),
    ...scene.items.flatMap((item) => writeShape(item, scene, paints, direction, palette)),
    ...scene.items.flatMap((item) => writeLayout(item, scene, direction)),
    ...scene.items.flatMap((item) => writeProperties(item, direction)),
  ];
}

function writeColor({ layer, fill, cover }: Item, colors: readonly NonNullable<Item['fill']>[]): Instruction[] {
  const hexes = colors.map(toHex);
  const [first = ''] = hexes;
  if (new Set(hexes).size > 1) return [{ action: 'addGradient', target: layer.id, colors: hexes, angle: 0 }];
  if (fill !== undefined && first === toHex(fill) && cover > 0.97) return [];
  return [{ action: 'changeFill', target: layer.id, color: first }];
}

function writeType(item: Item, scene: Scene, direction: Direction, frameText: string): Instruction[] {
  const { layer } = item;
  const { text = '', fontSize = 0 } = layer;
  const target = layer.id;
  const made: Instruction[] = [];
  const isTitle = fontSize >= 18;
  const { fonts, titleScale, manner, labelCase } = direction;
  const script = findFamily(text, frameText, manner);
  const fontFamily = script ?? (isTitle ? fonts.title : fonts.body);
  if (text !== '' && fontFamily !== layer.fontFamily) {
    const style =
      script === undefined && isTitle ? { fontStyle: fonts.titleStyle } : isTitle ? { fontStyle: 'Bold' } : {};
    made.push({ action: 'changeFont', target, fontFamily, ...style });
  }
  if (isTitle && titleScale > 1) {
    const scale = Math.min(titleScale, roomFor(item, scene));
    const size = Math.floor(fontSize * scale);
    if (size >= fontSize + 1) made.push({ action: 'changeFontSize', target, fontSize: size });
  } else if (labelCase && fontSize > 0 && fontSize <= 13 && text.length <= 24 && /\p{Ll}/u.test(text)) {
    // Capitals are a sixth wider.
    if (roomFor(item, scene) >= 1.2) made.push({ action: 'changeTextCase', target, textCase: labelCase });
  }
  return made;
}

const cornerless = new Set(['TEXT', 'LINE', 'ELLIPSE', 'VECTOR', 'STAR', 'POLYGON', 'BOOLEAN_OPERATION']);

function writeShape(item: Item, scene: Scene, paints: Paints, direction: Direction, palette: Palette): Instruction[] {
  const { layer, kind, fill, cover } = item;
  const target = layer.id;
  const hasStroke = (layer.strokes?.length ?? 0) > 0;
  if (kind === 'line') return direction.hideLines ? [{ action: 'hide', target }] : [];
  if (cornerless.has(layer.type) || kind === 'text') return [];
  const isSeen = cover > 0.3 || hasStroke || paints.has(item);
  const isEdge =
    layer.width >= 0.9 * scene.width || layer.height >= 0.9 * scene.height || shareOfFrame(item, scene) > 0.6;
  if (!isSeen || isEdge || Math.min(layer.width, layer.height) < 12) return [];
  const made: Instruction[] = [];
  const isControl = layer.height <= 72;
  const half = Math.floor(Math.min(layer.width, layer.height) / 2);
  const isRound = typeof layer.cornerRadius === 'number' && layer.cornerRadius >= half;
  const radius = Math.min(isControl ? direction.controlRadius : direction.surfaceRadius, half);
  const before = typeof layer.cornerRadius === 'number' ? Math.min(layer.cornerRadius, half) : 0;
  // Portraits, switches, knobs and dots are known by their round shape.
  const isCircle = isRound && Math.abs(layer.width - layer.height) < 1 && layer.height <= 64;
  const staysRound = isRound && (kind === 'photo' || (!layer.text && (isCircle || layer.height <= 36)));
  if (!staysRound && Math.abs(radius - before) >= 1) {
    made.push({ action: 'changeCornerRadius', target, radius });
  }
  const isCard = kind === 'box' && !isControl && layer.width >= 120 && fill !== undefined && cover > 0.9;
  if (direction.outline !== undefined && isCard) {
    const look = { color: toHex(palette.line), weight: direction.outline };
    made.push({ action: hasStroke ? 'changeStroke' : 'addStroke', target, ...look });
  } else if (hasStroke && kind === 'box' && !speaks(layer)) {
    made.push({ action: 'changeStroke', target, color: toHex(palette.line) });
  }
  if (direction.shadow !== undefined && isCard) {
    made.push({ action: 'addShadow', target, color: '#000000', x: 0, ...direction.shadow });
  }
  return made;
}

/** An outline in a color says something, such as that a field has an error: it stays. */
function speaks({ strokes }: Item['layer']): boolean {
  const color = parseHex(strokes?.at(-1)?.color ?? '');
  return color !== undefined && toOklch(color)[1] >= 0.12;
}

/** Wider or narrower gaps in auto layouts that may grow; what is in an instance is its component's. */
function writeLayout({ layer }: Item, scene: Scene, { gapScale }: Direction): Instruction[] {
  const { layout, inInstance, sizing, type } = layer;
  if (layout?.gap === undefined || inInstance || type === 'INSTANCE' || gapScale === 1) return [];
  const isRow = /horizontal|row/i.test(layout.direction ?? '');
  if (sizing?.[isRow ? 'horizontal' : 'vertical'] === 'hug') return [];
  const children = scene.items.filter(({ layer: child }) => child.parent === layer.id);
  const used = children.reduce((sum, { layer: child }) => sum + (isRow ? child.width : child.height), 0);
  const spare = (isRow ? layer.width : layer.height) - used - layout.gap * (children.length - 1);
  const gap = Math.round(layout.gap * gapScale);
  const fits = (gap - layout.gap) * (children.length - 1) <= spare / 2;
  return fits && gap !== layout.gap ? [{ action: 'setLayout', target: layer.id, gap }] : [];
}

/** Components whose lines can be switched off lose them where lines go. */
function writeProperties({ layer }: Item, { hideLines }: Direction): Instruction[] {
  if (hideLines !== true) return [];
  return Object.entries(layer.component?.properties ?? {})
    .filter(([name, value]) => value === true && /\b(divider|separator|border|outline|line)s?\b/i.test(name))
    .map(([property]) => ({ action: 'setVariant', target: layer.id, property, value: false }));
}
