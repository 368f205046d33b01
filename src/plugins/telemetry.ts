import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { TelemetryUrls } from '../config/telemetry-urls.ts';
import type { CallEnd, CallStart } from '../models/chat-call.ts';
import type { Tally } from '../models/tally.ts';
import { providerNameOf } from '../telemetry/provider-name.ts';
import type { RequestTrace } from '../telemetry/telemetry.ts';

export interface TelemetryPluginOptions {
  /** undefined: OpenTelemetry is not loaded. */
  readonly urls: TelemetryUrls | undefined;
  readonly version: string;
  readonly provider: 'openrouter' | 'demo';
  readonly providerUrl: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Traces of requests and of their model calls. Costs nothing while it is off. */
    telemetry: {
      /** From here on the job's calls, which are known by its tally, belong to the request. */
      jobStarted(request: FastifyRequest, job: { readonly id: string; readonly tally: Tally }): void;
      /** @returns the headers with which the provider joins the trace. */
      callStarted(call: CallStart): Readonly<Record<string, string>> | undefined;
      call(call: CallEnd): void;
    };
  }
}

/** An unreachable collector must not delay shutdown. */
const stopWithinMs = 3000;

/** OpenTelemetry: one span a request, one a model call as its child, and the metrics of both. */
export const telemetry = fp<TelemetryPluginOptions>(
  async (app, { urls, version, provider, providerUrl }) => {
    if (urls === undefined) {
      app.decorate('telemetry', { jobStarted: () => undefined, callStarted: () => undefined, call: () => undefined });
      return;
    }
    const { createTelemetry } = await import('../telemetry/telemetry.ts');
    const exporter = createTelemetry({
      urls,
      version,
      providerUrl,
      providerName: providerNameOf(provider, providerUrl),
      onFailure: (reason) =>
        app.log.warn({ event: 'telemetry.failed', reason }, 'traces and metrics could not be sent to the collector'),
    });
    const traces = new WeakMap<FastifyRequest, RequestTrace>();
    const parents = new WeakMap<Tally, RequestTrace['context']>();
    app.decorate('telemetry', {
      jobStarted(request, { id, tally }) {
        const trace = traces.get(request);
        if (trace === undefined) return;
        trace.note({ jobId: id });
        parents.set(tally, trace.context);
      },
      callStarted: (call) => exporter.startCall(call, parents.get(call.tally)),
      call: exporter.endCall,
    });
    app.addHook('onRequest', async (request) => {
      const { method, headers, protocol: scheme, id: requestId } = request;
      const trace = exporter.startRequest({ method, headers, scheme, route: request.routeOptions.url });
      trace.note({ requestId });
      traces.set(request, trace);
    });
    app.onRequestEnd(({ request, status, durationMs }) => traces.get(request)?.end(status, durationMs));
    app.addHook('onClose', () => exporter.stop(stopWithinMs));
  },
  { name: 'telemetry', dependencies: ['request-end'] },
);
