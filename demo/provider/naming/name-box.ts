import type { Facts } from './facts.ts';
import type { Name } from './name.ts';
import { checkboxWords, homeWords, inputWords, readFigure, searchWords, selectWords } from './phrases.ts';
import { isNavigation, isPageWide, isPhone, isSidebar, isTabs, isTopBar } from './regions.ts';
import { keyWords, splitWords } from './words.ts';

/** Names a frame, group, instance or shape that has words in it. */
export function nameBox(facts: Facts, ink: InkPlace | undefined): Name {
  return namePart(facts) ?? nameControl(facts, ink) ?? nameBlock(facts);
}

/** Where the words stand in a control's picture. */
export type InkPlace = 'left' | 'middle' | 'ends';

/** Parts of the page, by where they lie and how far they reach. */
function namePart(facts: Facts): Name | undefined {
  const { width, height, x = 0, y, frame, text, words, parent } = facts;
  const about = keyWords(text, 2);
  if (isSidebar(facts))
    return { about: [], role: parent?.facts && isSidebar(parent.facts) ? ['sidebar', 'nav'] : ['sidebar'] };
  if (frame === undefined || y === undefined) {
    return width >= 800 && height <= 110 ? { about, role: ['top', 'bar'] } : undefined;
  }
  if (isHeaderOf(facts) && (parent?.facts?.y ?? 0) > 10) return { about, role: ['header'] };
  const isWide = width >= 0.7 * frame.width;
  const isBar = isWide && height <= 120;
  if (isBar && y < 10 && height >= 44) return { about: [], role: ['navbar'] };
  if (isBar && /[›»]/.test(text)) return { about, role: ['breadcrumb'] };
  if (isBar && x > 0 && homeWords.test(text) && height <= 64 && y < 220 && y > 0)
    return { about, role: ['breadcrumb'] };
  if (isBar && parent?.facts && parent.facts.height <= 120 && isPageWide(parent.facts))
    return { about, role: ['nav', 'tabs'] };
  if (isBar && y + height / 2 < 140) return { about: [], role: ['navbar'] };
  if (isBar && y + height > frame.height - 20 && words.length > 1) {
    return isPhone(facts) ? { about: [], role: ['tab', 'bar'] } : { about: [], role: ['footer'] };
  }
  if (isPageWide(facts) && height >= 180 && !isPhone(facts)) {
    const isHero =
      y < 120 && height >= 300 && height < 0.75 * frame.height && words.length < 60 && facts.width >= 0.9 * frame.width;
    return { about: keyWords(text, 3), role: isHero ? ['hero'] : ['section'] };
  }
  return undefined;
}

/** Things to press, type into or choose from. */
function nameControl(facts: Facts, ink: InkPlace | undefined): Name | undefined {
  const { width, height, text, words, layer, x = 0, frame } = facts;
  if (height > 110 || words.length > 14) return undefined;
  const about = keyWords(text, 3);
  if (/[›»]|\S \/ \S/.test(text) && height <= 60 && words.length <= 8) return { about, role: ['breadcrumb'] };
  const isCorner = isTopBar(facts) && frame !== undefined && x > 0.8 * frame.width;
  if (isSquare(facts) && width <= 72 && /^\p{Lu}{1,2}$/u.test(text) && isCorner)
    return { about: [], role: ['user', 'menu', 'button'] };
  if (isSquare(facts) && width <= 72 && /^\p{Lu}{1,2}$/u.test(text)) return { about: [], role: ['avatar'] };
  if (isLogo(facts)) return { about, role: ['logo'] };
  if (searchWords.test(text) && height <= 72 && width >= 100) {
    return { about: about.filter((word) => word !== 'search').slice(0, 2), role: ['search', 'field'] };
  }
  if (checkboxWords.test(text) && height <= 64) return { about, role: ['checkbox'] };
  const field = nameField(facts, ink);
  if (field) return field;
  if (isNavItem(facts, ink)) return { about, role: ['nav', 'item'] };
  if (ink !== 'middle' && isItem(facts)) return { about, role: ['list', 'item'] };
  if (isAlert(facts)) return { about, role: ['alert'] };
  if (isTabs(facts)) return { about: keyWords(text, 2), role: ['tabs'] };
  if (isPerson(facts, ink)) return { about: keyWords(text, 2), role: ['profile', 'menu'] };
  const figure = readFigure(text);
  if (height > 0 && height <= 24 && width <= 120 && words.length <= 2 && !holdsIcon(facts))
    return { about, role: ['badge'] };
  if (figure && width <= 100 && height <= 80 && (holdsIcon(facts) || isTopBar(facts)))
    return { about: ['notification'], role: ['icon', 'button'] };
  if (figure && layer.order?.layout === 'row' && width <= 60) return { about: ['page', ...about], role: ['button'] };
  if (isTab(facts)) return { about, role: ['tab'] };
  if (ink === 'left' && width >= 240 && height > 48 && words.length <= 5) return { about, role: ['header'] };
  if (words.length <= 5 && height <= 72 && width <= 420 && (height >= 16 || height === 0))
    return { about, role: ['button'] };
  if (words.length <= 2 && height <= 100 && width <= 160 && holdsIcon(facts)) return { about, role: ['button'] };
  return undefined;
}

/** What is left: blocks of content. */
function nameBlock(facts: Facts): Name {
  const { height, text, holds } = facts;
  const about = keyWords(text, 3);
  if (isHeaderOf(facts)) return { about, role: ['card', 'header'] };
  const kinds = Object.entries(holds);
  const isList = kinds.length === 1 && (kinds[0]?.[1] ?? 0) >= 3 && kinds[0]?.[0] !== 'TEXT';
  if (isList && height > 120) return { about: about.slice(0, 2), role: ['list'] };
  if (isItem(facts)) return { about, role: ['list', 'item'] };
  return { about, role: [height > 79 ? 'card' : 'row'] };
}

