import { controlWords, type Facts, nearestText } from './facts.ts';
import type { Name } from './name.ts';
import { codeSigns, copyrightWords, isDate, readFigure } from './phrases.ts';
import { isNavigation, isPageWide, isPhone, isTabs, isTopBar, startOf } from './regions.ts';
import { nameCellText } from './tables.ts';
import { keyWords } from './words.ts';

/** A figure and its unit. */
const measures = /^\d[\d.,]*\s?[\p{L}°%]{1,8}$/u;

/** Names a text layer by its words, its size and its place. */
export function nameText(facts: Facts): Name {
  const { text, fontSize, words } = facts;
  const cell = nameCellText(facts);
  if (cell !== undefined) return cell;
  const figure = readFigure(text);
  if (figure !== undefined && isDayOfMonth(facts))
    return { about: keyWords(nearestText(facts, isDate), 2), role: ['date'] };
  if (figure !== undefined) return { about: captionOf(facts, /^\d{1,2}$/.test(text) ? [text] : []), role: [figure] };
  if (isDate(text) && !isButtonLabel(facts)) {
    // A month that stands over a calendar is its title.
    return { about: captionOf(facts, keyWords(text, 2)), role: fontSize >= 20 ? ['date', 'heading'] : ['date'] };
  }
  if (measures.test(text))
    return { about: [...captionOf(facts, []).slice(0, 2), ...keyWords(text, 1)], role: ['value'] };
  if (codeSigns.test(text)) return { about: keyWords(text, 3), role: ['code', 'text'] };
  if (copyrightWords.test(text)) return { about: keyWords(text, 2), role: ['copyright', 'text'] };
  if (isParagraph(facts)) return { about: keyWords(text, 3), role: ['description'] };
  const about = keyWords(text, 3);
  if (isLogo(facts)) return { about, role: ['logo'] };
  if (/^\S+@\S+\.\S+$/.test(text)) return { about: ['email'], role: ['text'] };
  if (isBreadcrumb(facts)) return { about, role: ['breadcrumb', 'link'] };
  if (facts.parent?.facts && isTabs(facts.parent.facts)) return { about, role: ['tab'] };
  if (isLink(facts)) return { about, role: ['nav', 'link'] };
  if (fontSize >= 18 || (fontSize >= 16 && isHeadline(facts))) return { about, role: ['heading'] };
  if (isHeadline(facts) && words.length > 0) return { about, role: ['title'] };
  return { about, role: ['label'] };
}

/** The words of a button, a badge or a tab, and nothing else in it. */
function isButtonLabel({ parent, text }: Facts): boolean {
  if (parent?.type !== 'INSTANCE' || parent.text !== text) return false;
  const { height = 0, width = 0 } = parent.facts ?? parent;
  return height <= 64 && width <= 420;
}

/** A day's number beside the day's name. */
function isDayOfMonth(facts: Facts): boolean {
  const beside = facts.siblings.filter(({ type }) => type === 'TEXT');
  const name = beside[0]?.text ?? '';
  return /^(?:[12]?\d|3[01])$/.test(facts.text) && beside.length === 1 && /^\D+$/.test(name) && isDate(name);
}

/** What a figure or a date is about: the text nearest to it, else the words of what it lies in, else its own. */
function captionOf(facts: Facts, own: string[]): string[] {
  const beside = nearestText(facts, (text) => readFigure(text) === undefined && !isDate(text));
  const caption = keyWords(beside || controlWords(facts).join(' '), 2).filter((word) => /\p{L}/u.test(word));
  return caption.length > 0 ? caption : own;
}

function isParagraph({ text, words, lines, fontSize }: Facts): boolean {
  if (fontSize >= 20 && text.length < 80) return false;
  if (text.length > 70 || words.length > 8 || (lines >= 2 && words.length > 5)) return true;
  if (words.length >= 3 && /\p{Ll}\.$|\p{Lo}[.。]$/u.test(text)) return true;
  return words.length > 5 && /[.!?…。](?:\s|$)/.test(text);
}

/** The first words of a bar or a sidebar, in its corner and apart from its links. */
function isLogo(facts: Facts): boolean {
  const { y, frame, words, siblings, fontSize } = facts;
  const x = startOf(facts);
  if (x === undefined || y === undefined || !frame || words.length > 4 || y > 90 || x > 0.2 * frame.width) return false;
  // A button or a field in the corner is not a logo, and a phone's screen has its title there.
  if (isButtonLabel(facts) || isPhone(facts) || fontSize < 14 || fontSize > 30) return false;
  const isFirst = siblings.every(
    ({ facts: other }) =>
      (other && startOf({ ...other, text: facts.text })) === undefined ||
      (startOf({ ...(other as Facts), text: facts.text }) ?? x) >= x,
  );
  const isLargest = siblings.every(({ facts: other }) => !other || other.type !== 'TEXT' || other.fontSize <= fontSize);
  return isFirst && isLargest && isTopBar(facts) && facts.layer.order === undefined;
}

function isBreadcrumb({ parent, y = 0, words }: Facts): boolean {
  return words.length <= 3 && y < 240 && /[›»/>]/.test(parent?.text ?? '') && (parent?.text ?? '').length < 80;
}

/** One of several short texts in a line: at the top, at the bottom, or in a sidebar. */
function isLink(facts: Facts): boolean {
  const { words, y, frame, layer, fontSize, siblings, parent } = facts;
  if (words.length > 3 || fontSize > 20 || isButtonLabel(facts)) return false;
  const alike = siblings.filter(
    ({ type, facts: other }) => type === 'TEXT' && other !== undefined && other.fontSize === fontSize,
  );
  const inLine = alike.filter(({ facts: other }) => other?.y !== undefined && Math.abs(other.y - (y ?? 0)) < 3);
  const isRow = layer.order?.layout === 'row' ? layer.order.of >= 2 : inLine.length >= 2;
  if (isRow && isTopBar(facts)) return true;
  const isOnPage = parent === undefined || (parent.facts !== undefined && isPageWide(parent.facts));
  if (isRow && isOnPage && y !== undefined && frame !== undefined && y > frame.height - 180) return true;
  return isNavigation(facts) && (layer.order?.of ?? alike.length + 1) >= 4 && !isGroupTitle(facts);
}

/** A text that leads others: in capitals, or above a smaller one. */
function isHeadline(facts: Facts): boolean {
  const { y, fontSize, siblings, words } = facts;
  if (words.length > 8) return false;
  if (isNavigation(facts) && isGroupTitle(facts)) return true;
  return siblings.some(
    ({ type, facts: other }) =>
      type === 'TEXT' &&
      other?.y !== undefined &&
      y !== undefined &&
      other.y > y &&
      other.y - y < 3 * fontSize &&
      Math.abs((other.x ?? 0) - (facts.x ?? 0)) < 4 &&
      other.fontSize < fontSize,
  );
}

/** In capitals, among links that are boxes. */
function isGroupTitle({ text, siblings }: Facts): boolean {
  const isUpperCase = text === text.toUpperCase() && text !== text.toLowerCase();
  return (
    isUpperCase &&
    (siblings.length === 0 || siblings.some(({ type, text: words = '' }) => type !== 'TEXT' && words !== ''))
  );
}
