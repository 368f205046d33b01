/** Our own keywords, which are not part of JSON Schema. */
const ours = new Set(['errorMessage']);

/**
 * The document in standard form: each schema with an `$id` appears once, under `components/schemas`, and our own
 * keywords are left out.
 */
export function tidyDocument<Document extends object>(document: Document): Document {
  const schemas: Record<string, unknown> = {};

  function tidy(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(tidy);
    if (typeof value !== 'object' || value === null) return value;
    const { $id, ...rest } = value as Record<string, unknown>;
    const kept = Object.fromEntries(
      Object.entries(rest)
        .filter(([key]) => !ours.has(key))
        .map(([key, member]) => [key, tidy(member)]),
    );
    if (typeof $id !== 'string') return kept;
    schemas[$id] = kept;
    return { $ref: `#/components/schemas/${$id}` };
  }

  const tidied = tidy(document) as Document & { components?: { schemas?: object } };
  tidied.components = { ...tidied.components, schemas };
  return tidied;
}
