import type { Facts } from './facts.ts';
import type { InkPlace } from './name.ts';
import { actionWords } from './phrases.ts';
import { isNavigation, isPhone, isTabs, isTopBar, startOf } from './regions.ts';

/** One thing to press or to type into, however wide: all that is in it is a text, and at most an icon. */
export function isControl({ holds, type, words, height }: Facts): boolean {
  const count = Object.values(holds).reduce((sum, each) => sum + each, 0);
  return type !== 'FRAME' && holds['TEXT'] === 1 && count <= 2 && words.length <= 5 && height <= 64;
}

/** Says what it does when pressed, and not as one of several ways to go. */
export function isAction(facts: Facts): boolean {
  const { text, words, height, layer } = facts;
  if (!actionWords.test(text) || words.length > 4 || height > 64 || countTexts(facts) > 1) return false;
  if (layer.order === undefined || layer.order.of < 3) return true;
  return layer.order.layout === 'column' ? words.length >= 2 : !isTopBar(facts);
}

export function countTexts({ holds }: Facts): number {
  return holds['TEXT'] ?? 0;
}

/** A word or two in a small box. */
export function isBadge(facts: Facts): boolean {
  const { width, height, words, layer, type, text } = facts;
  if (height <= 0 || height > 28 || width > 120 || words.length > 2 || holdsIcon(facts)) return false;
  if (height <= 24 && layer.order === undefined) return true;
  // Between 24 and 28 px small buttons and tabs begin.
  return height <= 24
    ? !isNavigation(facts)
    : type === 'INSTANCE' && !isTopBar(facts) && !/^\d+$/.test(text) && layer.order === undefined;
}

/** What somebody wrote, with the time of it. */
export function isMessage({ text, words, type, holds }: Facts): boolean {
  return (
    type !== 'TEXT' &&
    words.length >= 5 &&
    (holds['TEXT'] ?? 0) === 2 &&
    /[.!?…。！？]/.test(text) &&
    /\d{1,2}:\d{2}/.test(text)
  );
}

export function isLogo(facts: Facts): boolean {
  const { y, frame, words, width, height, type } = facts;
  const x = startOf(facts);
  if (x === undefined || y === undefined || frame === undefined || type === 'INSTANCE') return false;
  const isCorner = y < 40 && x < 0.1 * frame.width && width <= 280 && width < 0.4 * frame.width && height <= 90;
  return isCorner && words.length <= 4 && (y < 10 || facts.layer.order === undefined);
}

export function isAlert({ text, words, width, height }: Facts): boolean {
  return (
    words.length >= 6 &&
    width >= 240 &&
    height <= 100 &&
    /[.!?。！](?:\s|$)/.test(text) &&
    !/[$€£]\s?\d|\d\s?[$€£]/.test(text)
  );
}

/** Somebody's name at the top right, with a picture. */
export function isPerson(facts: Facts, ink: InkPlace | undefined): boolean {
  const { x = 0, frame, holds, words, text } = facts;
  if (!isTopBar(facts) || frame === undefined || x < 0.5 * frame.width || words.length === 0) return false;
  const isName = /^\p{Lu}\p{Ll}+ \p{Lu}\p{L}+$/u.test(text);
  const hasPicture = Boolean(holds['RECTANGLE']) || (ink !== undefined && ink !== 'middle');
  return Boolean(holds['ELLIPSE']) || (isName && hasPicture);
}

export function isNavItem(facts: Facts, ink: InkPlace | undefined): boolean {
  const { words, height, width, layer, siblings } = facts;
  if (words.length > 4 || height > 72) return false;
  if (isNavigation(facts) && width >= 60 && (ink !== 'middle' || layer.order !== undefined)) return true;
  const isWordless = siblings.filter(({ type, text = '' }) => type === facts.type && text === '').length > 1;
  if (isTopBar(facts) && layer.order?.layout === 'row' && layer.order.of >= 3 && !isWordless) return true;
  return layer.order?.layout === 'column' && layer.order.of >= 3 && height <= 50 && width <= 300 && ink !== 'middle';
}

/** One of a row of choices. */
export function isTab(facts: Facts): boolean {
  const { layer, words, y = 0, frame, height, parent } = facts;
  if (words.length > 3 || parent === undefined || height > 72) return false;
  if (isPhone(facts) && frame !== undefined && y + height > frame.height - 30) return true;
  if (parent.facts !== undefined && isTabs(parent.facts)) return true;
  return layer.order?.layout === 'row' && layer.order.of >= 3;
}

/** One of several rows below each other. */
export function isItem({ layer, width, height, words, holds }: Facts): boolean {
  // What holds rows is a card or a list.
  if ((holds['FRAME'] ?? 0) >= 3 || (holds['FRAME'] ?? 0) + (holds['RECTANGLE'] ?? 0) + (holds['LINE'] ?? 0) >= 4)
    return false;
  return (
    layer.order?.layout === 'column' &&
    layer.order.of >= 2 &&
    width >= 200 &&
    height >= 16 &&
    height <= 160 &&
    width > (height > 80 ? 3.5 : 2) * height &&
    words.filter((word) => /\p{L}/u.test(word)).length >= (layer.order.of >= 3 && width >= 5 * height ? 1 : 2)
  );
}

export function holdsIcon({ holds }: Facts): boolean {
  return Boolean(holds['VECTOR'] || holds['BOOLEAN_OPERATION']);
}

export function isSquare({ width, height }: Facts): boolean {
  return Math.abs(width - height) <= 0.1 * Math.max(width, height);
}
