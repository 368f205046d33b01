import type { NameScore } from '../score/score-names.ts';

/** What a name lost points for, in plain words. */
export function describeLosses(score: NameScore): string[] {
  const losses: string[] = [];
  if (score.meaning === undefined) return losses;
  if (score.name === '') return ['no name'];
  if (score.isDefault) losses.push('a default name');
  else if (score.role === 0) losses.push('does not say what it is');
  else if (score.role < 1) losses.push('says loosely what it is');
  if (score.says !== undefined && score.says < 1) {
    losses.push(score.says === 0 ? 'says nothing of its content' : 'says part of its content');
  }
  if (score.forbidden.length > 0) losses.push(`is not ${score.forbidden.join(', ')}`);
  if (score.hasTwin) losses.push('a sibling has the same name');
  if (score.noise.length > 0) losses.push(`says how it looks: ${score.noise.join(', ')}`);
  if (!score.inStyle) losses.push('not in the style');
  if (!score.wellSized) losses.push('too long');
  return losses;
}
