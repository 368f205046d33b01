type Fields = Readonly<Record<string, unknown>>;

/** `8.5s`, `500ms`, `1m12.5s`, `2h3m`, `20 seconds`. */
const duration = /(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)\s?(ms|milliseconds?|s|seconds?|secs?))?/;
const tryAgain = new RegExp(`(?:try again|retry(?: after)?|wait)(?: in)? (?:about )?(${duration.source})(?!\\d)`, 'i');
/** A point in time in milliseconds, as OpenRouter writes it; smaller numbers are seconds. */
const leastEpochMs = 1e12;

/**
 * Whether another attempt can succeed, and after how many milliseconds, as an error says it: OpenRouter's
 * `availability` and the headers it passes on, Google's `RetryInfo`, or OpenAI's words ("Please try again in 8.5s").
 */
export function readWait(
  fields: Fields,
  metadata: Fields,
  message: string,
): { readonly retryable: boolean | undefined; readonly retryAfterMs: number | undefined } {
  const said = isObject(fields['availability']) ? fields['availability'] : {};
  const seconds = [said['retry_after'], fields['retry_after'], metadata['retry_after_seconds']].find(
    (value): value is number => typeof value === 'number' && value >= 0,
  );
  const waits = [
    seconds === undefined ? undefined : seconds * 1000,
    retryDelayMs(fields['details']),
    passedOnMs(metadata['headers']),
    durationMs(tryAgain.exec(message)?.[1] ?? ''),
  ];
  return {
    retryable: typeof said['retryable'] === 'boolean' ? said['retryable'] : undefined,
    retryAfterMs: waits.find((wait) => wait !== undefined),
  };
}

/** Google's `details: [{ "@type": ".../RetryInfo", "retryDelay": "7s" }]`. */
function retryDelayMs(details: unknown): number | undefined {
  if (!Array.isArray(details)) return undefined;
  const delays = details.map((detail: unknown) => (isObject(detail) ? detail['retryDelay'] : undefined));
  const delay = delays.find((value) => typeof value === 'string' && /^\d+(?:\.\d+)?s$/.test(value));
  return delay === undefined ? undefined : Number.parseFloat(delay as string) * 1000;
}

/** `{ "Retry-After": "5", "X-RateLimit-Reset": "1790000000000" }` */
function passedOnMs(headers: unknown): number | undefined {
  if (!isObject(headers)) return undefined;
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), Number(value)]));
  const seconds = byName.get('retry-after') ?? Number.NaN;
  if (seconds >= 0) return seconds * 1000;
  const reset = byName.get('x-ratelimit-reset') ?? Number.NaN;
  return reset >= leastEpochMs ? Math.max(0, reset - Date.now()) : undefined;
}

function durationMs(text: string): number | undefined {
  if (text === '') return undefined;
  const [, hours, minutes, amount, unit = ''] = new RegExp(`^${duration.source}$`, 'i').exec(text) ?? [];
  const last = amount === undefined ? 0 : Number(amount) * (unit.toLowerCase().startsWith('m') ? 1 : 1000);
  return Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + last;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
