import type { Look } from '../look/look.ts';
import { controlWords, type Facts, nearestText } from './facts.ts';
import type { Name } from './name.ts';
import { isTopBar } from './regions.ts';
import { keyWords } from './words.ts';

const drawings = new Set(['VECTOR', 'BOOLEAN_OPERATION', 'STAR', 'POLYGON']);
const holders = new Set(['FRAME', 'GROUP', 'INSTANCE', 'COMPONENT', 'SECTION', 'COMPONENT_SET']);

/** Names a layer without words by its type, its size and its place; by its picture what those leave open. */
export function nameShape(facts: Facts, seen: Look): Name {
  // A rectangle looks like a stop sign or a full battery, but nobody draws an icon with it.
  const look = facts.type === 'RECTANGLE' ? { ...seen, icon: undefined } : seen;
  const { type, width, height, holds, x = 0, y, frame } = facts;
  const [longer, shorter] = [Math.max(width, height), Math.min(width, height)];
  const isDrawing = drawings.has(type);
  if (type === 'LINE' || (shorter <= 3 && longer > 3 * shorter && longer > 0)) return { about: [], role: ['divider'] };
  if (look.kind === 'photo') return namePhoto(facts);
  if (type === 'ELLIPSE' && longer > 0) {
    if (longer <= 16) return { about: [], role: ['status', 'dot'] };
    return longer <= 160 ? { about: [], role: ['avatar'] } : { about: [], role: ['circle'] };
  }
  if (isDrawing && longer <= 120) return nameIcon(facts, look);
  if (height <= 20 && width >= 60 && width >= 4 * height) return { about: captionOf(facts), role: ['progress', 'bar'] };
  if (look.kind === 'switch' || isSwitch(facts)) return { about: captionOf(facts), role: ['switch'] };
  const bar = nameBarOfIcons(facts);
  if (bar !== undefined) return bar;
  if (
    holders.has(type) &&
    longer <= 72 &&
    longer - shorter <= 0.2 * longer &&
    !holds['VECTOR'] &&
    (holds['ELLIPSE'] || holds['RECTANGLE'] || holds['FRAME'])
  ) {
    return isTopBar(facts) && x > 0.5 * (frame?.width ?? 0)
      ? { about: ['profile'], role: ['menu', 'button'] }
      : { about: [], role: ['avatar'] };
  }
  if (
    y !== undefined &&
    frame &&
    y < 80 &&
    x < 0.15 * frame.width &&
    width >= 1.6 * height &&
    width >= 48 &&
    longer < 300
  ) {
    return { about: [], role: ['logo'] };
  }
  if (longer <= 28 && !holds['VECTOR'])
    return look.kind === 'box' ? { about: captionOf(facts), role: ['checkbox'] } : nameIcon(facts, look);
  if (holders.has(type) && longer <= 72) return { about: look.icon?.split('_') ?? [], role: ['icon', 'button'] };
  if (isWordlessControl(facts, look)) return { about: [], role: [look.ink === 'left' ? 'input' : 'button'] };
  const isPortrait = type === 'RECTANGLE' && longer - shorter <= 2 && longer >= 24 && look.icon === undefined;
  if (longer <= 72 && isPortrait && look.kind === 'drawing') return { about: [], role: ['avatar'] };
  if (longer <= 72) return nameIcon(facts, look);
  if (look.kind === 'flat') {
    const isGround = frame !== undefined && width >= 0.9 * frame.width && height >= 0.3 * frame.height;
    return isGround ? { about: [], role: ['background'] } : { about: captionOf(facts), role: ['container'] };
  }
  if (look.kind === 'drawing')
    return {
      about: topicOf(facts),
      role: [type === 'RECTANGLE' ? 'image' : width >= 60 && height >= 24 ? 'chart' : 'graphic'],
    };
  return { about: topicOf(facts), role: [type === 'RECTANGLE' ? 'image' : 'container'] };
}

/** A component as low as a button, with something drawn on it: words that the call does not have. */
function isWordlessControl({ type, width, height }: Facts, { kind, ink }: Look): boolean {
  const isLow = height >= 20 && height <= 64 && width >= 2 * height && width <= 480;
  return (type === 'INSTANCE' || type === 'COMPONENT') && isLow && kind === 'drawing' && ink !== 'ends';
}

/** A knob in a track. */
function isSwitch(facts: Facts): boolean {
  const { type, width, height, holds } = facts;
  const count = Object.values(holds).reduce((sum, each) => sum + each, 0);
  const isTrack = height >= 12 && height <= 44 && width >= 1.5 * height && width <= 2.4 * height;
  return (
    holders.has(type) &&
    !isTopBar(facts) &&
    isTrack &&
    count <= 2 &&
    Boolean(holds['ELLIPSE'] ?? (count === 1 && holds['RECTANGLE']))
  );
}

/** Icons and buttons without words in a line. */
function nameBarOfIcons({ type, width, height, holds }: Facts): Name | undefined {
  const icons = (holds['VECTOR'] ?? 0) + (holds['INSTANCE'] ?? 0);
  if (!holders.has(type) || icons < 3 || type === 'INSTANCE') return undefined;
  if (width >= 3 * height) return { about: [], role: ['toolbar'] };
  return height >= 6 * width ? { about: [], role: ['icon', 'sidebar'] } : undefined;
}

function namePhoto(facts: Facts): Name {
  const { width, height, type, frame, layer } = facts;
  const isSquare = Math.abs(width - height) <= 0.1 * Math.max(width, height);
  const isForSale = /[$€£¥₹]\s?\d|\d\s?[€zł₽]/.test(facts.parent?.text ?? '');
  const isPortrait = isSquare && Math.max(width, height) <= 128 && layer.order === undefined && !isForSale;
  if (type === 'ELLIPSE' || isPortrait) return { about: [], role: ['avatar'] };
  if (frame && width >= 0.8 * frame.width && height >= 200) return { about: ['hero'], role: ['image'] };
  return { about: topicOf(facts), role: ['image'] };
}

function nameIcon(facts: Facts, look: Look): Name {
  return { about: iconWords(facts, look), role: ['icon'] };
}

/** What an icon stands for: the words of the control it is in, else what it shows. */
function iconWords(facts: Facts, { icon }: Look): string[] {
  // All icons there have the same words around them: what each shows distinguishes them.
  const isOneOfSeveral = facts.siblings.some(({ type, text = '' }) => drawings.has(type) && text === '');
  if (isOneOfSeveral && icon !== undefined) return icon.split('_');
  const said = keyWords(controlWords(facts).join(' '), 2);
  if (said.length > 0 && !said.every((word) => /^\d+$/.test(word))) {
    // A row's icon is a check mark or an arrow in every row: what it shows says more than whose it is.
    const shown = icon?.split('_') ?? [];
    return [...shown, ...said.filter((word) => !shown.includes(word))].slice(0, 3);
  }
  const shown =
    icon?.split('_') ??
    keyWords(
      nearestText(facts, (text) => text.length < 24),
      2,
    );
  return shown.length > 0 ? shown : keyWords(facts.parent?.text ?? '', 2).filter((word) => !/^\d+$/.test(word));
}

/** What a picture is about: the text nearest to it, else the few words of the card it is in. */
function topicOf(facts: Facts): string[] {
  const caption = captionOf(facts);
  const around = facts.parent?.text ?? '';
  return caption.length > 0 || around.length > 60 ? caption : keyWords(around, 2);
}

/** What a layer without words is about: the text nearest to it. */
function captionOf(facts: Facts): string[] {
  return keyWords(nearestText(facts, () => true) || controlWords(facts).join(' '), 2);
}
