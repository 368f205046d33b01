import { barSeries, lineSeries, stack } from './chart-series.js';
import { element, setText } from './dom.js';

/**
 * @typedef {object} Column
 * @property {string} name
 * @property {string} color a CSS variable: `--type-1`
 * @property {(number | null)[]} values one a span
 * @property {boolean} [dashed] of lines alone
 */

/**
 * What a chart shows.
 *
 * @typedef {object} ChartModel
 * @property {string} summary all of it in a sentence, for those who do not see it
 * @property {string[]} labels of the x axis
 * @property {Column[]} columns from the bottom of a stack to its top
 * @property {(index: number) => Reading} read
 */

/**
 * What there is to say of one span.
 *
 * @typedef {object} Reading
 * @property {string} title
 * @property {{ name: string, value: string, color?: string }[]} lines
 */

const height = 232;
const font = '12px Inter, system-ui, sans-serif';

/**
 * A chart over days or weeks: drawn on a canvas, read with the pointer or with the arrow keys.
 *
 * @param {HTMLElement} parent
 * @param {{ kind: 'bars' | 'lines', formatAxis: (value: number) => string, wholeNumbers?: boolean }} options
 */
export function createChart(parent, { kind, formatAxis, wholeNumbers = false }) {
  const legend = element('ul', { class: 'legend' });
  const plot = element('div', { class: 'plot', tabindex: 0, role: 'application', 'aria-roledescription': 'chart' });
  const tip = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  const spoken = element('p', { class: 'unseen', 'aria-live': 'polite' });
  const mark = element('div', { class: 'mark', hidden: true });
  plot.append(tip);
  parent.append(legend, plot, spoken);

  /** @type {ChartModel} */
  let model = { summary: '', labels: [], columns: [], read: () => ({ title: '', lines: [] }) };
  /** @type {import('uplot') | undefined} */
  let chart;
  /** Of the span that the arrow keys are on. @type {number | undefined} */
  let chosen;

  new ResizeObserver(() => chart?.setSize({ width: plot.clientWidth, height })).observe(plot);
  // Colors are read when they are drawn.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => chart?.redraw(false));
  plot.addEventListener('keydown', (event) => {
    const last = model.labels.length - 1;
    const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -7, PageDown: 7 }[event.key];
    if (event.key === 'Escape') point(undefined);
    else if (event.key === 'Home') point(0);
    else if (event.key === 'End') point(last);
    else if (step !== undefined) point(chosen === undefined ? last : Math.min(last, Math.max(0, chosen + step)));
    else return;
    event.preventDefault();
  });
  plot.addEventListener('blur', () => point(undefined));

  /** Moves the cursor as the pointer would. @param {number | undefined} index */
  function point(index) {
    chosen = index;
    if (index === undefined) chart?.setCursor({ left: -10, top: -10 });
    else chart?.setCursor({ left: chart.valToPos(index, 'x'), top: 8 });
    const { title, lines } = index === undefined ? { title: '', lines: [] } : model.read(index);
    setText(spoken, title === '' ? '' : `${title}: ${lines.map(({ name, value }) => `${name} ${value}`).join(', ')}`);
  }

  /** @param {import('uplot')} drawn */
  function showTip(drawn) {
    const { idx, left } = drawn.cursor;
    const hidden = idx === null || idx === undefined || left === undefined || left < 0 || idx >= model.labels.length;
    tip.hidden = hidden;
    mark.hidden = hidden;
    if (hidden) return;
    const { title, lines } = model.read(idx);
    tip.replaceChildren(element('strong', {}, title), element('dl', {}, ...lines.flatMap(toPair)));
    const middle = drawn.valToPos(idx, 'x');
    const step = drawn.valToPos(1, 'x') - drawn.valToPos(0, 'x');
    mark.style.setProperty('left', `${middle - step / 2}px`);
    mark.style.setProperty('width', `${step}px`);
    const offset = drawn.over.offsetLeft;
    const room = plot.clientWidth - tip.offsetWidth;
    const beside = offset + middle + step / 2 + 8;
    const fits = beside + tip.offsetWidth <= plot.clientWidth;
    const x = fits ? beside : offset + middle - step / 2 - 8 - tip.offsetWidth;
    tip.style.setProperty('transform', `translateX(${Math.max(0, Math.min(room, x))}px)`);
  }

  /** @returns {import('uplot').Options} */
  function options() {
    const series = kind === 'bars' ? barSeries(model.columns, colorOf) : lineSeries(model.columns, colorOf);
    return {
      width: plot.clientWidth,
      height,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { x: false, y: false, points: { show: kind === 'lines', size: 7 }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: () => [-0.5, Math.max(0.5, model.labels.length - 0.5)] },
        y: { range: (_chart, _min, max) => [0, (max ?? 0) > 0 ? (max ?? 0) * 1.08 : 1] },
      },
      axes: [
        {
          font,
          stroke: () => colorOf('--text-soft'),
          grid: { show: false },
          ticks: { show: false },
          gap: 8,
          size: 32,
          splits: (drawn) => labeled(model.labels.length, drawn.width),
          values: (_chart, splits) => splits.map((index) => model.labels[index] ?? ''),
        },
        {
          font,
          stroke: () => colorOf('--text-soft'),
          grid: { stroke: () => colorOf('--grid'), width: 1 },
          ticks: { show: false },
          gap: 8,
          size: (drawn, labels) => widthOf(drawn, labels ?? []),
          space: 44,
          ...(wholeNumbers
            ? {
                incrs: [1, 2, 5]
                  .flatMap((n) => Array.from({ length: 9 }, (_, e) => n * 10 ** e))
                  .toSorted((a, b) => a - b),
              }
            : {}),
          values: (_chart, splits) => splits.map(formatAxis),
        },
      ],
      series: [{}, ...series],
      ...(kind === 'lines' && series.length === 2
        ? { bands: [{ series: [2, 1], fill: () => colorOf('--band') }] }
        : {}),
      hooks: {
        setCursor: [showTip],
        ready: [(drawn) => drawn.under.append(mark)],
      },
    };
  }

  /** @param {string} name */
  const colorOf = (name) => getComputedStyle(plot).getPropertyValue(name);

  /** @param {ChartModel} next */
  function update(next) {
    const same = next.columns.map(({ name }) => name).join('\n') === model.columns.map(({ name }) => name).join('\n');
    model = next;
    plot.setAttribute('aria-label', `${next.summary} Arrow keys read it span by span.`);
    const x = next.labels.map((_label, index) => index);
    const data = /** @type {import('uplot').AlignedData} */ ([
      x,
      ...(kind === 'bars' ? stack(next.columns) : next.columns.map(({ values }) => values)),
    ]);
    if (chart !== undefined && same) {
      chart.setData(data);
      return;
    }
    chart?.destroy();
    legend.replaceChildren(...next.columns.map(toLegend));
    chart = new window.uPlot(options(), data, plot);
  }

  return { update };
}

