import { Type } from '@sinclair/typebox';
import t from 'tap';
import { editsResponseFormat, type JsonSchema, toStrictSchema } from '../../src/edits/answer-schema.ts';
import { EditInstruction, editActions } from '../../src/schemas/edit-instruction.ts';

/** Every schema in a schema. */
function walk(schema: JsonSchema): JsonSchema[] {
  const parts = [
    ...Object.values((schema['properties'] ?? {}) as Record<string, JsonSchema>),
    ...((schema['anyOf'] ?? []) as JsonSchema[]),
    ...(schema['items'] === undefined ? [] : [schema['items'] as JsonSchema]),
  ];
  return [schema, ...parts.flatMap(walk)];
}

const all = walk(editsResponseFormat.json_schema.schema);

t.test('every object is closed and requires all its fields, as strict output wants it', async (t) => {
  const objects = all.filter((schema) => schema['type'] === 'object');
  t.ok(objects.length >= editActions.length + 2);
  for (const schema of objects) {
    t.equal(schema['additionalProperties'], false);
    t.same(schema['required'], Object.keys(schema['properties'] as object));
  }
});

t.test('no keyword is in it that a provider may refuse', async (t) => {
  const used = new Set(all.flatMap((schema) => Object.keys(schema)));
  t.same([...used].toSorted(), [
    'additionalProperties',
    'anyOf',
    'description',
    'enum',
    'items',
    'properties',
    'required',
    'type',
  ]);
});

t.test('it holds each action of the union and no field of the reply alone', async (t) => {
  const actions = all.flatMap((schema) => {
    const action = (schema['properties'] as Record<string, JsonSchema> | undefined)?.['action'];
    return action === undefined ? [] : (action['enum'] as string[]);
  });
  t.same(actions, editActions);
  const fields = new Set(all.flatMap((schema) => Object.keys(schema['properties'] ?? {})));
  for (const field of ['targetId', 'generatedImageBase64', 'imageError']) t.notOk(fields.has(field), field);
});

t.test('an optional field is nullable and its bounds are said in words', async (t) => {
  const schema = toStrictSchema(
    Type.Object({
      a: Type.Number({ minimum: 0, maximum: 1, description: 'Share' }),
      b: Type.Optional(Type.Array(Type.String(), { minItems: 2, maxItems: 4, description: 'Stops' })),
      c: Type.Union([Type.Literal('x'), Type.Literal('y')]),
    }),
  );
  t.same(schema['properties'], {
    a: { type: 'number', description: 'Share (0 to 1)' },
    b: {
      anyOf: [{ type: 'array', items: { type: 'string' }, description: 'Stops (2 to 4 entries)' }, { type: 'null' }],
    },
    c: { type: 'string', enum: ['x', 'y'] },
  });
});

t.test('the schema is plain data that survives JSON', async (t) => {
  const strict = toStrictSchema(EditInstruction);
  t.same(JSON.parse(JSON.stringify(strict)), strict);
});
