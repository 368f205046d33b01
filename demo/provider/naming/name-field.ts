import { holdsIcon } from './controls.ts';
import type { Facts } from './facts.ts';
import type { InkPlace, Name } from './name.ts';
import { inputWords, selectWords } from './phrases.ts';
import { isNavigation, isTopBar } from './regions.ts';
import { keyWords, splitWords } from './words.ts';

/** A field to fill in: named after its label, which stands above it or before it, else after its placeholder. */
export function nameField(facts: Facts, ink: InkPlace | undefined): Name | undefined {
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