/**
 * As wide as the longest label, so that none is cut off; charts with short ones are in line.
 *
 * @param {import('uplot')} drawn
 * @param {string[]} labels
 */
function widthOf(drawn, labels) {
  drawn.ctx.font = font;
  const longest = Math.max(0, ...labels.map((label) => drawn.ctx.measureText(label).width));
  return Math.max(56, Math.ceil(longest) + 20);
}

/** @param {Reading['lines'][number]} line */
function toPair({ name, value, color }) {
  return [element('dt', {}, ...(color === undefined ? [] : [swatch(color)]), name), element('dd', {}, value)];
}

/** @param {Column} column */
function toLegend({ name, color, dashed }) {
  return element('li', {}, swatch(color, dashed), name);
}

/** @param {string} color @param {boolean} [dashed] */
function swatch(color, dashed) {
  const made = element('span', { class: dashed === undefined ? 'swatch' : `swatch ${dashed ? 'dashed' : 'line'}` });
  made.style.setProperty('--swatch', `var(${color})`);
  return made;
}

/**
 * Which spans have a label: as many as there is room for, counted from the newest.
 *
 * @param {number} count
 * @param {number} width
 */
function labeled(count, width) {
  const most = Math.max(2, Math.floor(width / 72));
  const step = [1, 2, 7, 14, 28].find((every) => count / every <= most) ?? Math.ceil(count / most);
  const found = [];
  for (let index = count - 1; index >= 0; index -= step) found.unshift(index);
  return found;
}
