import { createChart } from './chart.js';
import { outcomeColors, typeColor } from './colors.js';
import { byId, element } from './dom.js';
import { formatCompact, formatCount, toWords } from './format.js';
import { createFiguresTable } from './table.js';

/** @typedef {import('./view.js').Figures} Figures */
/** @typedef {import('./trend.js').TrendRow} TrendRow */

const outcomes = /** @type {const} */ ([
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
  ['processing', 'Running'],
]);

/** Jobs a day by type and outcome, of all types or of one. */
export function createJobsCard() {
  const card = byId('jobs-card');
  const menu = byId('jobs-type');
  const chart = createChart(card, { kind: 'bars', formatAxis: formatCompact, wholeNumbers: true });
  const table = createFiguresTable(card, {
    label: 'Jobs by span of time and type',
    columns: [
      { name: 'Date' },
      { name: 'Type' },
      ...['Jobs', 'Completed', 'Failed', 'Cancelled', 'Running'].map((name) => ({ name, number: true })),
    ],
  });
  let shown = '';
  let offered = '';
  /** @type {Figures | undefined} */
  let figures;

  menu.addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement) shown = event.target.value;
    draw();
  });

  function draw() {
    if (figures === undefined) return;
    const { spans, types, unit } = figures;
    const chosen = shown === '' ? types : [shown];
    const rowsOf = (/** @type {number} */ index) => chosen.flatMap((type) => spans[index]?.rows.get(type) ?? []);
    const counts = (/** @type {(row: TrendRow) => number} */ count) =>
      spans.map((_span, index) => rowsOf(index).reduce((sum, row) => sum + count(row), 0));
    const completed = chosen.map((type) => ({
      name: chosen.length > 1 ? `${toWords(type)}, completed` : 'Completed',
      color: typeColor(types.indexOf(type)),
      values: spans.map(({ rows }) => rows.get(type)?.successful ?? 0),
    }));
    const others = outcomes
      .map(([key, name]) => ({ name, color: outcomeColors[key], values: counts((row) => row[key]) }))
      .filter(({ name, values }) => name === 'Failed' || values.some((count) => count > 0));
    const all = counts(({ jobs }) => jobs).reduce((sum, count) => sum + count, 0);
    const failed = counts((row) => row.failed).reduce((sum, count) => sum + count, 0);
    chart.update({
      summary: `Jobs a ${unit}: ${formatCount(all)} in all, ${formatCount(failed)} of them failed.`,
      labels: spans.map(({ label }) => label),
      columns: [...completed, ...others],
      read: (index) => readSpan(index, rowsOf(index), [...completed, ...others]),
    });
    table.setRows(
      spans.toReversed().flatMap(({ title, rows }) =>
        types.flatMap((type) => {
          const row = rows.get(type);
          if (row === undefined) return [];
          return [
            [
              title,
              toWords(type),
              ...[row.jobs, row.successful, row.failed, row.cancelled, row.processing].map(formatCount),
            ],
          ];
        }),
      ),
    );
  }

  /**
   * @param {number} index
   * @param {TrendRow[]} rows
   * @param {import('./chart.js').Column[]} columns
   */
  function readSpan(index, rows, columns) {
    const span = figures?.spans[index];
    const lines = columns.toReversed().flatMap((column) => toLines(column, index, rows));
    const total = rows.reduce((sum, { jobs }) => sum + jobs, 0);
    return { title: titleOf(span), lines: [...lines, { name: 'All', value: formatCount(total) }] };
  }

  return {
    /** @param {Figures} next */
    update(next) {
      figures = next;
      if (offered !== next.types.join()) {
        offered = next.types.join();
        if (!next.types.includes(shown)) shown = '';
        menu.hidden = next.types.length < 2;
        menu.replaceChildren(
          element('legend', { class: 'unseen' }, 'Type of job'),
          ...['', ...next.types].map((type) =>
            element(
              'label',
              {},
              element('input', { type: 'radio', name: 'jobs-type', value: type, checked: type === shown }),
              element('span', {}, type === '' ? 'All types' : toWords(type)),
            ),
          ),
        );
      }
      draw();
    },
  };
}

/**
 * What a part of a bar stands for. Failed jobs of several types are one part, and a line each.
 *
 * @param {import('./chart.js').Column} column
 * @param {number} index
 * @param {TrendRow[]} rows of that span
 */
function toLines({ name, color, values }, index, rows) {
  const key = outcomes.find(([, title]) => title === name)?.[0];
  const affected = key === undefined ? [] : rows.filter((row) => row[key] > 0);
  if (key === undefined || rows.length < 2 || affected.length === 0)
    return [{ name, color, value: formatCount(values[index] ?? 0) }];
  return affected.map((row) => ({
    name: `${toWords(row.type)}, ${name.toLowerCase()}`,
    color,
    value: formatCount(row[key]),
  }));
}

/** @param {import('./trend.js').Span | undefined} span */
export function titleOf(span) {
  return span === undefined ? '' : `${span.title}${span.partial ? ', not whole' : ''}`;
}
