import type { Facts } from './facts.ts';

/** Wider than this, a frame is a page on a desktop; phones and tablets held upright are narrower. */
const desktopWidth = 700;

/** Whether a layer lies in the bar at the top of the page. */
export function isTopBar({ y, height, frame, parent }: Facts): boolean {
  if (y === undefined || frame === undefined) return false;
  const bar = parent?.facts;
  if (bar !== undefined && bar.height > 150) return false;
  return y + height / 2 < 110 && height < 90;
}

/** Whether a layer lies in a column of navigation at the left or the right. */
export function isNavigation(facts: Facts): boolean {
  const { x, width, frame, parent } = facts;
  if (parent?.facts !== undefined && isSidebar(parent.facts)) return true;
  // What lies in a card or a list at the left does not lie in the sidebar, nor does a button's label.
  if (parent?.facts !== undefined && (isContent(parent.facts) || isBar(parent.facts))) return false;
  if (x === undefined || frame === undefined || frame.width < desktopWidth) return false;
  return x + width <= Math.max(290, 0.22 * frame.width) && width <= 290;
}

/** A column as high as the page, much narrower, and at its edge. */
export function isSidebar(facts: Facts): boolean {
  const { x = 0, width, height, frame, words, type } = facts;
  if (type === 'TEXT' || words.length < 3 || isColumn(facts)) return false;
  if (frame === undefined) return height >= 500 && width <= 320;
  const isAtEdge = x <= 0.25 * frame.width || x + width >= 0.98 * frame.width;
  const isHigh = height >= 0.55 * frame.height && height > 1.8 * width;
  return frame.width >= desktopWidth && isHigh && isAtEdge && width <= 0.34 * frame.width;
}

/** One of several columns beside each other, as of a board, a calendar or a price list. */
export function isColumn({ layer, type, width, height, frame, siblings }: Facts): boolean {
  if (type === 'TEXT' || layer.order?.layout !== 'row' || layer.order.of < 3) return false;
  const others = siblings.flatMap(({ facts }) => facts?.width ?? []);
  if (others.length > 0 && !others.some((other) => Math.abs(other - width) <= 0.1 * width)) return false;
  return width >= 120 && height > 1.1 * width && height >= 0.4 * (frame?.height ?? height);
}

/** A card, a pane or a row at some distance from the edge: wider or lower than what holds navigation. */
function isContent({ x, width, height, frame, type }: Facts): boolean {
  if (x === undefined || frame === undefined || type === 'TEXT') return false;
  const isPart = height < 0.5 * frame.height && (x > 0.015 * frame.width || width > 0.34 * frame.width);
  return isPart && width <= 0.9 * frame.width && height >= 90;
}

/** As wide as the page; on a page to scroll, as wide as what is left of it beside a sidebar. */
export function isPageWide({ x, width, frame }: Facts): boolean {
  if (frame === undefined) return width >= 900;
  const isLong = frame.height > 1.2 * frame.width;
  return width >= 0.9 * frame.width || (isLong && width >= 0.6 * frame.width && (x ?? 0) + width >= frame.width - 2);
}

function isBar({ width, height, frame }: Facts): boolean {
  return frame !== undefined && frame.width >= desktopWidth && width >= 0.5 * frame.width && height <= 120;
}

/** How far a layer begins from the side where reading begins, in px. */
export function startOf({ x, width, frame, text }: Facts): number | undefined {
  const isRightToLeft = /^[^\p{L}]*[\u0590-\u08ff]/u.test(text);
  return isRightToLeft && x !== undefined && frame !== undefined ? frame.width - x - width : x;
}

/** A row of choices in a wide and low box: several children, and at least as many words. */
export function isTabs({ holds, width, height, words, layer, text }: Facts): boolean {
  const count = Object.values(holds).reduce((sum, each) => sum + each, 0);
  if (height > 64 || width < 120 || count < 2 || words.length < count || words.length > 2 * count) return false;
  // One text beside one box is a caption with its value.
  if (Object.keys(holds).length > 1 && (width < 200 || count < 3)) return false;
  return !holds['VECTOR'] && !holds['ELLIPSE'] && !/\d/.test(text) && layer.order?.layout !== 'column';
}

export function isPhone({ frame }: Facts): boolean {
  return frame !== undefined && frame.width < 600;
}
