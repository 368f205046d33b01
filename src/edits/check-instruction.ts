import type { TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import type { ValueError } from '@sinclair/typebox/errors';
import { EditInstruction } from '../schemas/edit-instruction.ts';
import type { EditLayer } from '../schemas/edits.ts';
import { isAbsent } from './answer-schema.ts';
import { cleanLine } from './clean-text.ts';
import { normalizeColor } from './colors.ts';
import type { LayerHandles, LayerMatch } from './layer-handles.ts';

export type CheckedInstruction =
  | { readonly instruction: EditInstruction; readonly layer: EditLayer }
  /** Why the instruction cannot be used, in plain words; holds nothing of the answer that was not cleaned and cut. */
  | { readonly fault: string };

type ActionSchema = (typeof EditInstruction.anyOf)[number];

interface ActionCheck {
  readonly fields: readonly (readonly [name: string, schema: TSchema])[];
  readonly check: TypeCheck<ActionSchema>;
}

/** One compiled check an action: it can say which field is wrong, where the whole union could only say "none fits". */
const checks = new Map<string, ActionCheck>(
  EditInstruction.anyOf.map((schema: ActionSchema) => [
    schema.properties.action.const,
    {
      fields: Object.entries<TSchema>(schema.properties).filter(([, field]) => field['readOnly'] !== true),
      check: TypeCompiler.Compile(schema),
    },
  ]),
);

/**
 * Checks one instruction of a model's answer against the union and finds its layer. Nulls and the strict schema's markers
 * count as absent, unknown fields are left out, colours and the text case are brought to their one spelling; nothing else is coerced. The
 * instruction comes back with the layer's real name as `target` and its real id, where it has one, as `targetId`.
 */
export function checkInstruction(value: unknown, handles: LayerHandles): CheckedInstruction {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'is no object' };
  const given = value as Readonly<Record<string, unknown>>;
  const action = typeof given['action'] === 'string' ? given['action'] : undefined;
  if (action === undefined) return { fault: 'names no action' };
  const known = checks.get(action);
  if (known === undefined) return { fault: `"${cleanLine(action, 40)}" is no action` };
  const match = findLayer(given, handles);
  if ('fault' in match) return { fault: `${action} ${match.fault}` };
  const { layer } = match;
  const instruction: Record<string, unknown> = {};
  for (const [field, schema] of known.fields) {
    const raw = given[field];
    if (Object.hasOwn(given, field) && !isAbsent(schema, raw)) instruction[field] = normalizeField(field, raw);
  }
  instruction['target'] = layer.name;
  if (!known.check.Check(instruction)) {
    return {
      fault: `${action} on "${cleanLine(layer.name, 40)}": ${describeError(known.check.Errors(instruction).First())}`,
    };
  }
  if (action === 'resize' && !['width', 'height', 'scale'].some((field) => field in instruction)) {
    return { fault: `${action} on "${cleanLine(layer.name, 40)}": needs a width, a height or a scale` };
  }
  if (textActions.has(action) && layer.type !== 'TEXT') {
    return { fault: `${action} on "${cleanLine(layer.name, 40)}": is no text layer` };
  }
  if (layer.id !== undefined) instruction.targetId = layer.id;
  return { instruction, layer };
}

/** What only a layer of text has. */
const textActions: ReadonlySet<string> = new Set(['changeText', 'changeFont', 'changeFontSize', 'changeTextCase']);

/**
 * `targetId`, where a model gives one, is the more exact of the two and goes first; `target` may still save a wrong
 * one.
 */
function findLayer(given: Readonly<Record<string, unknown>>, handles: LayerHandles): LayerMatch {
  let match: LayerMatch = { fault: 'names no layer' };
  for (const field of ['targetId', 'target'] as const) {
    const target = given[field];
    if (typeof target !== 'string' || target === '') continue;
    match = handles.find(target);
    if ('layer' in match) return match;
    match = { fault: `on "${cleanLine(target, 40)}": ${match.fault}` };
  }
  return match;
}

function normalizeField(field: string, value: unknown): unknown {
  if (field === 'color' && typeof value === 'string') return normalizeColor(value) ?? value;
  if (field === 'colors' && Array.isArray(value)) {
    return value.map((color: unknown) => (typeof color === 'string' ? (normalizeColor(color) ?? color) : color));
  }
  if (field === 'textCase' && typeof value === 'string') return value.toUpperCase().replace(/CASE$/, '');
  return value;
}

function describeError(error: ValueError | undefined): string {
  if (error === undefined) return 'a field does not fit';
  const field = error.path.slice(1);
  if (field.startsWith('color')) return `${field} must be a colour as #rrggbb`;
  return `${field} ${error.message.replace(/^Expected (.*)$/, 'must be $1').toLowerCase()}`;
}
