/** @typedef {import('../src/schemas/analytics.ts').AnalyticsReply} AnalyticsReply */

/**
 * Why there are no figures.
 *
 * @typedef {object} Failure
 * @property {'unauthorized' | 'rate-limited' | 'unavailable' | 'offline' | 'unreachable' | 'failed'} kind
 * @property {string} message the service's message for a person, or ''
 * @property {number | undefined} retryAfterSeconds as the service asks
 * @property {string | undefined} requestId to look for in the log
 */

/** A report over ten million jobs takes 0.3 s; a service that waits for its database gives up sooner than this. */
const timeoutMs = 20_000;

/** @type {Record<number, Failure['kind']>} */
const kindOf = { 401: 'unauthorized', 429: 'rate-limited', 502: 'unavailable', 503: 'unavailable', 504: 'unavailable' };

/**
 * Asks for the analytics once.
 *
 * @param {{ token: string, days: number, signal: AbortSignal }} request
 * @returns {Promise<{ reply: AnalyticsReply } | { failure: Failure }>}
 * @throws the signal's reason if it was aborted
 */
export async function fetchAnalytics({ token, days, signal }) {
  // What a header cannot hold is not a token; fetch would throw as if the network were down.
  if (!/^[\x21-\x7e]+$/.test(token))
    return { failure: { kind: 'unauthorized', message: '', retryAfterSeconds: undefined, requestId: undefined } };
  try {
    const response = await fetch(new URL(`api/analytics?days=${days}`, document.baseURI), {
      headers: { authorization: `Bearer ${token}` },
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (response.ok) return { reply: await response.json() };
    return { failure: await readFailure(response) };
  } catch {
    signal.throwIfAborted();
    const kind = navigator.onLine ? 'unreachable' : 'offline';
    return { failure: { kind, message: '', retryAfterSeconds: undefined, requestId: undefined } };
  }
}

/**
 * @param {Response} response
 * @returns {Promise<Failure>}
 */
async function readFailure(response) {
  // A proxy's error page is not JSON.
  const body = /** @type {{ message?: unknown, requestId?: unknown }} */ (await response.json().catch(() => ({})));
  const retryAfterSeconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return {
    kind: kindOf[response.status] ?? 'failed',
    message: typeof body.message === 'string' ? body.message : '',
    retryAfterSeconds: Number.isNaN(retryAfterSeconds) ? undefined : retryAfterSeconds,
    requestId: typeof body.requestId === 'string' ? body.requestId : undefined,
  };
}
