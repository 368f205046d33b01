const separators = /[\u2028\u2029\u0085]/;

/**
 * Text from a design as one JSON string on one line, cut to `maxChars` (whole characters). Whatever the text says, it
 * stays inside its quotes: line separators that JSON allows unescaped are escaped as well.
 */
export function quote(text: string, maxChars: number): string {
  const isShort = text.length <= maxChars;
  const cut = isShort
    ? text
    : `${Array.from(text.slice(0, 2 * maxChars))
        .slice(0, maxChars)
        .join('')}…`;
  const quoted = JSON.stringify(cut);
  if (!separators.test(quoted)) return quoted;
  return quoted.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029').replaceAll('\u0085', '\\u0085');
}
