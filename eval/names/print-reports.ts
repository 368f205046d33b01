import { type Cell, printTable } from '../../demo/command/table.ts';
import type { Terminal } from '../../demo/command/terminal.ts';
import { describeLosses } from './describe-losses.ts';
import type { NamingReport } from './evaluate-names.ts';
import { type ReportSum, sumReports } from './sum-reports.ts';

const headings =
  'design score role words wrong unnamed style twins alike noise layers calls pics tokens dollars seconds'.split(' ');

/** Prints one run's figures, a line for each design and one for all of them. */
export function printReports(terminal: Terminal, title: string, reports: readonly NamingReport[], worst: number): void {
  terminal.line();
  terminal.line(terminal.paint('bold', title));
  const rows = reports.length > 1 ? [...reports, sumReports(reports)] : reports;
  printTable(terminal, headings, rows.map(toRow));
  for (const report of reports) {
    if (report.fault !== undefined) terminal.line(terminal.paint('red', `${report.design}: ${report.fault}`));
    if (worst > 0) printWorst(terminal, report, worst);
  }
}

function toRow(report: ReportSum): Cell[] {
  const { figures, spending } = report;
  const { textTokens, pictureTokens, billedTokens } = spending;
  return [
    { text: report.design, style: report.design === 'all' ? 'bold' : 'cyan' },
    { text: report.score.toFixed(1), style: 'bold' },
    ...[figures.role, figures.says, figures.forbidden, figures.default, figures.offStyle, figures.twins].map(percent),
    percent(figures.consistent),
    percent(figures.noise),
    ...[figures.layers, spending.calls, spending.pictures].map((count) => ({ text: String(count) })),
    { text: String(billedTokens ?? textTokens + pictureTokens) },
    { text: formatDollars(spending.dollars) },
    { text: report.seconds.toFixed(1) },
  ];
}

function printWorst(terminal: Terminal, { design, scores }: NamingReport, count: number): void {
  const scored = scores.filter(({ meaning }) => meaning !== undefined);
  const worst = scored.toSorted((a, b) => (a.meaning ?? 0) - (b.meaning ?? 0)).slice(0, count);
  terminal.line();
  printTable(
    terminal,
    [design, 'name', 'points', 'lost for'],
    worst.map((score) => [
      { text: score.id, style: 'dim' },
      { text: score.name },
      { text: percent(score.meaning ?? 0).text },
      { text: describeLosses(score).join('; '), style: 'red' },
    ]),
  );
}

export function percent(share: number): Cell {
  return { text: `${(100 * share).toFixed(0)} %` };
}

export function formatDollars(dollars: number | undefined): string {
  return dollars === undefined ? '-' : `$${dollars.toFixed(dollars < 0.1 ? 4 : 2)}`;
}
