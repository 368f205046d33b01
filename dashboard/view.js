import { createCostCard } from './cost-card.js';
import { byId, setText } from './dom.js';
import { createDurationCards } from './duration-cards.js';
import { formatAgo, formatTime } from './format.js';
import { createJobsCard } from './jobs-card.js';
import { createErrorsCard, createKeysCard, createLatestCard, createUsersCard } from './lists.js';
import { createNotice, failureTitle } from './notice.js';
import { createTiles } from './tiles.js';
import { toSpans, typesOf, unitOf } from './trend.js';

/** @typedef {import('./feed.js').FeedState} FeedState */

/**
 * What the cards are drawn from.
 *
 * @typedef {object} Figures
 * @property {import('./feed.js').AnalyticsReply} reply
 * @property {number} days
 * @property {import('./trend.js').Unit} unit
 * @property {import('./trend.js').Span[]} spans the oldest first
 * @property {string[]} types in the order of their colors
 */

/** Shows a state of the feed. The cards are made once and given new figures, so that focus and open tables stay. */
export function createView() {
  const notice = createNotice();
  const [charts, empty, latestCard] = [byId('charts'), byId('empty'), byId('latest-card')];
  const latest = createLatestCard();
  const announce = createAnnouncements();
  /** Made with the first figures: a chart needs its place on the page to know its width. */
  const cards = once(() => [
    createTiles(),
    createJobsCard(),
    createDurationCards(),
    createCostCard(),
    createKeysCard(),
    createErrorsCard(),
    createUsersCard(),
  ]);
  /** @type {import('./feed.js').AnalyticsReply | undefined} */
  let drawn;
  let drawnDays = 0;

  /** @param {FeedState} state */
  function update(state) {
    const { days, reply, loading, asked, failure } = state;
    notice.update(state);
    byId('progress').hidden = !(loading && asked);
    byId('figures').setAttribute('aria-busy', String(loading && asked));
    byId('skeleton').hidden = !(loading && drawn === undefined && reply === undefined && failure === undefined);
    document.body.classList.toggle('stale', loading && asked && reply === undefined);
    showFreshness(state);
    announce(state);
    if (reply === undefined) {
      // While a range loads, the previous one stays visible, dimmed; without figures nothing is shown.
      if (failure !== undefined && !loading) hideAll();
      return;
    }
    if (reply === drawn && days === drawnDays) return;
    drawn = reply;
    drawnDays = days;
    draw(reply, days);
  }

  /** @param {import('./feed.js').AnalyticsReply} reply @param {number} days */
  function draw(reply, days) {
    const unit = unitOf(days);
    const figures = { reply, days, unit, spans: toSpans(reply, unit), types: typesOf(reply) };
    const none = reply.summary.length === 0;
    empty.hidden = !none;
    charts.hidden = none;
    setText(byId('empty-range'), rangeName(days));
    const last = reply.latestJobs[0];
    byId('empty-first').hidden = last !== undefined;
    byId('empty-later').hidden = last === undefined;
    if (last !== undefined) setText(byId('empty-last'), formatAgo(new Date(last.created_at), new Date(reply.to)));
    for (const place of document.querySelectorAll('[data-unit]')) place.textContent = unit;
    if (!none) for (const card of cards()) card.update(figures);
    latest.update(figures);
  }

  function hideAll() {
    drawn = undefined;
    for (const part of [charts, empty, latestCard]) part.hidden = true;
  }

  return {
    update,
    /** Removes one person's figures before the next signs in. */
    clear() {
      hideAll();
      for (const body of document.querySelectorAll('#dashboard tbody, #tiles')) body.replaceChildren();
    },
  };
}

/** @param {FeedState} state */
function showFreshness({ reply, loading, paused }) {
  const at = reply === undefined ? '' : `Updated ${formatTime(new Date(reply.to))}`;
  setText(
    byId('freshness'),
    loading && reply === undefined ? 'Loading …' : `${at}${paused && at !== '' ? ', paused' : ''}`,
  );
}

/** Announces loads that a person asked for. Automatic loads are silent, except for failures and recoveries. */
function createAnnouncements() {
  let said = '';
  return (/** @type {FeedState} */ { days, loading, asked, reply, failure }) => {
    const trouble = failure === undefined || failure.kind === 'unauthorized' ? '' : failureTitle(failure);
    if (loading && !asked) return;
    const text = loading
      ? `Loading ${rangeName(days)}`
      : trouble || (reply === undefined ? '' : `Figures of ${rangeName(days)} are shown`);
    if (!asked && text === said) return;
    said = text;
    setText(byId('announcer'), text);
  };
}

/** @param {number} days */
const rangeName = (days) => (days === 365 ? 'the last year' : `the last ${days} days`);

/**
 * @template Value
 * @param {() => Value} make
 * @returns {() => Value}
 */
function once(make) {
  /** @type {{ value: Value } | undefined} */
  let made;
  return () => (made ??= { value: make() }).value;
}
