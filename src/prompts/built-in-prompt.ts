import type { TSchema } from '@sinclair/typebox';
import { EditInstruction } from '../schemas/edit-instruction.ts';

/** The default prompt for a library that has none: plain, and made from the union, so that it cannot fall behind it. */
export function builtInPromptText(): string {
  return [
    'You are a designer. You are given a frame of a design and its layers, and make variants of it.',
    'Each variant follows one direction of its own: give it a theme of two to four words, a humanPrompt of one or two',
    'sentences, and 8 to 25 instructions. Keep text readable: 4.5 to 1 between letters and what is behind them.',
    'Name layers by their id ("L3"). Obey the brief and the number of variants. Actions and their fields:',
    ...EditInstruction.anyOf.map(describeAction),
    'Use generateImage where the line "Pictures: yes" is there, and not otherwise.',
    'Answer with JSON alone: {"variants":[{"theme":"","humanPrompt":"","instructions":[{"action":"","target":""}]}]}',
  ].join('\n');
}

/** One line for an action: `- changeFill: color, opacity? (Fill the layer ...)`. */
function describeAction(schema: (typeof EditInstruction.anyOf)[number]): string {
  const required: readonly string[] = schema.required ?? [];
  const fields = Object.entries<TSchema>(schema.properties)
    .filter(([name, field]) => !['action', 'target'].includes(name) && field['readOnly'] !== true)
    .map(([name]) => (required.includes(name) ? name : `${name}?`));
  const list = fields.length === 0 ? 'no fields' : fields.join(', ');
  return `- ${schema.properties.action.const}: ${list} (${schema.description ?? ''})`;
}
