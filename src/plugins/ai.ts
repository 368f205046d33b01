import fp from 'fastify-plugin';
import { type CallQueue, createCallQueue } from '../models/call-queue.ts';
import { type ProviderDialect, resolveDialect } from '../models/call-shape.ts';
import type { CallObserver } from '../models/chat-call.ts';
import { checkProvider, readModelList } from '../models/check-provider.ts';
import { type Circuits, createCircuits } from '../models/circuit.ts';
import { createOpenRouterClient, type OpenRouterClient } from '../models/client.ts';
import { createDispatcher, type ProxySettings } from '../models/create-dispatcher.ts';
import { createForecast, type Forecast } from '../models/forecast.ts';
import { createModelList, type ModelList } from '../models/model-list.ts';

export interface AiOptions {
  /** Who answers, for the record. */
  readonly provider: 'openrouter' | 'demo';
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** Model calls at once in the process. */
  readonly maxModelCalls: number;
  readonly modelCallsPerSecond: number;
  /** Every model that may be asked, looked up at start. */
  readonly models: readonly string[];
  readonly dialect: 'auto' | ProviderDialect;
  readonly dataCollection: 'deny' | 'allow';
  /** Sent with every call. */
  readonly headers: Readonly<Record<string, string>>;
  readonly proxy: ProxySettings;
}

declare module 'fastify' {
  interface FastifyInstance {
    ai: {
      readonly client: OpenRouterClient;
      readonly queue: CallQueue;
      /** Jobs that must be asked before each of their calls, by id. */
      readonly permits: Map<string, () => Promise<void>>;
      readonly circuits: Circuits;
      /** How long the first call of a job would wait. */
      readonly forecast: Forecast;
      /** What the provider's list says of its models, from a moment after the start on. */
      readonly models: ModelList;
      readonly provider: string;
    };
  }
}

/** The way to the models: one connection pool, one client, one fair queue for all jobs of the process. */
export const ai = fp<AiOptions>(
  async (app, options) => {
    const { provider, baseUrl, apiKey, headers, dataCollection, proxy } = options;
    const pool = createDispatcher({ baseUrl, proxy, maxConnections: options.maxModelCalls });
    const models = createModelList();
    const shaping = { dialect: resolveDialect(options.dialect, baseUrl, provider), dataCollection };
    const circuits = createCircuits({
      onChange: (model, state) =>
        app.log[state === 'closed' ? 'info' : 'warn'](
          { event: 'circuit.changed', model, state },
          `circuit of ${model}: ${state}`,
        ),
    });
    const { maxModelCalls: maxCalls, modelCallsPerSecond: callsPerSecond } = options;
    const permits = new Map<string, () => Promise<void>>();
    const queue = createCallQueue({ maxCalls, callsPerSecond, permit: (jobId) => permits.get(jobId)?.() });
    const forecast = createForecast({ maxCalls, callsPerSecond, levels: () => queue });
    const observer: CallObserver = {
      started: (call) => app.telemetry.callStarted(call),
      call(call) {
        if (call.outcome === 'answered') forecast.answered(call.durationMs);
        app.metrics.call(call);
        app.telemetry.call(call);
      },
      retried: () => app.metrics.retried(),
      adapted: (model, change, why) =>
        app.log.warn({ event: 'model.adapted', model, change, reason: why }, `calls to ${model} change: ${change}`),
    };
    app.decorate('ai', {
      provider,
      models,
      circuits,
      queue,
      permits,
      forecast,
      client: createOpenRouterClient({
        baseUrl,
        apiKey,
        headers,
        shaping,
        models,
        dispatcher: pool,
        circuits,
        observer,
      }),
    });
    app.addHook('onReady', async () => {
      const lookUp = { baseUrl, apiKey, headers, dispatcher: pool, models: options.models, list: models };
      // The provider on this machine has its list for the prices; there is nothing to warn of.
      if (provider === 'openrouter') void checkProvider({ ...lookUp, log: app.log });
      else void readModelList(lookUp).catch(() => undefined);
    });
    app.addHook('onClose', async () => {
      await pool.destroy();
    });
  },
  { name: 'ai', dependencies: ['metrics', 'telemetry'] },
);
