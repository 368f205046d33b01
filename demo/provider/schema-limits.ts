/** Every object of a JSON schema that is a schema itself. */
function* nodesOf(schema: unknown): Generator<Record<string, unknown>> {
  if (typeof schema !== 'object' || schema === null) return;
  if (Array.isArray(schema)) {
    for (const item of schema) yield* nodesOf(item);
    return;
  }
  const node = schema as Record<string, unknown>;
  yield node;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') for (const property of Object.values(value as object)) yield* nodesOf(property);
    else if (key === 'items' || key === 'anyOf' || key === '$defs') yield* nodesOf(value);
  }
}

/** Parameters with `anyOf` or a list of types. */
export function countUnions(schema: unknown): number {
  return [...nodesOf(schema)].filter((node) => node['anyOf'] !== undefined || Array.isArray(node['type'])).length;
}

export function countOptional(schema: unknown): number {
  return [...nodesOf(schema)].reduce((sum, node) => {
    const required = Array.isArray(node['required']) ? node['required'].length : 0;
    return sum + (node['properties'] === undefined ? 0 : Object.keys(node['properties'] as object).length - required);
  }, 0);
}

export function findAnyOfSiblings(schema: unknown): boolean {
  return [...nodesOf(schema)].some((node) => node['anyOf'] !== undefined && Object.keys(node).length > 1);
}

/** Keywords that Vertex turns into more states than it serves. */
export function usesBounds(schema: unknown): boolean {
  return [...nodesOf(schema)].some((node) =>
    ['maxItems', 'minItems', 'pattern', 'maxLength'].some((key) => key in node),
  );
}

/** Objects that are not closed, or do not require every property. */
export function findOpenObjects(schema: unknown): boolean {
  return (
    countOptional(schema) > 0 ||
    [...nodesOf(schema)].some(({ type, additionalProperties }) => type === 'object' && additionalProperties !== false)
  );
}
