import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import type { LineChart } from '../../eval/charts/draw-lines.ts';

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
  /** What the figures say, in a sentence. */
  summary?: string;
  charts?: readonly LineChart[];
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

/** One scenario as Markdown: title, setting, table and bounds. */
export function formatResult(result: ScenarioResult): string {
  const { name, title, setting, summary, columns, rows, checks, date, machine, node, commit, tookSeconds } = result;
  const lines = [`## ${name}`, '', `${title}. ${setting}`, '', formatTable(columns, rows), ''];
  if (summary !== undefined) lines.push(summary, '');
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

/** What, measured, bound, and whether it is met. */
export function describeCheck(check: Check): string[] {
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
