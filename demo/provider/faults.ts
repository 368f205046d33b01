import type { CallKind } from './call-kind.ts';
import type { Random } from './random.ts';

/** Everything a provider has been seen to do wrong. */
export const faultKinds = [
  // refusals by status
  'unauthorized', // 401
  'no-credit', // 402
  'forbidden', // 403
  'not-found', // 404
  'rate-limited', // 429 with retry-after
  'server-error', // 500
  'bad-gateway-html', // 502, a page of HTML
  'unavailable', // 503
  'overloaded', // 529
  // the connection
  'reset', // closed by RST before an answer
  'cut-connection', // half of the promised bytes, then closed
  'hang', // never answers
  'drip', // the whole answer, slowly
  'keep-alive', // blank lines first, then a good answer
  // a 200 that is none
  'cut-json', // the body ends in the middle of its JSON
  'cut-content', // sound envelope, the content ends half way, finish_reason length
  'error-in-200', // top-level error
  'choice-error', // choices[0].error with finish_reason error
  'nonsense', // content that is not JSON
  'empty', // content is ''
  'refusal', // a polite no in prose
  'missing-layers', // every second layer is left out
  // pictures only; other calls are answered as usual
  'no-picture', // no images, no text
  'text-only', // words instead of a picture
  'webp', // a WebP, which Figma cannot take
  'oversize', // a side of 4097 px
  'broken-picture', // bytes that are not an image
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  kind: FaultKind;
  /** For rate-limited, unavailable and overloaded: the retry-after header, seconds. Default 1; null leaves it out. */
  retryAfterSeconds?: number | null;
  /** For drip: how long the answer takes in all, milliseconds. Default 2000. */
  dripMs?: number;
}

/** What is known of a call when its fault is chosen. */
export interface FaultRequest {
  kind: CallKind;
  layers: readonly number[];
  model: string;
}

/**
 * Rates by kind (0..1, their sum at most 1), a script (one entry a call, null for none, nothing once it is used up),
 * or a function of the call's index and request.
 */
export type FaultSpec =
  | Partial<Record<FaultKind, number>>
  | readonly (FaultKind | Fault | null)[]
  | ((callIndex: number, request: FaultRequest) => FaultKind | Fault | undefined);

/** Picks the fault of one call, or none. `callIndex` counts from the setting of the spec. */
export function chooseFault(
  spec: FaultSpec | undefined,
  callIndex: number,
  request: FaultRequest,
  random: Random,
): Fault | undefined {
  if (spec === undefined) return undefined;
  const chosen = pick(spec, callIndex, request, random);
  if (chosen === undefined || chosen === null) return undefined;
  const fault = typeof chosen === 'string' ? { kind: chosen } : chosen;
  return request.kind !== 'picture' && pictureFaults.has(fault.kind) ? undefined : fault;
}

const pictureFaults = new Set<FaultKind>(['no-picture', 'text-only', 'webp', 'oversize', 'broken-picture']);

function pick(spec: FaultSpec, callIndex: number, request: FaultRequest, random: Random) {
  if (typeof spec === 'function') return spec(callIndex, request);
  if (isScript(spec)) return spec[callIndex];
  let left = random();
  for (const kind of faultKinds) {
    left -= spec[kind] ?? 0;
    if (left < 0) return kind;
  }
  return undefined;
}

function isScript(spec: FaultSpec): spec is readonly (FaultKind | Fault | null)[] {
  return Array.isArray(spec);
}

/** The faults that a provider finds at its door: they come at once, not after the model's time. */
export function isEarly(kind: FaultKind): boolean {
  return ['unauthorized', 'no-credit', 'forbidden', 'not-found', 'rate-limited', 'overloaded'].includes(kind);
}
