import type { Look } from './look.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const LINE_HEIGHT = 1.35;
/** Mean width of a character as a share of the font size: letters of the Latin script in sans-serif faces. */
const LETTER_WIDTH = 0.55;
/** Capitals are wider than small letters. */
const CAPITALS = 1.16;
/** Full-width characters: CJK, kana, Hangul. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/g;
const RIGHT_TO_LEFT = /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/**
 * About how much room a text takes after its changes, from its box before: nobody measures fonts here. A text of one
 * line grows to the side, one of several lines wraps and grows downwards.
 *
 * @param now how the text is now @param was how it was when the request was made
 */
export function textBoxOf(now: Look, was: Look): Box {
  const sizeWas = was.fontSize ?? 14;
  const size = now.fontSize ?? sizeWas;
  const lines = Math.max(1, Math.round(was.height / (sizeWas * LINE_HEIGHT)));
  const growth = (size / sizeWas) * lengthRatio(now, was) * caseRatio(now, was);
  const lineHeight = (was.height / lines) * (size / sizeWas);
  if (lines > 1) {
    const rows = Math.max(1, Math.ceil(lines * growth * (now.width === 0 ? 1 : was.width / now.width) * 0.94 - 0.04));
    return { x: now.x, y: now.y, width: now.width, height: rows * lineHeight };
  }
  const width = Math.min(was.width, LETTER_WIDTH * sizeWas * unitsOf(was.text ?? '')) * growth;
  const wraps = now.text?.includes('\n') === true && was.text?.includes('\n') !== true;
  return {
    x: startOf(now, width),
    y: now.y,
    width,
    height: Math.max(lineHeight, wraps ? lineHeight * (now.text ?? '').split('\n').length : 0),
  };
}

/** Where a line of a given width begins, by the alignment of the text in its box. */
function startOf({ x, width: room, node, text }: Look, width: number): number {
  const align = node.layer.textAlign?.toUpperCase() ?? '';
  if (align === 'CENTER') return x + (room - width) / 2;
  const isRight = align === 'RIGHT' || (align === '' && RIGHT_TO_LEFT.test(text ?? ''));
  return isRight ? x + room - width : x;
}

function lengthRatio(now: Look, was: Look): number {
  const before = unitsOf(was.text ?? '');
  return before === 0 || now.text === was.text ? 1 : unitsOf(now.text ?? '') / before;
}

function caseRatio(now: Look, was: Look): number {
  return now.textCase === 'UPPER' && /\p{Ll}/u.test(was.text ?? '') ? CAPITALS : 1;
}

function unitsOf(text: string): number {
  return text.length + 0.7 * (text.match(WIDE)?.length ?? 0);
}
