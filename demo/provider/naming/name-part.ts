import { isControl } from './controls.ts';
import type { Facts } from './facts.ts';
import type { Name } from './name.ts';
import { homeWords } from './phrases.ts';
import { isColumn, isPageWide, isPhone, isSidebar, isTabs } from './regions.ts';
import { keyWords } from './words.ts';

/** Parts of the page, by where they lie and how far they reach. */
export function namePart(facts: Facts): Name | undefined {
  const { width, height, x = 0, y, frame, text, words, parent, layer } = facts;
  const about = keyWords(text, 2);
  if (isColumn(facts)) return { about, role: ['column'] };
  if (isSidebar(facts))
    return { about: [], role: parent?.facts && isSidebar(parent.facts) ? ['sidebar', 'nav'] : ['sidebar'] };
  if (frame === undefined || y === undefined) {
    return width >= 800 && height <= 110 ? { about, role: ['top', 'bar'] } : undefined;
  }
  if (
    isTabs(facts) &&
    y > 10 &&
    y < frame.height - 80 &&
    !homeWords.test(text) &&
    (y > 140 || width < 0.9 * frame.width)
  )
    return { about, role: ['tabs'] };
  if (isHeaderOf(facts) && (parent?.facts?.y ?? 0) > 10) return { about, role: ['header'] };
  if (isWhole(facts)) return { about: headingWords(facts) ?? about, role: [isPhone(facts) ? 'screen' : 'page'] };
  const edge = nameEdge(facts);
  if (edge !== undefined) return edge;
  const isWide = width >= 0.7 * frame.width;
  // A control may be as wide as the page, and so may the rows of a list.
  const isBar = isWide && height <= 120 && height >= 20 && !isControl(facts);
  const isListed = layer.order?.layout === 'column' && layer.order.of >= (y < 140 ? 4 : 2) && (y >= 60 || height < 30);
  if (isBar && y < 10) return { about: [], role: ['navbar'] };
  if (isBar && /[›»]/.test(text)) return { about, role: ['breadcrumb'] };
  if (isBar && x > 0 && homeWords.test(text) && height <= 64 && y < 220 && y > 0)
    return { about, role: ['breadcrumb'] };
  if (isBar && parent?.facts && parent.facts.height <= 120 && isPageWide(parent.facts))
    return { about, role: ['nav', 'tabs'] };
  if (isBar && !isListed && y + height / 2 < 140)
    return { about: [], role: [y >= 40 && holdsControls(facts) ? 'toolbar' : 'navbar'] };
  if (isBar && !isListed && y + height > frame.height - 20 && words.length > 1) {
    return isPhone(facts) ? { about: [], role: ['tab', 'bar'] } : { about: [], role: ['footer'] };
  }
  if (isPageWide(facts) && height >= 180 && !isPhone(facts)) {
    const isHero =
      y < 120 && height >= 300 && height < 0.75 * frame.height && words.length < 60 && facts.width >= 0.9 * frame.width;
    return { about: keyWords(text, 3), role: isHero ? ['hero'] : ['section'] };
  }
  return undefined;
}

/** The frame itself, with all the others in it. */
function isWhole({ type, layer, x = 0, y = 0, width, height, frame }: Facts): boolean {
  if (type !== 'FRAME' || frame === undefined || layer.inside !== undefined || height < 400) return false;
  // What scrolls reaches past it.
  return x <= 1 && y <= 1 && width >= frame.width - 1 && height >= 0.7 * frame.height;
}

/** What the largest of the texts inside says, if one of them is a heading. */
function headingWords(facts: Facts): string[] | undefined {
  const texts = [facts];
  for (const each of texts) texts.push(...each.children);
  const headings = texts.filter(
    ({ type, fontSize, words, text }) =>
      type === 'TEXT' && fontSize >= 18 && words.length <= 8 && /\p{L}{2}/u.test(text),
  );
  const [largest] = headings.toSorted((a, b) => b.fontSize - a.fontSize);
  return largest && keyWords(largest.text, 3);
}

/** The last bar of a pane, with what one does there. */
function nameEdge({ parent, x = 0, y = 0, width, height, holds, siblings }: Facts): Name | undefined {
  const around = parent?.facts;
  const count = Object.values(holds).reduce((sum, each) => sum + each, 0);
  if (around?.y === undefined || around.height < 4 * height || height > 110 || height < 36 || count < 2)
    return undefined;
  if (siblings.some(({ facts }) => facts !== undefined && Math.abs(facts.height - height) <= 2)) return undefined;
  const isAcross = Math.abs((around.x ?? 0) - x) <= 2 && width >= 0.98 * around.width && around.width >= 320;
  const isLast = Math.abs(around.y + around.height - y - height) <= 2;
  return isAcross && isLast && (holds['TEXT'] ?? 0) === 0 ? { about: [], role: ['toolbar'] } : undefined;
}

/** Several buttons in a row. */
function holdsControls({ holds }: Facts): boolean {
  return (holds['INSTANCE'] ?? 0) >= 2;
}

/** The top of a card or a dialog, over its whole width. */
export function isHeaderOf({ parent, x, y, width, height, layer, siblings }: Facts): boolean {
  const around = parent?.facts;
  if (around === undefined || height >= 0.5 * around.height) return false;
  if ((layer.order?.of ?? 0) > 2 && (layer.order?.at !== 1 || height >= 0.2 * around.height)) return false;
  // Below it lies something else; the first row of a list has others of its height below.
  if (siblings.some(({ facts }) => facts !== undefined && Math.abs(facts.height - height) <= 2)) return false;
  // Inside the card's outline.
  const isAtTop = Math.abs((around.x ?? 0) - (x ?? 0)) <= 2 && Math.abs((around.y ?? 0) - (y ?? 0)) <= 2;
  return isAtTop && Math.abs(around.width - width) <= 4;
}
