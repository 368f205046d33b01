import { formatDay, formatShortDay } from './format.js';

/** @typedef {import('../src/schemas/analytics.ts').AnalyticsReply} AnalyticsReply */
/** @typedef {Omit<AnalyticsReply['dailyTrend'][number], 'date'>} TrendRow */
/** @typedef {'day' | 'week'} Unit */

/**
 * One day or week of the range.
 *
 * @typedef {object} Span
 * @property {string} label for an axis, "24 Nov"
 * @property {string} title for a table or a tooltip: "Tue 24 Nov", "Week from Mon 23 Nov"
 * @property {boolean} partial cut by the range's start, or not over yet
 * @property {Map<string, TrendRow>} rows by type of job; a type with no jobs has none
 */

/** Above this many days a chart has a bar a week: 365 bars are too thin to point at. */
const mostDays = 92;
const dayMs = 86_400_000;

/** @param {number} days @returns {Unit} */
export const unitOf = (days) => (days > mostDays ? 'week' : 'day');

/**
 * The range day by day or week by week, the oldest first. The reply leaves out spans without jobs; here they are, so
 * that a gap is seen as one.
 *
 * @param {AnalyticsReply} reply
 * @param {Unit} unit
 * @returns {Span[]}
 */
export function toSpans(reply, unit) {
  const byStart = rowsByStart(reply, unit);
  const from = Date.parse(reply.from);
  const to = Date.parse(reply.to);
  const stepMs = unit === 'week' ? 7 * dayMs : dayMs;
  const spans = [];
  for (let start = unit === 'week' ? mondayOf(from) : dayOf(from); start <= to; start += stepMs) {
    const date = new Date(start);
    spans.push({
      label: formatShortDay(date),
      title: unit === 'week' ? `Week from ${formatDay(date)}` : formatDay(date),
      partial: start < from || start + stepMs > to,
      rows: byStart.get(start) ?? new Map(),
    });
  }
  return spans;
}

/**
 * The types of job there are, the two known ones first: a type keeps its color whatever else there is.
 *
 * @param {AnalyticsReply} reply
 * @returns {string[]}
 */
export function typesOf(reply) {
  const known = ['rename-layers', 'generate-edits'];
  const found = new Set(reply.summary.map(({ type }) => type));
  return [...known.filter((type) => found.has(type)), ...[...found].filter((type) => !known.includes(type)).toSorted()];
}

/**
 * The start of an ISO week, a Monday in UTC.
 *
 * @param {string} week `2026-W48`
 * @returns {number} milliseconds since 1970
 */
export function startOfWeek(week) {
  const [year, number] = week.split('-W').map(Number);
  // The fourth of January is always in the first week.
  return mondayOf(Date.UTC(year ?? 0, 0, 4)) + ((number ?? 1) - 1) * 7 * dayMs;
}

/**
 * @param {AnalyticsReply} reply
 * @param {Unit} unit
 */
function rowsByStart(reply, unit) {
  const starts = /** @type {(readonly [number, TrendRow])[]} */ (
    unit === 'week'
      ? reply.weeklyTrend.map((row) => [startOfWeek(row.week), row])
      : reply.dailyTrend.map((row) => [Date.parse(row.date), row])
  );
  /** @type {Map<number, Map<string, TrendRow>>} */
  const byStart = new Map();
  for (const [start, row] of starts) {
    const rows = byStart.get(start) ?? new Map();
    byStart.set(start, rows.set(row.type, row));
  }
  return byStart;
}

/** @param {number} moment */
const dayOf = (moment) => Math.floor(moment / dayMs) * dayMs;

/** The first of January 1970 was a Thursday. @param {number} moment */
const mondayOf = (moment) => Math.floor((moment + 3 * dayMs) / (7 * dayMs)) * 7 * dayMs - 3 * dayMs;
