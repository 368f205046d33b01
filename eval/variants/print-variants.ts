import { type Cell, printTable } from '../../demo/command/table.ts';
import type { Terminal } from '../../demo/command/terminal.ts';
import { formatDollars, percent } from '../names/print-reports.ts';
import type { VariantsReport } from './evaluate-variants.ts';

const headings =
  'design style score contrast collide outside dead lost changed apart repaired edits calls tokens dollars seconds'.split(
    ' ',
  );

/** Prints a line for each design and style, and the mean and least score. */
export function printVariants(terminal: Terminal, title: string, reports: readonly VariantsReport[]): void {
  terminal.line();
  terminal.line(terminal.paint('bold', title));
  printTable(terminal, headings, reports.map(toRow));
  const scores = reports.map(({ score }) => score);
  const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
  terminal.line(`Mean ${mean.toFixed(1)}, least ${Math.min(...scores).toFixed(1)} of 100`);
  for (const { design, fault } of reports) {
    if (fault !== undefined) terminal.line(terminal.paint('red', `${design}: ${fault}`));
  }
}

function toRow(report: VariantsReport): Cell[] {
  const { figures, spending, promptFile } = report;
  const { contrast, collisions, outside, dead, lost, changed } = figures;
  return [
    { text: report.design, style: 'cyan' },
    { text: promptFile.replace('.txt', '') },
    { text: report.score.toFixed(1), style: 'bold' },
    ...[contrast, collisions, outside, dead, lost, changed].map(percent),
    { text: figures.apart.toFixed(3) },
    ...[report.repaired, report.instructions, spending.calls].map((count) => ({ text: String(count) })),
    { text: String(spending.billedTokens ?? spending.textTokens + spending.pictureTokens) },
    { text: formatDollars(spending.dollars) },
    { text: report.seconds.toFixed(1) },
  ];
}
