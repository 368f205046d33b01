import { type Ask, type LayerAsk, type Mention, readExtent } from '../ask.ts';
import { splitWords } from './words.ts';

/** What a naming call says of one layer, with the layers around it looked up. Lengths in pixels. */
export interface Facts {
  readonly layer: LayerAsk;
  readonly type: string;
  /** Its own, or those inside it; '' if it has none. */
  text: string;
  words: readonly string[];
  readonly width: number;
  readonly height: number;
  /** undefined if the call does not say where the layer is. */
  readonly x: number | undefined;
  readonly y: number | undefined;
  readonly fontSize: number;
  readonly lines: number;
  readonly frame: { readonly width: number; readonly height: number } | undefined;
  /** The layer around it, in full if it is in the same call. */
  parent: (Mention & { readonly facts?: Facts }) | undefined;
  /** Layers beside it: those of the same call in full, in their order, then others in passing. */
  siblings: readonly (Mention & { readonly facts?: Facts })[];
  /** How many children of each type. */
  holds: Readonly<Record<string, number>>;
  /** Those of the same call. */
  children: readonly Facts[];
}

/** Reads the facts of a call's layers; see {@link Facts}. */
export function readFacts(ask: Ask): Facts[] {
  const frame = readExtent(ask.texts);
  const all = ask.layers.map((layer) => toFacts(layer, frame));
  const parentOf = new Map(all.map((facts) => [facts, findParent(facts, all)]));
  for (const facts of all) if (facts.text === '') takeWordsInside(facts, all, parentOf);
  for (const facts of all) {
    const { inside, beside = [], holds } = facts.layer;
    const parent = parentOf.get(facts);
    facts.parent = parent ? mention(parent) : typeof inside === 'object' ? withFacts(inside, frame) : undefined;
    const around = all.filter((other) => other !== facts && isBeside(other, facts, parentOf));
    facts.siblings = [...around.map(mention), ...beside];
    facts.children = all.filter((other) => parentOf.get(other) === facts);
    facts.holds = holds ?? countKinds(facts.children);
  }
  return all;
}

/** The words of the control that a layer is part of; none if what is around it is a bar, a card or more. */
export function controlWords({ parent, width }: Facts): readonly string[] {
  const words = splitWords(parent?.text ?? '');
  const around = {
    width: parent?.width ?? parent?.facts?.width ?? 0,
    height: parent?.height ?? parent?.facts?.height ?? 0,
  };
  const isControl = around.height <= 64 && around.width <= Math.max(480, 3 * width);
  return isControl && words.length <= 5 && !parent?.text?.endsWith('…') ? words : [];
}

/** A frame of which the call does not say the words has those of the texts of the call that lie in it. */
function takeWordsInside(facts: Facts, all: readonly Facts[], parentOf: ReadonlyMap<Facts, Facts | undefined>): void {
  const isInside = (other: Facts | undefined, depth = 0): boolean =>
    other !== undefined && depth < 20 && (other === facts || isInside(parentOf.get(other), depth + 1));
  const texts = all.filter((other) => other.type === 'TEXT' && isInside(parentOf.get(other)));
  facts.text = texts.map(({ text }) => text).join(' ');
  facts.words = splitWords(facts.text);
}

/** The text nearest to a layer among its siblings, figures and dates left out; '' if there is none. */
export function nearestText(facts: Facts, isWanted: (text: string) => boolean): string {
  const { x = 0, y = 0 } = facts;
  const texts = facts.siblings.filter(
    ({ type, text = '' }) => type === 'TEXT' && /\p{L}/u.test(text) && isWanted(text),
  );
  const distanceTo = ({ facts: other }: (typeof texts)[number]): number =>
    other === undefined ? 500 : Math.hypot((other.x ?? 0) - x, 3 * ((other.y ?? 0) - y));
  return texts.toSorted((a, b) => distanceTo(a) - distanceTo(b))[0]?.text ?? '';
}

function toFacts(layer: LayerAsk, frame: Facts['frame']): Facts {
  const { type, text = '', width = 0, height = 0, x, y } = layer;
  const trimmed = /[\p{L}\p{N}]/u.test(text) ? text.trim() : '';
  const fontSize = layer.fontSize ?? (type === 'TEXT' ? guessFontSize(trimmed, width, height) : 16);
  return {
    layer,
    type,
    text: trimmed,
    words: splitWords(trimmed),
    width,
    height,
    x,
    y,
    fontSize,
    lines: Math.max(1, Math.round(height / (1.45 * fontSize))),
    frame,
    parent: undefined,
    siblings: [],
    holds: {},
    children: [],
  };
}

/** A line is some 1.25 times as high as its letters, and letters half as wide as high. */
function guessFontSize(text: string, width: number, height: number): number {
  if (height === 0) return 16;
  const byArea = Math.sqrt((width * height) / (0.62 * Math.max(1, text.length)));
  return Math.min(height / 1.2, Math.max(10, byArea));
}

/** The layer that the call names as the one around, else the smallest box that this one lies in. */
function findParent(facts: Facts, all: readonly Facts[]): Facts | undefined {
  const { inside } = facts.layer;
  if (typeof inside === 'number') return all.find(({ layer }) => layer.number === inside);
  if (inside !== undefined) return undefined;
  const around = all.filter((other) => encloses(other, facts));
  return around.toSorted((a, b) => a.width * a.height - b.width * b.height)[0];
}

function encloses(outer: Facts, inner: Facts): boolean {
  if (outer === inner || outer.type === 'TEXT' || outer.x === undefined || outer.y === undefined) return false;
  const { x, y, width, height } = inner;
  if (x === undefined || y === undefined || outer.width * outer.height <= width * height) return false;
  const right = outer.x + outer.width + 1;
  const bottom = outer.y + outer.height + 1;
  return x >= outer.x - 1 && y >= outer.y - 1 && x + width <= right && y + height <= bottom;
}

function isBeside(other: Facts, facts: Facts, parentOf: ReadonlyMap<Facts, Facts | undefined>): boolean {
  const [theirs, own] = [other.layer.inside, facts.layer.inside].map((inside) => JSON.stringify(inside));
  return theirs === own && parentOf.get(other) === parentOf.get(facts);
}

/** A layer of another call, of which its words and its box are known. */
function withFacts(around: Mention, frame: Facts['frame']): Mention & { facts?: Facts } {
  if (around.width === undefined) return around;
  return { ...around, facts: toFacts({ number: 0, ...around }, frame) };
}

function mention(facts: Facts): Mention & { facts: Facts } {
  return { type: facts.type, text: facts.text, facts };
}

function countKinds(children: readonly Facts[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { type } of children) counts[type] = (counts[type] ?? 0) + 1;
  return counts;
}
