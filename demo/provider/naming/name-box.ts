import {
  countTexts,
  holdsIcon,
  isAction,
  isAlert,
  isBadge,
  isItem,
  isLogo,
  isMessage,
  isNavItem,
  isPerson,
  isSquare,
  isTab,
} from './controls.ts';
import type { Facts } from './facts.ts';
import type { InkPlace, Name } from './name.ts';
import { nameField } from './name-field.ts';
import { isHeaderOf, namePart } from './name-part.ts';
import { checkboxWords, readFigure, searchWords } from './phrases.ts';
import { isTabs, isTopBar } from './regions.ts';
import { nameTablePart } from './tables.ts';
import { keyWords } from './words.ts';

/** Names a frame, group, instance or shape that has words in it. */
export function nameBox(facts: Facts, ink: InkPlace | undefined): Name {
  return nameTablePart(facts) ?? namePart(facts) ?? nameControl(facts, ink) ?? nameBlock(facts);
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
  if (isBadge(facts)) return { about, role: ['badge'] };
  if (isAction(facts)) return { about, role: ['button'] };
  if (isMessage(facts)) return { about, role: ['message'] };
  if (countTexts(facts) >= 2) return undefined;
  const field = nameField(facts, ink);
  if (field) return field;
  if (isPerson(facts, ink)) return { about: keyWords(text, 2), role: ['profile', 'menu'] };
  const figure = readFigure(text);
  if (figure && width <= 100 && height <= 80 && (holdsIcon(facts) || isTopBar(facts)))
    return { about: ['notification'], role: ['icon', 'button'] };
  if (isNavItem(facts, ink)) return { about, role: ['nav', 'item'] };
  if (ink !== 'middle' && isItem(facts)) return { about, role: ['list', 'item'] };
  if (isAlert(facts)) return { about, role: ['alert'] };
  if (isTabs(facts)) return { about: keyWords(text, 2), role: ['tabs'] };
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
  if (isPane(facts)) return { about, role: ['panel'] };
  return { about, role: [height > 79 ? 'card' : 'row'] };
}

/** A part of the page beside others: most of its height, and much of its width. */
function isPane({ width, height, frame, type }: Facts): boolean {
  if (frame === undefined || type === 'INSTANCE') return false;
  return height >= 0.6 * frame.height && width >= 0.4 * frame.width;
}
