import fp from 'fastify-plugin';
import type { Bounds, Metrics } from '../metrics/metrics.ts';

export interface MetricsOptions extends Bounds {
  readonly enabled: boolean;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Metrics for other plugins to update. Costs nothing if metrics are off. */
    metrics: Pick<Metrics, 'call' | 'retried' | 'job'> & {
      /** What the `metrics-server` plugin serves. Undefined if metrics are off. */
      readonly exposed?: Pick<Metrics, 'render' | 'contentType'>;
    };
  }
}

/** Prometheus metrics. Loads prom-client only if they are on. */
export const metrics = fp<MetricsOptions>(
  async (app, { enabled, memoryLimitBytes, dailyBudgetUsd }) => {
    if (!enabled) {
      app.decorate('metrics', { call: () => undefined, retried: () => undefined, job: () => undefined });
      return;
    }
    const { createMetrics } = await import('../metrics/metrics.ts');
    const { call, retried, job, request: observe, ...exposed } = createMetrics({ memoryLimitBytes, dailyBudgetUsd });
    app.decorate('metrics', { call, retried, job, exposed });
    app.onRequestEnd(({ request: { routeOptions, method }, status, durationMs }) => {
      observe(routeOptions.url ?? 'none', method, status, durationMs);
    });
  },
  { name: 'metrics', dependencies: ['request-end'] },
);
