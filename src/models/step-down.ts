import { type CallShape, type OptionalField, type ShapedCall, weakerForm } from './call-shape.ts';
import type { Refusal } from './read-refusal.ts';

/** A shape that asks for less, and what it gives up, for the log. */
export interface Step {
  readonly shape: CallShape;
  readonly change: string;
}

/** Below this an answer would be cut short in any case. */
const leastAnswerTokens = 256;

/** The shape to try after a refusal, or undefined if asking for less cannot help. */
export function stepDown(shape: CallShape, refusal: Refusal, call: ShapedCall): Step | undefined {
  switch (refusal.kind) {
    case 'form':
    case 'unexplained':
      return weakenForm(shape, call);
    case 'parameters':
      return weakenForm(shape, call) ?? leaveOut(shape, 'effort') ?? leaveOut(shape, 'cap');
    case 'effort':
      return call.effort === 'off' && shape.effort === undefined
        ? { shape: { ...shape, effort: 'low' }, change: 'effort off -> low' }
        : leaveOut(shape, 'effort');
    case 'cap':
      return refusal.most === undefined ? renameCap(shape) : (lowerCap(shape, refusal.most, call) ?? renameCap(shape));
    case 'too_long':
      return refusal.over === undefined ? undefined : lowerCap(shape, capOf(shape, call) - refusal.over, call);
    case 'modalities':
      if (call.body['modalities'] === undefined) return undefined;
      if (shape.modalities.length === 1) return leaveOut(shape, 'modalities');
      return { shape: { ...shape, modalities: ['image'] }, change: 'modalities image, text -> image' };
    case 'stream':
      return shape.streams ? { shape: { ...shape, streams: false }, change: 'stream -> whole answers' } : undefined;
    case 'field':
      return leaveOut(shape, refusal.field);
    default:
      return undefined;
  }
}

function weakenForm(shape: CallShape, call: ShapedCall): Step | undefined {
  const answerForm = call.body['response_format'] === undefined ? undefined : weakerForm(shape.answerForm);
  if (answerForm === undefined) return undefined;
  return { shape: { ...shape, answerForm }, change: `answer form ${shape.answerForm} -> ${answerForm}` };
}

function capOf(shape: CallShape, call: ShapedCall): number {
  return Math.min(call.maxAnswerTokens, shape.mostAnswerTokens);
}

function lowerCap(shape: CallShape, tokens: number, call: ShapedCall): Step | undefined {
  if (tokens >= capOf(shape, call) || tokens < leastAnswerTokens) return undefined;
  return { shape: { ...shape, mostAnswerTokens: tokens }, change: `answer cap -> ${tokens} tokens` };
}

function renameCap(shape: CallShape): Step | undefined {
  if (shape.capField === 'max_completion_tokens') return leaveOut(shape, 'cap');
  return { shape: { ...shape, capField: 'max_completion_tokens' }, change: 'max_tokens -> max_completion_tokens' };
}

function leaveOut(shape: CallShape, field: OptionalField): Step | undefined {
  if (shape.without.has(field)) return undefined;
  return { shape: { ...shape, without: new Set([...shape.without, field]) }, change: `without ${field}` };
}
