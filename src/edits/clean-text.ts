/** Control characters of every kind, line separators, and marks that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/g;

/**
 * Text for one line: control characters and runs of white space become one space, the ends are trimmed, and what is
 * longer than `maxLength` (UTF-16 units) is cut at a whole character and ends in `…`.
 */
export function cleanLine(text: string, maxLength: number): string {
  const line = text
    .replace(UNSEEN, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\p{Cs}/gu, '\ufffd');
  if (line.length <= maxLength) return line;
  let cut = maxLength - 1;
  const last = line.charCodeAt(cut - 1);
  if (last >= 0xd800 && last <= 0xdbff) cut -= 1;
  return `${line.slice(0, cut).trimEnd()}…`;
}

/** JSON in which no character can end a line or be read as one by any reader: safe as one line of a prompt. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029')
    .replaceAll('\u0085', '\\u0085');
}
