import { createChart } from './chart.js';
import { typeColor } from './colors.js';
import { byId } from './dom.js';
import { formatAxisDollars, formatDollars, toWords } from './format.js';
import { titleOf } from './jobs-card.js';
import { createFiguresTable } from './table.js';

/** Dollars a day by type of job. */
export function createCostCard() {
  const card = byId('cost-card');
  const chart = createChart(card, { kind: 'bars', formatAxis: formatAxisDollars });
  const table = createFiguresTable(card, { label: 'Cost by span of time', columns: [] });

  return {
    /** @param {import('./view.js').Figures} figures */
    update({ spans, types, unit }) {
      const columns = types.map((type, index) => ({
        name: toWords(type),
        color: typeColor(index),
        values: spans.map(({ rows }) => rows.get(type)?.cost_usd ?? 0),
      }));
      const sums = spans.map((_span, index) => columns.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
      chart.update({
        summary: `Cost a ${unit}: ${formatDollars(sums.reduce((sum, cost) => sum + cost, 0))} in all.`,
        labels: spans.map(({ label }) => label),
        columns,
        read: (index) => ({
          title: titleOf(spans[index]),
          lines: [
            ...columns
              .toReversed()
              .map(({ name, color, values }) => ({ name, color, value: formatDollars(values[index] ?? 0) })),
            { name: 'All', value: formatDollars(sums[index] ?? 0) },
          ],
        }),
      });
      table.setColumns([
        { name: 'Date' },
        ...[...columns.map(({ name }) => name), 'All'].map((name) => ({ name, number: true })),
      ]);
      table.setRows(
        spans
          .map(({ title }, index) => [
            title,
            ...columns.map(({ values }) => formatDollars(values[index] ?? 0)),
            formatDollars(sums[index] ?? 0),
          ])
          .toReversed(),
      );
    },
  };
}
