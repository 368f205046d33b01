type Schema = Readonly<Record<string, unknown>>;

/**
 * A value as strict structured output would have it: every property that the schema requires, no other, nothing else
 * than its types. What the value leaves out holds what the schema's words say (`usually 1`, `-1 to leave it as it is`),
 * or null.
 */
export function obeySchema(value: unknown, schema: Schema): unknown {
  const union = schema['anyOf'] as readonly Schema[] | undefined;
  if (union !== undefined) return value === undefined ? absent(schema) : obeySchema(value, memberFor(value, union));
  if (value === undefined) return absent(schema);
  if (schema['type'] === 'array' && Array.isArray(value)) {
    return value.map((item: unknown) => obeySchema(item, schema['items'] as Schema));
  }
  if (schema['type'] !== 'object' || typeof value !== 'object' || value === null) return value;
  const given = value as Readonly<Record<string, unknown>>;
  const properties = schema['properties'] as Readonly<Record<string, Schema>>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, obeySchema(given[name], property)]),
  );
}

/** The member of a union that a value fits: by its constants (an action's name), else by its type. */
function memberFor(value: unknown, union: readonly Schema[]): Schema {
  const fits = (member: Schema): boolean => {
    if (Array.isArray(member['enum'])) return member['enum'].includes(value);
    if (member['type'] !== 'object') return member['type'] === typeOf(value);
    if (typeof value !== 'object' || value === null) return false;
    const properties = member['properties'] as Readonly<Record<string, Schema>>;
    return Object.entries(properties).every(([name, { enum: choices }]) => {
      const given = (value as Readonly<Record<string, unknown>>)[name];
      return given === undefined || !Array.isArray(choices) || choices.includes(given);
    });
  };
  return union.find(fits) ?? {};
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

/** What stands for "not wanted". */
function absent(schema: Schema): unknown {
  const union = schema['anyOf'] as readonly Schema[] | undefined;
  if (
    union?.some((member) => member['type'] === 'null') ||
    (Array.isArray(schema['type']) && schema['type'].includes('null'))
  )
    return null;
  const words = [schema, ...(union ?? [])]
    .map(({ description }) => (typeof description === 'string' ? description : ''))
    .join('; ');
  const said =
    /usually ("[^"]*"|[^\s;]+)/.exec(words)?.[1] ?? /("[^"]*"|[^\s;]+) to leave it as it is/.exec(words)?.[1];
  if (said !== undefined) return JSON.parse(said) as unknown;
  if (schema['type'] === 'object') return obeySchema({}, schema);
  return { array: [], string: '', number: 0, integer: 0, boolean: false }[schema['type'] as string] ?? null;
}
