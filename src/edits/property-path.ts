type Fields = Readonly<Record<string, unknown>>;

/** Parts of a path that say nothing about the property. */
const holders = /^(?:styles?|css|properties|props|attributes|layout|absoluteBoundingBox|\d+)$/i;

/**
 * A step of a JSON Patch (RFC 6902), `{ "op": "replace", "path": "/layers/L5/fills/0/color", "value": "#111" }`, or a
 * path with dots, `L5.fill`, as the layer and one property. A number stands for no layer: it may count from 0 or 1.
 *
 * @returns undefined unless the path names a layer and the step sets or removes something.
 */
export function readPath(
  entry: Fields,
): { readonly target: { target: string }; readonly members: [string, unknown][] } | undefined {
  const { path, op = 'replace', value } = entry;
  if (typeof path !== 'string' || !/^(?:replace|add|set|update|remove)$/.test(String(op))) return undefined;
  const parts = path.split(/[/.[\]]+/).filter((part) => part !== '');
  const [target = '', ...rest] = /^(?:layers|nodes|elements|children)$/i.test(parts[0] ?? '') ? parts.slice(1) : parts;
  if (target === '' || /^\d+$/.test(target)) return undefined;
  const property = joinProperty(rest);
  if (op !== 'remove') return property === '' ? undefined : { target: { target }, members: [[property, value]] };
  const removed: [string, unknown] = property === '' ? ['visible', false] : [`remove ${property}`, true];
  return { target: { target }, members: [removed] };
}

/** `fills[0].color` is the fill's color, and never another's. */
export function joinProperty(parts: readonly string[]): string {
  const named = parts.filter((part, index) => part !== '' && !(holders.test(part) && index < parts.length));
  return named.length < 2 ? (named[0] ?? '') : named.map((part) => part.replace(/s$/, '')).join(' ');
}
