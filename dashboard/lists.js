import { typeColor } from './colors.js';
import { byId, element, setText } from './dom.js';
import {
  formatAgo,
  formatCount,
  formatDollars,
  formatDuration,
  formatShare,
  formatShortDay,
  formatTime,
  none,
  toWords,
} from './format.js';
import { createTable, shareBar } from './table.js';

/** @typedef {import('./view.js').Figures} Figures */

/** Dollars by the name of the access key that paid. */
export function createKeysCard() {
  const table = createTable(byId('keys-card'), {
    label: 'Spend by access key',
    columns: [
      { name: 'Access key' },
      { name: 'Share' },
      { name: 'Jobs', number: true },
      { name: 'Cost', number: true },
    ],
    className: 'ranked',
  });
  return {
    /** @param {Figures} figures */
    update({ reply: { spendByAccessKey: keys, summary } }) {
      const longest = Math.max(...keys.map(({ cost_usd }) => cost_usd));
      const whole = summary.reduce((sum, { cost_usd }) => sum + cost_usd, 0);
      table.setRows(
        keys.map(({ access_key_name, total_jobs, cost_usd }) => [
          access_key_name === null ? element('em', { class: 'soft' }, 'no key') : clipped(access_key_name),
          shareBar({ part: cost_usd, whole, longest }),
          formatCount(total_jobs),
          formatDollars(cost_usd),
        ]),
      );
    },
  };
}

/** Failed jobs by cause, the most frequent first. */
export function createErrorsCard() {
  const card = byId('errors-card');
  const nothing = element('p', { class: 'soft nothing' }, 'No job failed.');
  const body = element('div');
  card.append(nothing, body);
  const table = createTable(body, { label: 'Failed jobs by cause', columns: [], className: 'ranked' });
  return {
    /** @param {Figures} figures */
    update({ reply: { errorsByCause: errors }, types }) {
      nothing.hidden = errors.length > 0;
      body.hidden = errors.length === 0;
      const failing = types.filter((type) => errors.some((row) => row.type === type));
      const counts = countByCode(errors);
      const longest = Math.max(...counts.map(({ jobs }) => jobs));
      const whole = counts.reduce((sum, { jobs }) => sum + jobs, 0);
      table.setColumns([
        { name: 'Cause' },
        { name: 'Share' },
        ...[...(failing.length > 1 ? failing.map(toWords) : []), 'Jobs'].map((name) => ({ name, number: true })),
      ]);
      table.setRows(
        counts.map(({ code, jobs, byType }) => [
          cause(code),
          shareBar({ part: jobs, whole, longest, color: '--failed' }),
          ...(failing.length > 1 ? failing.map((type) => formatCount(byType.get(type) ?? 0)) : []),
          formatCount(jobs),
        ]),
      );
    },
  };
}

/** @param {Figures['reply']['errorsByCause']} errors */
function countByCode(errors) {
  /** @type {Map<string, { code: string, jobs: number, byType: Map<string, number> }>} */
  const counts = new Map();
  for (const { code, type, jobs } of errors) {
    const row = counts.get(code) ?? { code, jobs: 0, byType: new Map() };
    row.jobs += jobs;
    counts.set(code, { ...row, byType: row.byType.set(type, jobs) });
  }
  return [...counts.values()].toSorted((a, b) => b.jobs - a.jobs);
}

/** The ten with most jobs. */
export function createUsersCard() {
  const table = createTable(byId('users-card'), {
    label: 'Top users',
    columns: [
      { name: 'User' },
      { name: 'Jobs', number: true },
      { name: 'Completed', number: true },
      { name: 'Cost', number: true },
      { name: 'Last active' },
    ],
  });
  return {
    /** @param {Figures} figures */
    update({ reply }) {
      const now = new Date(reply.to);
      table.setRows(
        reply.topUsers.map((user) => [
          clipped(user.user_email),
          formatCount(user.total_jobs),
          formatShare(user.successful_jobs, user.total_jobs),
          formatDollars(user.cost_usd),
          element(
            'time',
            { datetime: user.last_activity, title: user.last_activity },
            formatAgo(new Date(user.last_activity), now),
          ),
        ]),
      );
    },
  };
}

/** The last fifty jobs. */
export function createLatestCard() {
  const card = byId('latest-card');
  const table = createTable(card, {
    label: 'Latest jobs',
    columns: [
      { name: 'Started' },
      { name: 'Type' },
      { name: 'Outcome' },
      { name: 'Layers', number: true },
      { name: 'Time', number: true },
      { name: 'Cost', number: true },
      { name: 'Access key' },
      { name: 'Job' },
    ],
    className: 'latest',
  });
  return {
    /** @param {Figures} figures */
    update({ reply: { latestJobs: jobs }, types }) {
      card.hidden = jobs.length === 0;
      table.setRows(
        jobs.map((job) => [
          moment(job.created_at),
          kind(job.type, types),
          outcome(job.status, job.error_code),
          job.layer_count === null ? none : formatCount(job.layer_count),
          formatDuration(job.duration_ms),
          formatDollars(job.cost_usd),
          job.access_key_name === null ? none : clipped(job.access_key_name),
          element('code', { class: 'soft' }, job.id),
        ]),
      );
    },
  };
}

/** @param {string} text */
function clipped(text) {
  return element('span', { class: 'clip', title: text }, text);
}

/** @param {string} code */
function cause(code) {
  if (code === '') return element('em', { class: 'soft' }, 'none recorded');
  return element('span', {}, toWords(code), element('br'), element('code', { class: 'soft' }, code));
}

/** @param {string} text */
function moment(text) {
  const date = new Date(text);
  return element('time', { datetime: text }, `${formatShortDay(date)}, ${formatTime(date)}`);
}

/** @param {string} type @param {string[]} types */
function kind(type, types) {
  const dot = element('span', { class: 'swatch' });
  const index = types.indexOf(type);
  dot.style.setProperty('--swatch', `var(${index < 0 ? '--cancelled' : typeColor(index)})`);
  return element('span', { class: 'kind' }, dot, toWords(type));
}

/** @param {string} status @param {string | null} code */
function outcome(status, code) {
  const badge = element('span', {
    class: `badge ${['completed', 'failed', 'cancelled'].includes(status) ? status : 'processing'}`,
  });
  setText(badge, status === 'processing' ? 'Running' : toWords(status));
  if (code === null || code === '' || status !== 'failed') return badge;
  return element('span', {}, badge, ' ', element('span', { class: 'soft small' }, toWords(code)));
}
