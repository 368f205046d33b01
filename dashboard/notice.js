import { byId, setText } from './dom.js';
import { formatTime } from './format.js';

/** @typedef {import('./feed.js').FeedState} FeedState */
/** @typedef {import('./feed.js').Failure} Failure */

/**
 * The text is shown if the service sends none.
 *
 * @type {Record<Exclude<Failure['kind'], 'unauthorized'>, [title: string, text: string]>}
 */
const texts = {
  'rate-limited': ['Too many requests', 'This address asked more often than the service allows.'],
  unavailable: [
    'The record cannot be read',
    'The database is down or off, or the service is restarting. Jobs go on meanwhile.',
  ],
  offline: ['You are offline', 'The figures are loaded as soon as the connection is back.'],
  unreachable: ['The service does not answer', 'It may be starting, or something between here and there is down.'],
  failed: ['The figures could not be loaded', 'Something went wrong in the service. Its log says what.'],
};

/** @param {Failure} failure @returns {string} what happened, in a few words */
export const failureTitle = (failure) => (failure.kind === 'unauthorized' ? 'Signed out' : texts[failure.kind][0]);

/** Why there are no new figures, and when they are retried. */
export function createNotice() {
  const notice = byId('notice');
  const next = byId('notice-next');
  /** @type {FeedState | undefined} */
  let state;
  setInterval(count, 1000);

  /** The seconds are not announced: the announcer has said what happened. */
  function count() {
    if (state?.failure === undefined || notice.hidden) return;
    const { failure, loading, nextAt, paused, reply } = state;
    const parts = [];
    if (loading) parts.push('Trying again …');
    else if (nextAt !== undefined && !paused)
      parts.push(`Trying again in ${Math.max(0, Math.ceil((nextAt - Date.now()) / 1000))} s.`);
    if (reply !== undefined) parts.push(`The figures below are from ${formatTime(new Date(reply.to))} UTC.`);
    if (failure.requestId !== undefined) parts.push(`Request ${failure.requestId}`);
    setText(next, parts.join(' '));
  }

  return {
    /** @param {FeedState} next */
    update(next) {
      state = next;
      const { failure } = next;
      notice.hidden = failure === undefined || failure.kind === 'unauthorized';
      if (failure === undefined || failure.kind === 'unauthorized') return;
      const [title, text] = texts[failure.kind];
      setText(byId('notice-title'), title);
      setText(byId('notice-text'), failure.message === '' ? text : `${failure.message}.`);
      count();
    },
  };
}
