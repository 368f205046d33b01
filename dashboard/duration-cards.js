import { createChart } from './chart.js';
import { typeColor } from './colors.js';
import { byId, element, setText } from './dom.js';
import { formatAxisSeconds, formatDuration, toWords } from './format.js';
import { titleOf } from './jobs-card.js';
import { createFiguresTable } from './table.js';

/** @typedef {import('./view.js').Figures} Figures */

/**
 * How long jobs took, a card a type: a rename takes seconds and variants with pictures a minute, so that one scale does
 * not fit both.
 */
export function createDurationCards() {
  const grid = byId('durations');
  /** @type {Map<string, ReturnType<typeof createDurationCard>>} */
  const cards = new Map();

  return {
    /** @param {Figures} figures */
    update(figures) {
      for (const [type, { remove }] of cards) {
        if (figures.types.includes(type)) continue;
        remove();
        cards.delete(type);
      }
      for (const [index, type] of figures.types.entries()) {
        const card = cards.get(type) ?? createDurationCard(grid, type, index);
        cards.set(type, card);
        card.update(figures);
      }
    },
  };
}

/**
 * @param {HTMLElement} parent
 * @param {string} type
 * @param {number} index
 */
function createDurationCard(parent, type, index) {
  const id = `duration-title-${index}`;
  const note = element('p', { class: 'soft small' });
  const card = element(
    'section',
    { class: 'card', 'aria-labelledby': id },
    element('header', {}, element('h2', { id }, `${toWords(type)}: time taken`), note),
  );
  card.style.setProperty('--band', `var(${typeColor(index)}-band)`);
  parent.append(card);
  const chart = createChart(card, { kind: 'lines', formatAxis: formatAxisSeconds });
  const table = createFiguresTable(card, {
    label: `${toWords(type)}: time taken by span of time`,
    columns: [
      { name: 'Date' },
      { name: 'Median (p50)', number: true },
      { name: '95th percentile (p95)', number: true },
    ],
  });

  return {
    remove: () => card.remove(),
    /** @param {Figures} figures */
    update({ reply, spans, unit }) {
      const whole = reply.summary.find((row) => row.type === type);
      const median = formatDuration(whole?.p50_duration_ms ?? null);
      const slow = formatDuration(whole?.p95_duration_ms ?? null);
      setText(note, `p50 ${median} · p95 ${slow}`);
      const p50 = spans.map(({ rows }) => rows.get(type)?.p50_duration_ms ?? null);
      const p95 = spans.map(({ rows }) => rows.get(type)?.p95_duration_ms ?? null);
      chart.update({
        summary: `${toWords(type)}, time taken a ${unit}. In all, half took at most ${median}, 95 % at most ${slow}.`,
        labels: spans.map(({ label }) => label),
        columns: [
          { name: 'Half of the jobs (p50)', color: typeColor(index), values: p50, dashed: false },
          { name: '95 % of the jobs (p95)', color: typeColor(index), values: p95, dashed: true },
        ],
        read: (at) => ({
          title: titleOf(spans[at]),
          lines: [
            { name: 'p95', value: formatDuration(p95[at] ?? null) },
            { name: 'p50', value: formatDuration(p50[at] ?? null) },
          ],
        }),
      });
      table.setRows(
        spans
          .map(({ title }, at) => [title, formatDuration(p50[at] ?? null), formatDuration(p95[at] ?? null)])
          .toReversed(),
      );
    },
  };
}
