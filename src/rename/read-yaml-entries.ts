type Fields = Record<string, string>;

/** `key: value` behind any indent, and the dash of a list. A bare value ends before a comment. */
const member = /^\s*(-\s+)?["']?([A-Za-z][\w -]{0,40}?)["']?\s*:\s*(?:"([^"]*)"|'([^']*)'|(.*?))\s*(?:\s#.*)?$/;

/**
 * Reads a list of flat objects written as YAML, which some models prefer to JSON:
 *
 *     names:
 *       - layer: 1
 *         name: header
 *
 * Each dash begins an object. Linear in the length of the text.
 */
export function readYamlEntries(text: string): Fields[] {
  const entries: Fields[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [, dash, key = '', double, single, bare = ''] = line.length > 300 ? [] : (member.exec(line) ?? []);
    if (key === '') continue;
    const value = double ?? single ?? bare;
    if (dash !== undefined) entries.push({});
    const entry = entries.at(-1);
    // Before the first dash stands the key of the list.
    if (entry !== undefined && value !== '') entry[key] = value;
  }
  return entries;
}
