import { KindGuard, type TSchema } from '@sinclair/typebox';
import { EditInstruction } from '../schemas/edit-instruction.ts';

/** A JSON schema as it is sent: plain data, no symbols. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What `response_format` of a chat completion takes. */
export interface ResponseFormat {
  readonly type: 'json_schema';
  readonly json_schema: { readonly name: string; readonly strict: true; readonly schema: JsonSchema };
}

/**
 * The answer's schema for a model: `{ "variants": [{ "theme", "humanPrompt", "instructions" }] }`, its instructions
 * made from the union that the answer is checked with. `instructions` comes last, so that an answer cut short still
 * has the words of the variant it was cut in.
 */
export const editsResponseFormat: ResponseFormat = {
  type: 'json_schema',
  json_schema: {
    name: 'design_variants',
    strict: true,
    schema: strictObject({
      variants: {
        type: 'array',
        description: 'The variants, as many as were asked for',
        items: strictObject({
          theme: { type: 'string', description: 'Name of the direction, two to four words' },
          humanPrompt: { type: 'string', description: 'The direction in one or two plain sentences' },
          instructions: { type: 'array', items: toStrictSchema(EditInstruction) },
        }),
      },
    }),
  },
};

/**
 * A TypeBox schema as strict structured output wants it: every object closed, every field required, an optional field
 * nullable (null means absent), fields of the reply alone (`readOnly`) left out. Bounds and patterns become words: some
 * providers answer 400 to the keywords and none holds to all of them, while the check afterwards knows them anyway.
 */
export function toStrictSchema(schema: TSchema): JsonSchema {
  const description = describe(schema);
  const words = description === '' ? {} : { description };
  if (KindGuard.IsObject(schema)) {
    const fields: Record<string, JsonSchema> = {};
    for (const [name, field] of Object.entries(schema.properties)) {
      if (field['readOnly'] === true) continue;
      const isOptional = schema.required?.includes(name) !== true;
      fields[name] = isOptional ? { anyOf: [toStrictSchema(field), { type: 'null' }] } : toStrictSchema(field);
    }
    return { ...strictObject(fields), ...words };
  }
  if (KindGuard.IsUnion(schema)) {
    const literals = schema.anyOf.map((member) => (KindGuard.IsLiteral(member) ? member.const : undefined));
    if (literals.every((value) => typeof value === 'string')) return { type: 'string', enum: literals, ...words };
    return { anyOf: schema.anyOf.map(toStrictSchema), ...words };
  }
  if (KindGuard.IsLiteral(schema)) return { type: typeof schema.const, enum: [schema.const], ...words };
  if (KindGuard.IsArray(schema)) return { type: 'array', items: toStrictSchema(schema.items), ...words };
  return { type: schema['type'] as string, ...words };
}

function strictObject(properties: Record<string, JsonSchema>): JsonSchema {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

function describe(schema: TSchema): string {
  const words = schema.description ?? '';
  const least = schema['minimum'] ?? schema['minItems'];
  const most = schema['maximum'] ?? schema['maxItems'] ?? schema['maxLength'];
  if (least === undefined && most === undefined) return words;
  const unit = schema['maxItems'] === undefined ? (schema['maxLength'] === undefined ? '' : ' characters') : ' entries';
  const bounds = least === undefined ? `at most ${most}` : `${least} to ${most}`;
  return `${words} (${bounds}${unit})`.trim();
}
