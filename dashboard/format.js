const locale = 'en-GB';
const whole = new Intl.NumberFormat(locale);
const compact = new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 });
const cents = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const fine = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });
const seconds = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const tiny = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 0,
  maximumSignificantDigits: 2,
});
const dayName = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
const clock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
});
const ago = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });

/** Shown if a figure is missing. */
export const none = '–';

/** @param {number} count */
export const formatCount = (count) => whole.format(count);

/** @param {number} count */
export const formatCompact = (count) => compact.format(count);

/**
 * An average such as "3.2 a day"; never "0 a day" if there was anything.
 *
 * @param {number} total
 * @param {number} count of days or jobs
 * @param {string} unit
 */
export function formatRate(total, count, unit) {
  if (total === 0 || count === 0) return '';
  const rate = total / count;
  return rate < 0.1 ? `under 0.1 a ${unit}` : `${compact.format(rate)} a ${unit}`;
}

/**
 * Dollars; below ten cents to a hundredth of a cent, since one rename costs less than a cent, and below a tenth of a
 * cent with two digits that matter.
 *
 * @param {number} dollars
 */
export function formatDollars(dollars) {
  const size = Math.abs(dollars);
  if (size > 0 && size < 0.001) return tiny.format(dollars);
  return dollars !== 0 && size < 0.1 ? fine.format(dollars) : cents.format(dollars);
}

const axisDollars = new Intl.NumberFormat('en-US', {
  style: 'currency',
  currency: 'USD',
  minimumFractionDigits: 0,
  maximumSignificantDigits: 3,
});

/** Dollars for an axis, "$3" and not "$3.00". @param {number} dollars */
export const formatAxisDollars = (dollars) => axisDollars.format(dollars);

/** Seconds for an axis, all of them in one unit. @param {number} durationMs */
export const formatAxisSeconds = (durationMs) => `${seconds.format(durationMs / 1000)} s`;

/** @param {number | null} durationMs */
export function formatDuration(durationMs) {
  if (durationMs === null) return none;
  if (durationMs < 999.5) return `${Math.round(durationMs)} ms`;
  const exact = durationMs / 1000;
  if (exact < 59.95) return `${exact.toFixed(1)} s`;
  const rounded = Math.round(exact);
  if (rounded < 3600) return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
  return `${Math.floor(rounded / 3600)} h ${Math.round((rounded % 3600) / 60)} min`;
}

/**
 * A share as a percentage, cut and not rounded: 99.96 % with a failed job in it is not 100 %.
 *
 * @param {number} part
 * @param {number} total
 */
export function formatShare(part, total) {
  return total === 0 ? none : `${(Math.floor((part / total) * 1000) / 10).toFixed(1)} %`;
}

/** "Tue 24 Nov". @param {Date} date */
export const formatDay = (date) => dayName.format(date).replace(',', '');

/** "24 Nov". @param {Date} date */
export const formatShortDay = (date) => shortDay.format(date);

/** "08:05:09". @param {Date} date */
export const formatTime = (date) => clock.format(date);

/**
 * "3 hours ago".
 *
 * @param {Date} moment
 * @param {Date} now
 */
export function formatAgo(moment, now) {
  const minutes = Math.max(0, Math.round((now.getTime() - moment.getTime()) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 60) return ago.format(-minutes, 'minute');
  if (minutes < 48 * 60) return ago.format(-Math.round(minutes / 60), 'hour');
  return ago.format(-Math.round(minutes / 1440), 'day');
}

/**
 * A name for people from one for programs: `rename-layers` is "Rename layers", `EXPORTER_PROVIDER_FAILED` is
 * "Provider failed".
 *
 * @param {string} name
 */
export function toWords(name) {
  const words = name
    .replace(/^EXPORTER_/, '')
    .toLowerCase()
    .replaceAll(/[-_]+/g, ' ')
    .trim();
  return words === '' ? 'Unknown' : words.charAt(0).toUpperCase() + words.slice(1);
}
