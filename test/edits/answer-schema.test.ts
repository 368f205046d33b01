import { Type } from '@sinclair/typebox';
import t from 'tap';
import {
  boundUnions,
  editsResponseFormat,
  isAbsent,
  type JsonSchema,
  MOST_UNIONS,
  toStrictSchema,
} from '../../src/edits/answer-schema.ts';
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

t.test('every object is closed and requires all its fields, as strict output demands', async (t) => {
  const objects = all.filter((schema) => schema['type'] === 'object');
  t.ok(objects.length >= editActions.length + 2);
  for (const schema of objects) {
    t.equal(schema['additionalProperties'], false);
    t.same(schema['required'], Object.keys(schema['properties'] as object));
  }
});

t.test('uses no keyword that a provider may refuse', async (t) => {
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

t.test('holds every action of the union and no reply-only field', async (t) => {
  const actions = all.flatMap((schema) => {
    const action = (schema['properties'] as Record<string, JsonSchema> | undefined)?.['action'];
    return action === undefined ? [] : (action['enum'] as string[]);
  });
  t.same(actions, editActions);
  const fields = new Set(all.flatMap((schema) => Object.keys(schema['properties'] ?? {})));
  for (const field of ['targetId', 'generatedImageBase64', 'imageError']) t.notOk(fields.has(field), field);
});

/** An object with so many optional numbers, each of which is a union. */
function objectOf(unions: number): JsonSchema {
  const fields = Array.from({ length: unions }, (_, index) => [`f${index}`, Type.Optional(Type.Number())]);
  return toStrictSchema(Type.Object(Object.fromEntries(fields)));
}

t.test('a schema of too many unions is refused when it is made', async (t) => {
  t.doesNotThrow(() => boundUnions(objectOf(MOST_UNIONS)));
  t.throws(() => boundUnions(objectOf(MOST_UNIONS + 1)), { message: /17 unions/ });
  t.throws(() => boundUnions({ items: Array.from({ length: 17 }, () => ({ type: ['string', 'null'] })) }), /17 unions/);
});

t.test('has at most 16 unions, no optional field and no keyword beside anyOf', async (t) => {
  const unions = all.filter((schema) => schema['anyOf'] !== undefined || Array.isArray(schema['type']));
  t.ok(unions.length >= 1 && unions.length <= MOST_UNIONS, `${unions.length} unions`);
  for (const union of unions) t.same(Object.keys(union), ['anyOf']);
  const optional = all.flatMap((schema) => {
    const required = (schema['required'] ?? []) as string[];
    return Object.keys(schema['properties'] ?? {}).filter((field) => !required.includes(field));
  });
  t.same(optional, []);
});

const action = (name: string) =>
  Type.Object({
    action: Type.Literal(name),
    gap: Type.Optional(Type.Number({ 'x-absent': -1 })),
    align: Type.Optional(Type.Union([Type.Literal('start'), Type.Literal('end')])),
    opacity: Type.Optional(Type.Number({ default: 1 })),
  });

t.test('more actions add no union', async (t) => {
  const many = Type.Union(Array.from({ length: 40 }, (_, index) => action(`action${index}`)));
  t.equal(walk(toStrictSchema(many)).filter((schema) => schema['anyOf'] !== undefined).length, 1);
});

t.test('absent fields have a usual value, a marker or null, with bounds in words', async (t) => {
  const fields = {
    a: Type.Number({ minimum: 0, maximum: 1, description: 'Share' }),
    b: Type.Optional(Type.Array(Type.String(), { minItems: 2, maxItems: 4, description: 'Stops' })),
    c: Type.Union([Type.Literal('x'), Type.Literal('y')]),
    d: Type.Optional(Type.Number({ minimum: 0, maximum: 9, description: 'Gap', 'x-absent': -1 })),
    e: Type.Optional(Type.Boolean({ default: false })),
    f: Type.Optional(Type.Union([Type.Literal('x'), Type.Literal('y')])),
    g: Type.Union([Type.Literal('front'), Type.Literal('back'), Type.Integer()], { description: 'Where' }),
  };
  const schema = toStrictSchema(Type.Object(fields));
  t.same(schema['properties'], {
    a: { type: 'number', description: 'Share (0 to 1)' },
    b: {
      anyOf: [{ type: 'array', items: { type: 'string' }, description: 'Stops (2 to 4 entries)' }, { type: 'null' }],
    },
    c: { type: 'string', enum: ['x', 'y'] },
    d: { type: 'number', description: 'Gap (0 to 9); -1 to leave it as it is' },
    e: { type: 'boolean', description: 'usually false' },
    f: { type: 'string', enum: ['x', 'y', 'unchanged'], description: '"unchanged" to leave it as it is' },
    g: { anyOf: [{ type: 'string', enum: ['front', 'back'], description: 'Where' }, { type: 'integer' }] },
  });
  t.ok(isAbsent(fields.b, null) && isAbsent(fields.d, -1) && isAbsent(fields.f, 'unchanged'));
  t.notOk(isAbsent(fields.e, false) || isAbsent(fields.d, 0) || isAbsent(fields.c, 'x'));
});

t.test('survives a JSON round trip', async (t) => {
  const strict = toStrictSchema(EditInstruction);
  t.same(JSON.parse(JSON.stringify(strict)), strict);
});
