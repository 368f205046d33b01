import fp from 'fastify-plugin';
import { type CallQueue, createCallQueue } from '../models/call-queue.ts';
import { checkProvider } from '../models/check-provider.ts';
import { type Circuits, createCircuits } from '../models/circuit.ts';
import { type CallObserver, createOpenRouterClient, type OpenRouterClient } from '../models/client.ts';
import { ConnectionPool } from '../models/connection-pool.ts';
import { createForecast, type Forecast } from '../models/forecast.ts';

export interface AiClientOptions {
  /** Who answers, for the record. */
  readonly provider: 'openrouter' | 'demo';
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** Model calls at once in the process. */
  readonly maxModelCalls: number;
  readonly modelCallsPerSecond: number;
  /** Every model that may be asked, looked up at start. */
  readonly models: readonly string[];
}

declare module 'fastify' {
  interface FastifyInstance {
    ai: {
      readonly client: OpenRouterClient;
      readonly queue: CallQueue;
      readonly circuits: Circuits;
      /** How long the first call of a job would wait. */
      readonly forecast: Forecast;
      readonly provider: string;
    };
  }
}

/** The way to the models: one connection pool, one client, one fair queue for all jobs of the process. */
export const aiClient = fp<AiClientOptions>(
  async (app, options) => {
    const pool = new ConnectionPool({
      origin: new URL(options.baseUrl).origin,
      maxConnections: options.maxModelCalls,
      connectTimeoutMs: 10_000,
    });
    const { provider, baseUrl, apiKey, models } = options;
    const circuits = createCircuits({
      onChange: (model, state) =>
        app.log[state === 'closed' ? 'info' : 'warn'](
          { event: 'circuit.changed', model, state },
          `circuit of ${model}: ${state}`,
        ),
    });
    const { maxModelCalls: maxCalls, modelCallsPerSecond: callsPerSecond } = options;
    const queue = createCallQueue({ maxCalls, callsPerSecond });
    const forecast = createForecast({ maxCalls, callsPerSecond, levels: () => queue });
    const observer: CallObserver = {
      call(call) {
        if (call.outcome === 'answered') forecast.answered(call.durationMs);
        app.observer.call(call);
      },
      retried: () => app.observer.retried(),
    };
    app.decorate('ai', {
      provider,
      circuits,
      queue,
      forecast,
      client: createOpenRouterClient({ baseUrl, apiKey, dispatcher: pool, circuits, observer }),
    });
    app.addHook('onReady', async () => {
      if (provider === 'openrouter') void checkProvider({ baseUrl, apiKey, models, dispatcher: pool, log: app.log });
    });
    app.addHook('onClose', async () => {
      await pool.destroy();
    });
  },
  { name: 'ai-client', dependencies: ['metrics'] },
);
