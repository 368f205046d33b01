type Fields = Record<string, string>;

const separators = ['|', '\t', ',', ';'];

/**
 * Reads the rows of a table as objects with the heads of its columns as keys: Markdown's, or CSV with any of the usual
 * separators. `| Layer | Current | New name |` is the line that names the columns. Linear in the length of the text.
 *
 * @returns no rows unless there is a head of at least two columns, and as many cells in each row behind it.
 */
export function readTableRows(text: string): Fields[] {
  const lines = text.split(/\r?\n/).filter((line) => !/^[\s|:+=-]*$/.test(line));
  for (const separator of separators) {
    const start = lines.findIndex((line) => isHead(cellsOf(line, separator)));
    if (start === -1) continue;
    const head = cellsOf(lines[start] ?? '', separator);
    const rows: Fields[] = [];
    for (const line of lines.slice(start + 1)) {
      const cells = cellsOf(line, separator);
      if (cells.length !== head.length) break;
      rows.push(Object.fromEntries(head.map((key, index) => [key, cells[index] ?? ''])));
    }
    if (rows.length > 0) return rows;
  }
  return [];
}

/** Words without a digit: a row of a table without a head begins with a layer's number. */
function isHead(cells: readonly string[]): boolean {
  return cells.length > 1 && cells.every((cell) => /^(?:#|[A-Za-z][\w .-]{0,30})$/.test(cell) && !/\d/.test(cell));
}

function cellsOf(line: string, separator: string): string[] {
  if (line.length > 500) return [];
  const inner = separator === '|' ? line.trim().replace(/^\|/, '').replace(/\|$/, '') : line;
  return inner.split(separator).map((cell) => cell.trim().replace(/^["'`*]+|["'`*]+$/g, ''));
}
