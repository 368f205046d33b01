import { wordsOf } from './clean-name.ts';
import { isDefaultName } from './default-name.ts';
import type { LayerGroup } from './group-layers.ts';
import type { AskedGroup } from './plan-calls.ts';
import type { NamesRead } from './read-names.ts';
import { isRoleWord } from './role-words.ts';
import type { NamedLayer } from './vocabulary.ts';

/** What to do with the answer about one layer. */
type Verdict =
  | 'sure'
  /** Worth a second look at this layer alone. */
  | 'doubtful'
  /** Another layer's name, to be dropped; worth a look at this layer alone. */
  | 'misplaced'
  /** Part of an answer that cannot be believed, to be asked again in smaller calls. */
  | 'unusable';

/** The layers of one call, by what its answer says of them. */
export interface SortedNames {
  readonly usable: readonly UsableName[];
  /** Another layer's name came: worth a look at this layer alone. */
  readonly misplaced: readonly AskedGroup[];
  readonly unnamed: readonly AskedGroup[];
}

/** A name that can be its layer's. */
export interface UsableName extends NamedLayer {
  readonly group: LayerGroup;
  readonly isSure: boolean;
}

/** Sorts the layers of a call by {@link judgeNames}. */
export function sortNames(asked: readonly AskedGroup[], answer: NamesRead): SortedNames {
  const verdicts = judgeNames(asked, answer);
  const usable: UsableName[] = [];
  const misplaced: AskedGroup[] = [];
  const unnamed: AskedGroup[] = [];
  for (const [index, each] of asked.entries()) {
    const verdict = verdicts[index];
    const name = answer.names.get(index + 1);
    if (verdict === 'misplaced') misplaced.push(each);
    else if (name === undefined || verdict === 'unusable') unnamed.push(each);
    else usable.push({ group: each.group, layer: each.layer, name, isSure: verdict === 'sure' });
  }
  return { usable, misplaced, unnamed };
}

/**
 * Judges the names of one answer, by the places of `asked`; undefined for a layer that it leaves out.
 *
 * A name is misplaced if it contains another layer's words and none of its layer's words, while the other layer's name
 * does not contain its own words either: then names were shifted or swapped. It is also misplaced if the model saw the
 * words of another layer in its cell, or if the name contains what another cell shows and that cell's name does not:
 * this detects swapped icons, which have no words to compare. If a sheet's names are fewer than its cells, the model
 * may have counted past one: then a name is usable only if it speaks of its layer's words.
 */
function judgeNames(asked: readonly AskedGroup[], answer: NamesRead): (Verdict | undefined)[] {
  const { names, unsure, shows } = answer;
  const sureOrNot = (name: string, index: number): Verdict =>
    unsure.has(index + 1) || isDefaultName(name.replaceAll(/[_/-]/g, ' ')) ? 'doubtful' : 'sure';
  const only = names.get(1);
  // It cannot be the name of another layer.
  if (asked.length === 1) return [only === undefined ? undefined : sureOrNot(only, 0)];
  const facts = asked.map(({ layer, picture }, index) => {
    const own = contentOf(`${layer.text ?? ''} ${layer.componentName ?? ''}`);
    const named = contentOf(names.get(index + 1) ?? '');
    const seen = contentOf(shows.get(index + 1) ?? '');
    const isOnSheet = picture?.cell !== undefined;
    return { own, named, seen, isOnSheet, isOwn: overlaps(named, own) || overlaps(seen, own) };
  });
  const isShort = facts.some(({ isOnSheet }, index) => isOnSheet && !names.has(index + 1));
  return facts.map(({ own, named, seen, isOnSheet, isOwn }, index) => {
    const name = names.get(index + 1);
    if (name === undefined) return undefined;
    if (isShort && isOnSheet && !isOwn) return 'unusable';
    const isOfOther = facts.some(
      (other) => other.own !== own && ((!other.isOwn && isWithin(named, other.own)) || overlaps(seen, other.own)),
    );
    if (own.size > 0 && !isOwn && isOfOther) return 'misplaced';
    const isOfOtherCell = facts.some(
      (other) => other.seen !== seen && overlaps(named, other.seen) && !overlaps(other.named, other.seen),
    );
    if (isOnSheet && seen.size > 0 && !isOwn && !overlaps(named, seen) && isOfOtherCell) return 'misplaced';
    return sureOrNot(name, index);
  });
}

/**
 * What a text is about, as the beginnings of its words ("account" and "accounts" are one): without roles and small
 * words.
 */
function contentOf(text: string): Set<string> {
  const words = wordsOf(text.slice(0, 300)).filter((word) => word.length >= 3 && !isRoleWord(word));
  return new Set(words.map((word) => word.slice(0, 5)));
}

function isWithin(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && [...a].every((word) => b.has(word));
}

function overlaps(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const word of a) if (b.has(word)) return true;
  return false;
}
