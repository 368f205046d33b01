import { pictureMarkup } from '../../eval/charts/picture-markup.ts';
import { type Check, describeCheck, formatTable, isMet, type ScenarioResult } from './report.ts';
import { whyMissed } from './why-missed.ts';

/** Scenarios that have a section: its heading, and whether their table is shown. */
const sections = [
  { name: 'growth', heading: 'How cost grows', withTable: false },
  { name: 'hour', heading: 'Hours of load', withTable: true },
  { name: 'fleet', heading: 'Several machines', withTable: false },
  { name: 'gateways', heading: 'Beside other gateways', withTable: true },
];

/** The page of results: targets first, then charts, what was missed, and where the rest is. */
export function writeResultsPage(results: readonly ScenarioResult[]): string {
  const lines = [
    '# Results',
    '',
    '<!-- Generated from bench/results/*.json by `npm run bench -- --page`. Do not edit. -->',
    '',
    ...writeIntroduction(results),
    '',
    '## Targets',
    '',
    formatTable(['scenario', 'figure', 'measured', 'target', ''], listFigures(results)),
    '',
    writeCounts(results),
    '',
    ...sections.flatMap((section) => writeSection(section, results)),
    '## What was missed, and why',
    '',
    ...writeMissed(results),
    '',
    'What each scenario measures is in [README.md](README.md); its setup, date, commit and all figures are in its file.',
  ];
  return `${lines.join('\n')}\n`;
}

function writeIntroduction(results: readonly ScenarioResult[]): string[] {
  const machines = [...new Set(results.map(({ machine, node }) => `${machine}, Node ${node}`))];
  const checks = results.flatMap((result) => result.checks);
  const met = checks.filter(isMet).length;
  return [
    `${met} of ${checks.length} bounds are met. Load, provider, database and service share one machine: ${machines.join('; ')}.`,
    'The standard job is 50 layers of 100 KiB (4.9 MB). The floor is a bare Node server that moves the same bytes and reads none.',
  ];
}

/** Figures with a bound above zero; what must be zero is counted apart. */
function listFigures(results: readonly ScenarioResult[]): string[][] {
  return results.flatMap(({ name, checks }) => {
    return checks.filter((check) => !isCount(check)).map((check) => [linkTo(name), ...describeCheck(check)]);
  });
}

function writeCounts(results: readonly ScenarioResult[]): string {
  const counts = results.flatMap(({ name, checks }) => checks.filter(isCount).map((check) => ({ name, check })));
  const broken = counts.filter(({ check }) => !isMet(check));
  const list = broken.map(({ name, check }) => `${linkTo(name)} ${describeCheck(check).slice(0, 2).join(': ')}`);
  return (
    `${counts.length} more bounds are counts of what must not happen: failed jobs, lost records, wrong sums. ` +
    (broken.length === 0 ? 'All of them are 0.' : `Not 0: ${list.join('; ')}.`)
  );
}

function writeSection(
  { name, heading, withTable }: (typeof sections)[number],
  results: readonly ScenarioResult[],
): string[] {
  const result = results.find((one) => one.name === name);
  if (result === undefined) return [];
  const { setting, summary = '', charts = [], columns, rows } = result;
  return [
    `## ${heading}`,
    '',
    ...(summary === '' ? [] : [summary, '']),
    ...charts.flatMap((chart) => [pictureMarkup(`charts/${chart.name}`, chart.title), '']),
    ...(withTable ? [formatTable(columns, rows), ''] : []),
    `${summary.startsWith(setting) ? '' : `${setting} `}[All figures](results/${name}.json)`,
    '',
  ];
}

function writeMissed(results: readonly ScenarioResult[]): string[] {
  const missed = results.flatMap(({ name, checks }) => {
    const texts = checks
      .filter((check) => !isMet(check))
      .map((check) => {
        const [what, measured, limit] = describeCheck(check);
        return `${what}: ${measured} instead of ${limit}`;
      });
    return texts.length === 0 ? [] : [`- ${linkTo(name)}: ${texts.join('; ')}. ${whyMissed[name] ?? ''}`.trimEnd()];
  });
  return missed.length === 0 ? ['Nothing.'] : missed;
}

function isCount({ limit }: Check): boolean {
  return limit === 0;
}

function linkTo(name: string): string {
  return `[${name}](results/${name}.json)`;
}
