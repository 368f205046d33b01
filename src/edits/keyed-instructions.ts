import { isObject } from '../models/is-object.ts';
import { membersUnder } from './answer-keys.ts';
import { findAction } from './find-action.ts';
import { readStyles } from './read-styles.ts';

/**
 * Reads instructions that stand under their layer or their action instead of in a list: `{"L1": {"action": "hide"},
 * "L2": [...]}`, `{"L1": {"changeFill": {...}, "hide": {}}}`, `{"changeFill": [{"target": ...}]}`.
 *
 * @returns undefined if the object holds anything else.
 */
export function readKeyedInstructions(keyed: object): readonly unknown[] | undefined {
  const items = Object.entries(keyed).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((item: unknown) => [key, item] as const),
  );
  const instructions = items.map(([key, item]) => (isObject(item) ? toInstructions(key, item) : []));
  if (items.length === 0 || instructions.some((found) => found.length === 0)) return undefined;
  return instructions.flat();
}

function toInstructions(key: string, item: Record<string, unknown>): object[] {
  if (isAction({ action: key })) return hasTarget(item) ? [{ ...item, action: key }] : [];
  const about = hasTarget(item) ? {} : { target: key };
  if (isAction(item)) return [{ ...item, ...about }];
  const actions = Object.entries(item).map(([action, fields]) => ({ [action]: fields, ...about }));
  return actions.every(isAction) ? actions : (readStyles({ ...item, ...about }) ?? []);
}

function isAction(item: object): boolean {
  return 'action' in findAction(item);
}

function hasTarget(item: object): boolean {
  return membersUnder(item, 'target').some(([, value]) => typeof value === 'string' || Array.isArray(value));
}