/** The top of a card or a dialog, over its whole width. */
function isHeaderOf({ parent, x, y, width, height, layer, siblings }: Facts): boolean {
  const around = parent?.facts;
  if (around === undefined || height >= 0.5 * around.height || (layer.order?.of ?? 0) > 2) return false;
  // Below it lies something else; the first row of a list has others of its height below.
  if (siblings.some(({ facts }) => facts !== undefined && Math.abs(facts.height - height) <= 2)) return false;
  return around.x === x && around.y === y && around.width === width;
}

/** A field to fill in: named after its label, which stands above it or before it, else after its placeholder. */
function nameField(facts: Facts, ink: InkPlace | undefined): Name | undefined {
  const { width, height, text, words, type, holds } = facts;
  // A text beside something else is a row.
  if (holds['TEXT'] && (holds['INSTANCE'] || holds['FRAME'])) return undefined;
  if (height < 22 || height > 72 || width < 120 || type === 'TEXT' || words.length > 6) return undefined;
  const label = findLabel(facts);
  const about = keyWords(label?.replace(/[:*]+$/, '') ?? text.replace(/^(?:enter|type)\s+/i, ''), 3);
  const isPlaceholder = inputWords.test(text) || /(?:\.\.\.|…)$/.test(text) || /^\S+@\S+\.\S+$/.test(text);
  if (selectWords.test(text) && ink !== 'middle') return { about, role: ['select'] };
  if (isNavigation(facts) || isTopBar(facts) || (ink === 'middle' && !isPlaceholder)) return undefined;
  const isEmptyAtRight = ink === 'left' && width >= 200 && height <= 48 && !holdsIcon(facts);
  if (label === undefined && !isPlaceholder && !isEmptyAtRight) return undefined;
  return { about, role: ink === 'ends' && words.length <= 3 && !isPlaceholder ? ['select'] : ['input'] };
}

/** The short text right above a field. */
function findLabel({ x, y, siblings, height }: Facts): string | undefined {
  if (x === undefined || y === undefined) return undefined;
  const next = siblings.find(({ facts: other }) => other === undefined);
  const above = siblings.find(({ type, facts: other }) => {
    if (type !== 'TEXT' || other?.x === undefined || other.y === undefined || !isLabel(other.text)) return false;
    const gap = y - (other.y + other.height);
    return Math.abs(other.x - x) <= 12 && gap >= -2 && gap <= 0.6 * height && other.fontSize <= 17;
  });
  // The nearest sibling of another call is the one before, if that one is not in this call.
  const before = next?.type === 'TEXT' && isLabel(next.text ?? '') ? next : undefined;
  return (above ?? before)?.text;
}

function isLabel(text: string): boolean {
  return /\p{L}/u.test(text) && splitWords(text).length <= 4;
}

function isLogo(facts: Facts): boolean {
  const { x, y, frame, words, width, height, type } = facts;
  if (x === undefined || y === undefined || frame === undefined || type === 'INSTANCE') return false;
  const isCorner = y < 40 && x < 0.1 * frame.width && width <= 280 && width < 0.4 * frame.width && height <= 90;
  return isCorner && words.length <= 4 && (y < 10 || facts.layer.order === undefined);
}

function isAlert({ text, words, width, height }: Facts): boolean {
  return (
    words.length >= 6 && width >= 240 && height <= 100 && /[.!?。！]/.test(text) && !/[$€£]\s?\d|\d\s?[$€£]/.test(text)
  );
}

/** Somebody's name at the top right, with a picture. */
function isPerson(facts: Facts, ink: InkPlace | undefined): boolean {
  const { x = 0, frame, holds, words, text } = facts;
  if (!isTopBar(facts) || frame === undefined || x < 0.5 * frame.width || words.length === 0) return false;
  const isName = /^\p{Lu}\p{Ll}+ \p{Lu}\p{L}+$/u.test(text) && ink !== undefined && ink !== 'middle';
  return Boolean(holds['ELLIPSE']) || isName;
}

function isNavItem(facts: Facts, ink: InkPlace | undefined): boolean {
  const { words, height, width, layer } = facts;
  if (words.length > 4 || height > 72) return false;
  if (isNavigation(facts) && width >= 60 && (ink !== 'middle' || layer.order !== undefined)) return true;
  if (isTopBar(facts) && layer.order?.layout === 'row' && layer.order.of >= 3) return true;
  return layer.order?.layout === 'column' && layer.order.of >= 3 && height <= 50 && width <= 300 && ink !== 'middle';
}

/** One of a row of choices. */
function isTab(facts: Facts): boolean {
  const { layer, words, y = 0, frame, height, parent } = facts;
  if (words.length > 3 || parent === undefined || height > 72) return false;
  if (isPhone(facts) && frame !== undefined && y + height > frame.height - 30) return true;
  if (parent.facts !== undefined && isTabs(parent.facts)) return true;
  return layer.order?.layout === 'row' && layer.order.of >= 3;
}

/** One of several rows below each other. */
function isItem({ layer, width, height, words }: Facts): boolean {
  return (
    layer.order?.layout === 'column' &&
    layer.order.of >= 2 &&
    width >= 200 &&
    height >= 32 &&
    height <= 160 &&
    width > 2 * height &&
    words.filter((word) => /\p{L}/u.test(word)).length >= 2
  );
}

function holdsIcon({ holds }: Facts): boolean {
  return Boolean(holds['VECTOR'] || holds['BOOLEAN_OPERATION']);
}

function isSquare({ width, height }: Facts): boolean {
  return Math.abs(width - height) <= 0.1 * Math.max(width, height);
}
