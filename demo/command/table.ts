import { cleanLine, fit, type Paint, type Terminal, widthOf } from './terminal.ts';

export interface Cell {
  /** Cleaned here. */
  readonly text: string;
  readonly style?: Parameters<Paint>[0];
}

const gap = 2;

/** Prints rows under their headings. Columns are as wide as their content; the widest give way on a narrow terminal. */
export function printTable(terminal: Terminal, headings: readonly string[], rows: readonly (readonly Cell[])[]): void {
  const cells = rows.map((row) => row.map(({ text, ...rest }) => ({ ...rest, text: cleanLine(text) })));
  const wanted = headings.map((heading, column) =>
    Math.max(widthOf(heading), ...cells.map((row) => widthOf(row[column]?.text ?? ''))),
  );
  const widths = shrink(wanted, terminal.columns - gap * (headings.length - 1));
  const print = (row: readonly Cell[]): void => {
    const parts = row.map(({ text, style }, column) => {
      const fitted = fit(text, widths[column] ?? 0);
      return style === undefined ? fitted : terminal.paint(style, fitted);
    });
    terminal.line(parts.join(' '.repeat(gap)).trimEnd());
  };
  print(headings.map((text) => ({ text, style: 'bold' })));
  terminal.line(terminal.paint('dim', widths.map((width) => '─'.repeat(width)).join(' '.repeat(gap))));
  for (const row of cells) print(row);
}

function shrink(wanted: readonly number[], room: number): number[] {
  const widths = [...wanted];
  for (let over = widths.reduce((sum, width) => sum + width, 0) - room; over > 0; over -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}
