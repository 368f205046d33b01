import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';

/** A figure and its bound: met if `measured <= limit`. */
export interface Check {
  what: string;
  measured: number;
  limit: number;
  unit: string;
}

/** The result of a scenario. */
export interface Findings {
  /** What was run, in a sentence or two. */
  setting: string;
  columns: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  checks: readonly Check[];
}

/** Findings as they are stored, one file per scenario. */
export interface ScenarioResult extends Findings {
  name: string;
  title: string;
  date: string;
  machine: string;
  node: string;
  commit: string;
  tookSeconds: number;
}

/** Adds date, machine and commit to findings. */
export function stampFindings(
  { name, title }: { name: string; title: string },
  findings: Findings,
  tookSeconds: number,
): ScenarioResult {
  const cores = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const model = cores[0]?.model.trim() ?? 'unknown CPU';
  const machine = `${cores.length} x ${model}, ${memoryGb} GB, ${type()} ${release()}`;
  const date = `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const node = process.version;
  return { name, title, date, machine, node, commit: readCommit(), tookSeconds, ...findings };
}

function readCommit(): string {
  try {
    const stdio: ('ignore' | 'pipe')[] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio }).trim();
  } catch {
    return 'unknown';
  }
}

/** Stores a result as `<name>.json`, replacing the previous one. */
export function saveResult(resultsDir: string, result: ScenarioResult): void {
  mkdirSync(resultsDir, { recursive: true });
  writeFileSync(join(resultsDir, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

/** The stored results: those of `names` first, in that order, then those of the other scripts. */
export function loadResults(resultsDir: string, names: readonly string[]): ScenarioResult[] {
  const files = readdirSync(resultsDir).filter((file) => file.endsWith('.json'));
  const kept = new Set(files.map((file) => file.slice(0, -'.json'.length)).toSorted());
  const inOrder = [...names.filter((name) => kept.has(name)), ...[...kept].filter((name) => !names.includes(name))];
  return inOrder.map((name) => JSON.parse(readFileSync(join(resultsDir, `${name}.json`), 'utf8')) as ScenarioResult);
}

/** The page of all results: every bound, with a link to the scenario's figures. */
export function writeResultsPage(results: readonly ScenarioResult[]): string {
  const bounds = results.flatMap(({ name, checks }) => {
    return checks.map((check) => [`[${name}](results/${name}.json)`, ...describeCheck(check)]);
  });
  const machines = new Set(results.map(({ machine, node }) => `${machine}, Node ${node}`));
  const commits = new Set(results.map(({ commit }) => commit));
  const dates = results.map(({ date }) => date.slice(0, 'YYYY-MM-DD'.length)).toSorted();
  const [first] = dates;
  const last = dates.at(-1);
  const lines = [
    '# Results',
    '',
    '<!-- Generated from bench/results/*.json by `npm run bench -- --page`. Do not edit. -->',
    '',
    'Every bound of every scenario. A link leads to the setup, all figures, the date and the commit of a scenario; what each',
    'one measures is in [README.md](README.md). Load, provider and service share one machine.',
    '',
    `Measured ${first === last ? `on ${first}` : `from ${first} to ${last}`}, at ${[...commits].join(', ')}; changes after those`,
    'commits are not in these figures. Machines:',
    '',
    ...[...machines].map((machine) => `- ${machine}`),
    '',
    formatTable(['scenario', 'figure', 'measured', 'bound', ''], bounds),
  ];
  return `${lines.join('\n')}\n`;
}

/** One scenario as Markdown: title, setting, table and bounds. */
export function formatResult(result: ScenarioResult): string {
  const { name, title, setting, columns, rows, checks, date, machine, node, commit, tookSeconds } = result;
  const lines = [`## ${name}`, '', `${title}. ${setting}`, '', formatTable(columns, rows), ''];
  if (checks.length > 0) {
    lines.push(
      formatTable(
        ['bound', 'measured', 'at most', ''],
        checks.map((check) => describeCheck(check)),
      ),
      '',
    );
  }
  lines.push(`${date}, ${machine}, Node ${node}, commit ${commit}, took ${tookSeconds} s.`, '');
  return lines.join('\n');
}

/** True if the figure is within its bound; NaN (not measured) is not. */
export function isMet({ measured, limit }: Check): boolean {
  return measured <= limit;
}

function describeCheck(check: Check): string[] {
  const { what, measured, limit, unit } = check;
  return [what, `${round(measured)} ${unit}`.trim(), `${round(limit)} ${unit}`.trim(), judge(check)];
}

function judge(check: Check): string {
  if (isMet(check)) return 'met';
  if (Number.isNaN(check.measured)) return 'not measured';
  return check.limit > 0 ? `missed by ${round((check.measured / check.limit - 1) * 100)} %` : 'missed';
}

/** A Markdown table; numbers are rounded to three digits. */
export function formatTable(columns: readonly string[], rows: Findings['rows']): string {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? round(cell) : cell)));
  const widths = columns.map((column, at) => Math.max(3, column.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]) => {
    return `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`;
  };
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [line(columns), rule, ...cells.map(line)].join('\n');
}

function round(value: number): string {
  if (Number.isNaN(value)) return '-';
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
