import { byId, element } from './dom.js';
import { formatCount, formatDollars, formatDuration, formatRate, formatShare, toWords } from './format.js';

/** @typedef {import('./view.js').Figures} Figures */

/** The whole range in a few figures. */
export function createTiles() {
  const list = byId('tiles');
  return {
    /** @param {Figures} figures */
    update({ reply: { summary }, types, days }) {
      const sum = (/** @type {(row: typeof summary[number]) => number} */ of) =>
        summary.reduce((total, row) => total + of(row), 0);
      const jobs = sum((row) => row.total_jobs);
      const successful = sum((row) => row.successful);
      const failed = sum((row) => row.failed);
      const cancelled = sum((row) => row.cancelled);
      const processing = sum((row) => row.processing);
      const layers = sum((row) => row.total_layers);
      const cost = sum((row) => row.cost_usd);
      list.replaceChildren(
        tile(
          'Jobs',
          formatCount(jobs),
          [formatRate(jobs, days, 'day'), processing > 0 ? `${formatCount(processing)} running` : '']
            .filter((part) => part !== '')
            .join(', '),
        ),
        tile(
          'Completed',
          formatShare(successful, jobs - processing),
          `${formatCount(failed)} failed, ${formatCount(cancelled)} cancelled`,
        ),
        ...types.flatMap((type) => {
          const row = summary.find((found) => found.type === type);
          if (row === undefined) return [];
          return [
            tile(
              `${toWords(type)}, median`,
              formatDuration(row.p50_duration_ms),
              `95 % within ${formatDuration(row.p95_duration_ms)}`,
            ),
          ];
        }),
        tile('Layers', formatCount(layers), formatRate(layers, jobs, 'job')),
        tile('Cost', formatDollars(cost), jobs === 0 ? '' : `${formatDollars(cost / jobs)} a job`),
      );
    },
  };
}

/** @param {string} name @param {string} value @param {string} detail */
function tile(name, value, detail) {
  return element(
    'div',
    { class: 'tile card' },
    element('dt', {}, name),
    element('dd', { class: 'value' }, value),
    element('dd', { class: 'soft small' }, detail),
  );
}
