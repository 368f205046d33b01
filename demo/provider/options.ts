import type { CallKind } from './call-kind.ts';
import type { FamilySpec } from './families.ts';
import type { Fault, FaultSpec } from './faults.ts';

/** A fixed wait, or one drawn evenly between two bounds; milliseconds. */
export type Latency = number | { min: number; max: number };

export interface DemoOptions {
  /** Default 127.0.0.1: the provider is for this machine alone. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** How long a naming call takes. Default 300 to 900 ms, what the fast models take for five small pictures. */
  latencyMs?: Latency;
  /** How long an edits call takes. Default: latencyMs if it is given, else 1500 to 3000 ms. */
  editsLatencyMs?: Latency;
  /** How long a picture takes. Default: latencyMs if it is given, else 1200 to 2500 ms. */
  imageLatencyMs?: Latency;
  /** What goes wrong, and how often. Default: nothing. */
  faults?: FaultSpec;
  /**
   * True (default): decode the pictures and name what is seen. False: count the layers while the body streams by and
   * answer canned names, for load runs where the provider's own CPU would blur the figures.
   */
  look?: boolean;
  /** Seed of latencies, fault rates and choices; the same seed and calls give the same run. Default 1. */
  seed?: number;
  /** Keep a summary of every call (see DemoCall), 10,000 at most. Default: true if `look` is. */
  record?: boolean;
  /** Where set, calls must carry `Authorization: Bearer <apiKey>`, else they get OpenRouter's 401. */
  apiKey?: string;
  /** Pad pictures with noise to about this many bytes. Default: as drawn, 20 to 200 KB. */
  imageBytes?: number;
  /** What GET /models lists, instead of the usual few; `expirationDate` as YYYY-MM-DD. */
  models?: readonly DemoModel[];
  /** What GET /key says is left, in dollars; null (default) is "no limit". */
  limitRemaining?: number | null;
  /**
   * Whose refusals to imitate: of all models, or by the model's id (see families.ts). Needs the body: calls are parsed
   * even if `look` is false.
   */
  families?: FamilySpec;
  /** Awaited before each chunk of a streamed answer; gets the call and the content sent so far. */
  beforeChunk?: (call: DemoCall, sent: string) => void | Promise<void>;
  /** Called as each call has been read, before it is answered. */
  onCall?: (call: DemoCall) => void;
}

/** A model as GET /models describes it; what is left out is as the service's own models have it. */
export interface DemoModel {
  id: string;
  /** YYYY-MM-DD. */
  expirationDate?: string;
  inputModalities?: string[];
  outputModalities?: string[];
  supportedParameters?: string[];
  /** Dollars a token, as texts: `{ prompt: '0.000003' }`. */
  pricing?: Record<string, string>;
}

/** What a recorded call was. Pictures are counted, never kept. */
export interface DemoCall {
  /** 0 for the first chat call of this provider. */
  index: number;
  kind: CallKind;
  /** The numbers of the parts that began `Layer <n>`, in their order. Empty for pictures. */
  layers: number[];
  /** The model asked for; '' with `look: false`, where the body is not parsed. */
  model: string;
  /** Request headers in lower case: authorization, http-referer, x-title, content-type, content-length. */
  headers: Record<string, string>;
  imageCount: number;
  bodyBytes: number;
  /** The text parts (system first), where recording and looking are on. */
  texts: string[];
  /**
   * The fault it met, 'ok', 'refused' by its model's family, or 'aborted' if the caller left first; 'pending' until it
   * is known.
   */
  outcome: Fault['kind'] | 'ok' | 'refused' | 'aborted' | 'pending';
}

/** Live figures; the object is the same all along, `peakInFlight` can be set back by the reader. */
export interface DemoStats {
  calls: number;
  byKind: Record<CallKind, number>;
  /** GET /models and GET /key. */
  lookups: number;
  layersAsked: number;
  inFlight: number;
  peakInFlight: number;
  /** Calls whose caller left before the answer was out. */
  aborted: number;
  /** Calls refused by the families in force. */
  refused: number;
  /** Calls answered with a fault, by its kind. */
  faults: Partial<Record<Fault['kind'], number>>;
  bytesIn: number;
  bytesOut: number;
  /** The sum of the `usage.cost` of all answers that went out whole. */
  costUsd: number;
}

export const defaultModels: NonNullable<DemoOptions['models']> = [
  { id: 'google/gemini-3.6-flash' },
  { id: 'google/gemini-3.1-pro-preview' },
  { id: 'google/gemini-3.1-flash-image' },
  { id: 'google/gemini-2.5-flash', expirationDate: '2026-12-01' },
  { id: 'demo' },
];
