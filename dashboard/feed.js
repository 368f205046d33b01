import { fetchAnalytics } from './fetch-analytics.js';

/** @typedef {import('./fetch-analytics.js').AnalyticsReply} AnalyticsReply */
/** @typedef {import('./fetch-analytics.js').Failure} Failure */

/**
 * @typedef {object} FeedState
 * @property {number} days
 * @property {boolean} loading
 * @property {boolean} asked whether a person asked for this load, rather than the timer
 * @property {boolean} paused
 * @property {AnalyticsReply | undefined} reply the last figures of this range
 * @property {Failure | undefined} failure why the last load brought none
 * @property {number | undefined} nextAt when the next load begins by itself, in milliseconds since 1970
 */

const refreshMs = 60_000;
/** A database that recovered is noticed within this time. The service's limit allows 30 loads a minute. */
const retryMs = 15_000;

/**
 * Loads the figures, and loads them again each minute: not while paused, not while nobody sees the page. A failed load
 * is retried as soon as the service allows.
 *
 * @param {{ token: () => string | null, onChange: (state: FeedState) => void }} deps
 */
export function createFeed({ token, onChange }) {
  /** @type {FeedState} */
  let state = {
    days: 30,
    loading: false,
    asked: false,
    paused: false,
    reply: undefined,
    failure: undefined,
    nextAt: undefined,
  };
  /** @type {AbortController | undefined} */
  let current;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  document.addEventListener('visibilitychange', () => plan());
  window.addEventListener('online', () => {
    if (state.failure?.kind === 'offline') void load({ asked: true });
  });

  /** @param {Partial<FeedState>} change */
  function set(change) {
    state = { ...state, ...change };
    onChange(state);
  }

  /** @param {{ days?: number, asked: boolean }} request */
  async function load({ days = state.days, asked }) {
    current?.abort();
    clearTimeout(timer);
    const mine = new AbortController();
    current = mine;
    const kept = days === state.days ? state.reply : undefined;
    set({ days, asked, loading: true, reply: kept, nextAt: undefined });
    try {
      const result = await fetchAnalytics({ token: token() ?? '', days, signal: mine.signal });
      if ('reply' in result)
        set({ loading: false, reply: result.reply, failure: undefined, nextAt: Date.now() + refreshMs });
      else set({ loading: false, failure: result.failure, nextAt: nextTry(result.failure) });
      plan();
    } catch (error) {
      if (!mine.signal.aborted) throw error;
    }
  }

  /** Starts the next load when it is due; hidden or paused pages wait, and catch up once they are seen. */
  function plan() {
    clearTimeout(timer);
    if (state.nextAt === undefined || state.paused || document.hidden) return;
    timer = setTimeout(() => void load({ asked: false }), Math.max(0, state.nextAt - Date.now()));
  }

  return {
    /** @param {number} [days] default: the same range as before */
    load: (days) => load({ ...(days === undefined ? {} : { days }), asked: true }),

    /** @param {boolean} paused */
    pause(paused) {
      set({ paused });
      plan();
    },

    /** Forgets the figures; nothing is loaded until `load` is called. */
    stop() {
      current?.abort();
      clearTimeout(timer);
      state = { ...state, loading: false, reply: undefined, failure: undefined, nextAt: undefined };
    },
  };
}

/**
 * @param {Failure} failure
 * @returns {number | undefined} undefined: not by itself
 */
function nextTry({ kind, retryAfterSeconds }) {
  if (kind === 'unauthorized' || kind === 'offline') return undefined;
  // A little late, so that the limit's minute has also passed on the service's clock.
  return Date.now() + (retryAfterSeconds === undefined ? retryMs : retryAfterSeconds * 1000 + 500);
}
