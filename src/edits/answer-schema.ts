import { KindGuard, type TSchema } from '@sinclair/typebox';
import { EditInstruction } from '../schemas/edit-instruction.ts';

/** A JSON schema as it is sent: plain data, no symbols. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What `response_format` of a chat completion takes. */
export interface ResponseFormat {
  readonly type: 'json_schema';
  readonly json_schema: { readonly name: string; readonly strict: true; readonly schema: JsonSchema };
}

/** Anthropic refuses a schema with more parameters of a union type ("too many parameters with union types"). */
export const MOST_UNIONS = 16;

/** What an optional choice without a usual value holds when it is not wanted. */
const UNCHANGED = 'unchanged';

/**
 * The answer's schema for a model: `{ "variants": [{ "theme", "humanPrompt", "palette", "instructions" }] }`, its
 * instructions made from the union that the answer is checked with. `instructions` comes last, so that an answer cut
 * short still has the words of the variant it was cut in.
 */
export const editsResponseFormat: ResponseFormat = {
  type: 'json_schema',
  json_schema: {
    name: 'design_variants',
    strict: true,
    schema: boundUnions(
      strictObject({
        variants: {
          type: 'array',
          description: 'The variants, as many as were asked for',
          items: strictObject({
            theme: { type: 'string', description: 'Name of the direction, two to four words' },
            humanPrompt: { type: 'string', description: 'The direction in one or two plain sentences' },
            palette: {
              type: 'array',
              description: 'The three to six colors of the variant as #rrggbb, chosen before the instructions',
              items: { type: 'string' },
            },
            instructions: { type: 'array', items: toStrictSchema(EditInstruction) },
          }),
        },
      }),
    ),
  },
};

/**
 * A TypeBox schema in the dialect that every strict structured output takes:
 *
 * - OpenAI wants every object closed and every field required, so nothing is optional. Anthropic counts nullable fields
 *   as unions and takes 16 of them, so an absent field is not null: it holds its usual value (`default`) or a value
 *   outside its bounds (`x-absent`), which {@link isAbsent} finds again. The number of actions adds no union.
 * - Vertex accepts no other keyword next to `anyOf`, so descriptions are in its members.
 * - Bounds and patterns become words: some providers answer 400 to the keywords, none keeps to all of them, and the
 *   check of the answer knows them anyway. Fields that only the reply has (`readOnly`) are left out.
 *
 * Sources: https://platform.claude.com/docs/en/build-with-claude/structured-outputs,
 * https://platform.openai.com/docs/guides/structured-outputs#supported-schemas and
 * https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/control-generated-output.
 */
export function toStrictSchema(schema: TSchema): JsonSchema {
  const words = describe(schema);
  const described = words === '' ? {} : { description: words };
  if (KindGuard.IsObject(schema)) {
    const fields: Record<string, JsonSchema> = {};
    for (const [name, field] of Object.entries(schema.properties)) {
      if (field['readOnly'] === true) continue;
      fields[name] = schema.required?.includes(name) === true ? toStrictSchema(field) : toRequired(field);
    }
    return { ...strictObject(fields), ...described };
  }
  if (KindGuard.IsUnion(schema)) return toUnion(schema.anyOf, described);
  if (KindGuard.IsLiteral(schema)) return { type: typeof schema.const, enum: [schema.const], ...described };
  if (KindGuard.IsArray(schema)) return { type: 'array', items: toStrictSchema(schema.items), ...described };
  return { type: schema['type'] as string, ...described };
}

/** @throws Error for a schema with more unions than {@link MOST_UNIONS}: found at start, not by a provider. */
export function boundUnions(schema: JsonSchema): JsonSchema {
  const unions = countUnions(schema);
  if (unions > MOST_UNIONS) throw new Error(`the schema has ${unions} unions, and some models take ${MOST_UNIONS}`);
  return schema;
}

function countUnions(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const { anyOf, type } = value as JsonSchema;
  const nested = Object.values(value).reduce<number>((sum, part) => sum + countUnions(part), 0);
  return nested + (Array.isArray(anyOf) || Array.isArray(type) ? 1 : 0);
}

/** Whether a field of an answer holds the value that, by {@link toStrictSchema}, means that it is absent. */
export function isAbsent(field: TSchema, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (field['x-absent'] !== undefined) return value === field['x-absent'];
  if (field['default'] !== undefined) return false;
  return value === UNCHANGED && isChoice(field) && !choicesOf(field).includes(UNCHANGED);
}

/** An optional field as a required one. Without a usual value or a marker it is nullable: one union more. */
function toRequired(field: TSchema): JsonSchema {
  const schema = toStrictSchema(field);
  const usual: unknown = field['default'];
  const marker: unknown = field['x-absent'];
  if (usual !== undefined) return withWords(schema, `usually ${JSON.stringify(usual)}`);
  if (marker !== undefined) return withWords(schema, `${JSON.stringify(marker)} to leave it as it is`);
  if (isChoice(field)) {
    return withWords({ ...schema, enum: [...choicesOf(field), UNCHANGED] }, `"${UNCHANGED}" to leave it as it is`);
  }
  return { anyOf: [...((schema['anyOf'] as JsonSchema[] | undefined) ?? [schema]), { type: 'null' }] };
}

function withWords(schema: JsonSchema, words: string): JsonSchema {
  const before = schema['description'];
  return { ...schema, description: before === undefined ? words : `${before as string}; ${words}` };
}

/** Text literals become one enum, so that a choice or a number is a union of two members, not of one per literal. */
function toUnion(members: readonly TSchema[], described: JsonSchema): JsonSchema {
  const literals = members.filter((member) => KindGuard.IsLiteralString(member));
  const others = members.filter((member) => !KindGuard.IsLiteralString(member));
  const choice = { type: 'string', enum: literals.map((literal) => literal.const), ...described };
  if (others.length === 0) return choice;
  return { anyOf: [...(literals.length === 0 ? [] : [choice]), ...others.map(toStrictSchema)] };
}

function isChoice(field: TSchema): boolean {
  return KindGuard.IsUnion(field) && field.anyOf.every((member) => KindGuard.IsLiteralString(member));
}

function choicesOf(field: TSchema): readonly unknown[] {
  return (field['anyOf'] as readonly TSchema[]).map((member) => member['const'] as unknown);
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
