export interface JsonExtent {
  /** Index of the bracket that closes the value; undefined if it is not closed. */
  readonly end: number | undefined;
  /** End (exclusive) of the last object that was closed inside the value. */
  readonly lastObjectEnd: number | undefined;
  /** End (exclusive) of the last member or element that was whole. */
  readonly lastMemberEnd: number | undefined;
}

/** Quotes that open a string, each with those that close it: curly ones come in either form. */
const closers: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”“'],
  ['”', '”“'],
  ['‘', '’‘'],
  ['’', '’‘'],
]);

/**
 * Follows the JSON value that begins at `start` of a text, over strings in any kind of quotes and over comments, to the
 * bracket that closes it. Linear in what it walks over.
 */
export function measureJson(text: string, start: number): JsonExtent {
  let depth = 0;
  let lastObjectEnd: number | undefined;
  let lastMemberEnd: number | undefined;
  /** The last character outside strings that was not a space: quotes other than `"` open a string only after `{[,:`. */
  let before = '';
  for (let index = start; index < text.length; index += 1) {
    const char = text[index] as string;
    const closer = char === '"' || '{[,:'.includes(before) ? closers.get(char) : undefined;
    if (closer !== undefined && before !== '') {
      const end = endOfString(text, index, closer);
      if (end === undefined) break;
      index = end;
      before = char;
    } else if (char === '/' && text[index + 1] === '/' && before !== ':') {
      const end = text.indexOf('\n', index);
      if (end === -1) break;
      index = end;
    } else if (char === '/' && text[index + 1] === '*') {
      const end = text.indexOf('*/', index + 2);
      if (end === -1) break;
      index = end + 1;
    } else if (char === '{' || char === '[') {
      depth += 1;
      before = char;
    } else if (char === '}' || char === ']') {
      depth -= 1;
      lastMemberEnd = index + 1;
      if (char === '}') lastObjectEnd = index + 1;
      if (depth === 0) return { end: index, lastObjectEnd, lastMemberEnd };
      before = char;
    } else if (char === ',') {
      lastMemberEnd = index;
      before = char;
    } else if (char > ' ') before = char;
  }
  return { end: undefined, lastObjectEnd, lastMemberEnd };
}

/** The index of the quote that closes a string. A single quote inside a word ("it's") does not. */
function endOfString(text: string, start: number, closer: string): number | undefined {
  const isSingle = closer.includes("'") || closer.includes('’');
  for (let index = start + 1; index < text.length; index += 1) {
    const char = text[index] as string;
    if (char === '\\') index += 1;
    else if (closer.includes(char) && (!isSingle || /^\s*(?:[,:}\]]|$)/.test(text.slice(index + 1, index + 40))))
      return index;
  }
  return undefined;
}
