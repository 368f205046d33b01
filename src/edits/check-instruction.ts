import type { TSchema } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';
import type { ValueError } from '@sinclair/typebox/errors';
import { EditInstruction } from '../schemas/edit-instruction.ts';
import type { EditLayer } from '../schemas/edits.ts';
import { membersUnder } from './answer-keys.ts';
import { isAbsent } from './answer-schema.ts';
import { cleanLine } from './clean-text.ts';
import { coerceValue } from './coerce-value.ts';
import { findAction, type NamedAction } from './find-action.ts';
import { fitToLayer } from './fit-to-layer.ts';
import { gatherFields } from './gather-fields.ts';
import { isText } from './is-text.ts';
import type { LayerHandles, LayerMatch } from './layer-handles.ts';

export type CheckedInstruction =
  | {
      readonly instruction: EditInstruction;
      readonly layer: EditLayer;
      /** Values that were interpreted, such as `opacity 50 read as 0.5`. */
      readonly notes: readonly string[];
    }
  /** Why the instruction cannot be used, in plain words; holds nothing of the answer that was not cleaned and cut. */
  | { readonly fault: string };

type ActionSchema = (typeof EditInstruction.anyOf)[number];

interface ActionCheck {
  readonly fields: readonly (readonly [name: string, schema: TSchema])[];
  readonly check: TypeCheck<ActionSchema>;
}

/**
 * One compiled check per action: it names the wrong field; a check of the whole union could only say that no member
 * fits.
 */
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
 * Checks one instruction of a model's answer against the union and finds its layer. Reads it in any of the forms of
 * field-aliases.ts; nulls and the strict schema's markers count as absent, unknown fields are left out, and values
 * are brought to what their field wants (coerce-value.ts). The instruction comes back with the layer's real name as
 * `target` and its real id, if it has one, as `targetId`.
 */
export function checkInstruction(value: unknown, handles: LayerHandles): CheckedInstruction {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'must be an object' };
  const named = findAction(value);
  if ('unknown' in named) {
    return {
      fault: named.unknown === undefined ? 'names no action' : `unknown action "${cleanLine(named.unknown, 40)}"`,
    };
  }
  const { action } = named;
  const known = checks.get(action) as ActionCheck;
  const match = findLayer(Object.fromEntries(named.members.toReversed()), handles);
  if ('fault' in match) return { fault: `${action} ${match.fault}` };
  const { layer } = match;
  const where = `${action} on "${cleanLine(layer.name, 40)}"`;
  const { instruction, notes } = readFields(named, known, layer);
  instruction['target'] = layer.name;
  if (!known.check.Check(instruction))
    return { fault: `${where}: ${describeError(known.check.Errors(instruction).First())}` };
  if (action === 'resize' && !['width', 'height', 'scale'].some((field) => field in instruction)) {
    return { fault: `${where}: needs a width, a height or a scale` };
  }
  if (action === 'setLayout' && Object.keys(instruction).length <= 2) return { fault: `${where}: changes nothing` };
  if ((textActions.has(action) || named.of === 'letters') && !isText(layer))
    return { fault: `${where}: is not a text layer` };
  if (named.of === 'ground' && isText(layer)) return { fault: `${where}: a text layer has no background` };
  if (layer.id !== undefined) instruction.targetId = layer.id;
  return { instruction, layer, notes: notes.map((note) => `${where}: ${note}`) };
}

function readFields(
  named: NamedAction,
  { fields }: ActionCheck,
  layer: EditLayer,
): { instruction: Record<string, unknown>; notes: string[] } {
  const instruction: Record<string, unknown> = { action: named.action };
  const notes: string[] = [];
  const gathered = gatherFields(named, fields);
  fitToLayer(named.action, gathered, layer);
  for (const [field, schema] of fields) {
    const raw = gathered.get(field);
    if (!gathered.has(field) || isAbsent(schema, raw)) continue;
    const { value, note, opacity } = coerceValue(schema, field, raw);
    instruction[field] = value;
    if (note !== undefined) notes.push(note);
    // A color's own transparency counts unless the instruction says another one.
    if (
      opacity !== undefined &&
      opacity < 1 &&
      fields.some(([name]) => name === 'opacity') &&
      [undefined, null, 1].includes(gathered.get('opacity') as undefined)
    ) {
      gathered.set('opacity', opacity);
    }
  }
  return { instruction, notes };
}

/** What only a layer of text has. */
const textActions: ReadonlySet<string> = new Set(['changeText', 'changeFont', 'changeFontSize', 'changeTextCase']);

/**
 * `targetId`, if a model gives one, is the more exact of the two and goes first; `target` and its aliases may still
 * save a wrong one.
 */
function findLayer(given: object, handles: LayerHandles): LayerMatch {
  let match: LayerMatch = { fault: 'names no layer' };
  for (const [, value] of membersUnder(given, 'target')) {
    const target = typeof value === 'object' && value !== null ? membersUnder(value, 'target')[0]?.[1] : value;
    if (typeof target !== 'string' || target === '') continue;
    const found = handles.find(target);
    if ('layer' in found) return found;
    if (match.fault === 'names no layer') match = { fault: `on "${cleanLine(target, 40)}": ${found.fault}` };
  }
  return match;
}

function describeError(error: ValueError | undefined): string {
  if (error === undefined) return 'a field does not fit';
  const field = error.path.slice(1);
  if (field.startsWith('color')) return `${field} must be a color as #rrggbb`;
  if (error.message === 'Expected union value') return `${field} is not one of the values it takes`;
  return `${field} ${error.message.replace(/^Expected (.*)$/, 'must be $1').toLowerCase()}`;
}
