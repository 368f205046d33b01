/** @typedef {import('./chart.js').Column} Column */
/** @typedef {(name: string) => string} ColorOf */

/**
 * Bars on top of one another, as the chart library draws them: each reaches from zero to the sum so far, the tallest is
 * drawn first and the others before it.
 *
 * @param {Column[]} columns from the bottom to the top
 * @returns {number[][]} from the tallest to the lowest
 */
export function stack(columns) {
  const length = columns[0]?.values.length ?? 0;
  const sums = Array.from({ length }, () => 0);
  return columns
    .map(({ values }) => {
      for (const [index, value] of values.entries()) sums[index] = (sums[index] ?? 0) + (value ?? 0);
      return [...sums];
    })
    .toReversed();
}

/**
 * @param {Column[]} columns
 * @param {ColorOf} colorOf
 * @returns {import('uplot').Series[]}
 */
export function barSeries(columns, colorOf) {
  const paths = window.uPlot.paths.bars?.({ size: [0.72, 36] });
  return columns.toReversed().map(({ name, color }) => ({
    label: name,
    ...(paths === undefined ? {} : { paths }),
    fill: () => colorOf(color),
    width: 0,
    points: { show: false },
  }));
}

/**
 * @param {Column[]} columns
 * @param {ColorOf} colorOf
 * @returns {import('uplot').Series[]}
 */
export function lineSeries(columns, colorOf) {
  const paths = window.uPlot.paths.linear?.();
  return columns.map(({ name, color, dashed, values }) => ({
    label: name,
    ...(paths === undefined ? {} : { paths }),
    stroke: () => colorOf(color),
    width: 2,
    ...(dashed === true ? { dash: [5, 4] } : {}),
    points: {
      size: 5,
      fill: () => colorOf(color),
      // With many days only those that stand alone: no line leads there.
      show: true,
      ...(values.length <= 31
        ? {}
        : { filter: (chart, index) => alone(/** @type {(number | null)[]} */ (chart.data[index])) }),
    },
  }));
}

/** @param {(number | null)[]} values */
function alone(values) {
  const isNone = (/** @type {number} */ index) => (values[index] ?? null) === null;
  return values.flatMap((_value, index) => (!isNone(index) && isNone(index - 1) && isNone(index + 1) ? [index] : []));
}
