import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { CallEnd, CallOutcome, CallStart, CallUse } from '../models/chat-call.ts';
import { type ExportOptions, exportTelemetry } from './export-telemetry.ts';

export interface TelemetryOptions extends ExportOptions {
  /** `gen_ai.provider.name`. */
  readonly providerName: string;
  /** Where model calls go. */
  readonly providerUrl: string;
}

export interface RequestFacts {
  readonly method: string;
  /** The route's pattern; undefined if no route matched. The raw URL may hold anything, so it is left out. */
  readonly route: string | undefined;
  readonly scheme: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** A request under way. */
export interface RequestTrace {
  /** The parent of its model calls. */
  readonly context: Context;
  /** Notes which request and which job it is, as the log and the record name them. */
  note(names: { readonly requestId?: string; readonly jobId?: string }): void;
  end(status: number, durationMs: number): void;
}

export interface Telemetry {
  startRequest(facts: RequestFacts): RequestTrace;
  /**
   * @param parent undefined for a call that belongs to no request.
   * @returns the header with which the provider joins the trace (https://www.w3.org/TR/trace-context/).
   */
  startCall(call: CallStart, parent: Context | undefined): { readonly traceparent?: string };
  /** Ends the span of a call; one that was never sent has none. */
  endCall(call: CallEnd): void;
  stop(withinMs: number): Promise<void>;
}

/** The boundaries that the conventions ask for. */
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120];
const callSeconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const tokenCounts = Array.from({ length: 14 }, (_, power) => 4 ** power);
const maxNameLength = 255;

/**
 * Spans and metrics by the semantic conventions of OpenTelemetry for HTTP servers and for generative AI
 * (https://opentelemetry.io/docs/specs/semconv/). A closed list of attributes: no picture, prompt, answer, address or
 * e-mail can be in them.
 */
export function createTelemetry({ providerName, providerUrl, ...rest }: TelemetryOptions): Telemetry {
  const { tracer, meter, stop } = exportTelemetry(rest);
  const propagator = new W3CTraceContextPropagator();
  const provider = { 'gen_ai.provider.name': providerName, ...addressOf(providerUrl) };
  const requests = meter.createHistogram('http.server.request.duration', {
    description: 'Duration of HTTP server requests.',
    unit: 's',
    advice: { explicitBucketBoundaries: requestSeconds },
  });
  const calls = meter.createHistogram('gen_ai.client.operation.duration', {
    description: 'GenAI operation duration.',
    unit: 's',
    advice: { explicitBucketBoundaries: callSeconds },
  });
  const tokens = meter.createHistogram('gen_ai.client.token.usage', {
    description: 'Number of input and output tokens used.',
    unit: '{token}',
    advice: { explicitBucketBoundaries: tokenCounts },
  });
  const spans = new WeakMap<CallUse, Span>();

  return {
    stop,
    startRequest({ method, route, scheme, headers }) {
      const parent = propagator.extract(ROOT_CONTEXT, headers, {
        get: (carrier, key) => carrier[key],
        keys: Object.keys,
      });
      const facts: Attributes = {
        'http.request.method': method,
        'url.scheme': scheme,
        ...(route === undefined ? {} : { 'http.route': route }),
      };
      const path = route === undefined || route.includes('*') ? {} : { 'url.path': route };
      const span = tracer.startSpan(
        route === undefined ? method : `${method} ${route}`,
        { kind: SpanKind.SERVER, attributes: { ...facts, ...path } },
        parent,
      );
      return {
        context: trace.setSpan(parent, span),
        note({ requestId, jobId }) {
          if (requestId !== undefined) span.setAttribute('figma_exporter.request.id', requestId);
          if (jobId !== undefined) span.setAttribute('figma_exporter.job.id', jobId);
        },
        end(status, durationMs) {
          // A 4xx is the client's error, not this server's.
          const outcome = {
            'http.response.status_code': status,
            ...(status >= 500 ? { 'error.type': String(status) } : {}),
          };
          if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
          span.setAttributes(outcome).end();
          requests.record(durationMs / 1000, { ...facts, ...outcome });
        },
      };
    },
    startCall({ model, used }, parent = ROOT_CONTEXT) {
      const attributes = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': model, ...provider };
      const span = tracer.startSpan(`chat ${model}`, { kind: SpanKind.CLIENT, attributes }, parent);
      spans.set(used, span);
      const headers: { traceparent?: string } = {};
      // What clients write into `tracestate` stays here.
      propagator.inject(trace.setSpan(parent, span), headers, {
        set: (carrier, key, value) => {
          if (key === 'traceparent') carrier.traceparent = value;
        },
      });
      return headers;
    },
    endCall({ model, outcome, durationMs, asksFor, used }) {
      const span = spans.get(used);
      if (span === undefined) return;
      const facts: Attributes = {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': model,
        ...provider,
        ...(used.model === undefined ? {} : { 'gen_ai.response.model': used.model.slice(0, maxNameLength) }),
        ...(outcome === 'answered' ? {} : { 'error.type': errorTypeOf(outcome) }),
      };
      const usage: Attributes =
        used.usage === undefined
          ? {}
          : {
              'gen_ai.usage.input_tokens': used.usage.promptTokens,
              'gen_ai.usage.output_tokens': used.usage.completionTokens,
            };
      if (outcome !== 'answered') span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttributes({ ...facts, ...usage, 'gen_ai.output.type': asksFor }).end();
      calls.record(durationMs / 1000, facts);
      if (used.usage === undefined) return;
      tokens.record(used.usage.promptTokens, { ...facts, 'gen_ai.token.type': 'input' });
      tokens.record(used.usage.completionTokens, { ...facts, 'gen_ai.token.type': 'output' });
    },
  };
}

/** A status as its number, as the conventions want it; otherwise a word of a bounded set. */
function errorTypeOf(outcome: CallOutcome): string {
  return outcome.startsWith('status_') ? outcome.slice('status_'.length) : outcome;
}

function addressOf(providerUrl: string): Attributes {
  const { hostname, port, protocol } = new URL(providerUrl);
  return { 'server.address': hostname, 'server.port': Number(port) || (protocol === 'https:' ? 443 : 80) };
}
