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
  if (x === undefined || frame === undefined || frame.width < desktopWidth) return false;
  return x + width <= Math.max(290, 0.22 * frame.width) && width <= 290;
}

/** A column as high as the page, and much narrower. */
export function isSidebar({ width, height, frame, words, type }: Facts): boolean {
  if (type === 'TEXT' || words.length < 3) return false;
  if (frame === undefined) return height >= 500 && width <= 320;
  return (
    frame.width >= desktopWidth && height >= 0.55 * frame.height && width <= 0.3 * frame.width && height > 1.8 * width
  );
}

/** As wide as the page; on a page to scroll, as wide as what is left of it beside a sidebar. */
export function isPageWide({ x, width, frame }: Facts): boolean {
  if (frame === undefined) return width >= 900;
  const isLong = frame.height > 1.2 * frame.width;
  return width >= 0.9 * frame.width || (isLong && width >= 0.6 * frame.width && (x ?? 0) + width >= frame.width - 2);
}

/** A row of choices in a wide and low box: several children, and at least as many words. */
export function isTabs({ holds, width, height, words, layer, text }: Facts): boolean {
  const count = Object.values(holds).reduce((sum, each) => sum + each, 0);
  if (height > 64 || width < 200 || count < 2 || words.length < count || words.length > 2 * count) return false;
  return !holds['VECTOR'] && !holds['ELLIPSE'] && !/\d/.test(text) && layer.order?.layout !== 'column';
}

export function isPhone({ frame }: Facts): boolean {
  return frame !== undefined && frame.width < 600;
}
