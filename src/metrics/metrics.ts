import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface CallObservation {
  readonly model: string;
  /** One of a bounded set. */
  readonly outcome: string;
  readonly durationMs: number;
}

export interface JobObservation {
  readonly type: string;
  readonly status: string;
  readonly durationMs: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
}

/** Levels that are read at each scrape. */
export interface Levels {
  readonly callsRunning: number;
  readonly callsWaiting: number;
  readonly bodyBytesUsed: number;
  readonly bodyBytesTotal: number;
  readonly bodiesWaiting: number;
  readonly recordsQueued: number;
  readonly recordsOverflowed: number;
  /** Undefined if the service runs without one. */
  readonly databaseUp: boolean | undefined;
  /** Of each model: 0 closed, 1 half-open, 2 open. */
  readonly circuits: ReadonlyMap<string, number>;
}

/** The service's metrics, following Prometheus conventions for names, base units and bounded labels. */
export interface Metrics {
  readonly contentType: string;
  request(route: string, method: string, status: number, durationMs: number): void;
  job(job: JobObservation): void;
  call(call: CallObservation): void;
  retried(): void;
  /** The text that Prometheus scrapes. */
  render(levels: Levels): Promise<string>;
}

/** What does not change while the process runs. */
export interface Bounds {
  readonly memoryLimitBytes: number;
  /** Undefined: no limit. */
  readonly dailyBudgetUsd: number | undefined;
}

/** From a health check to a job at its time limit. */
const secondBuckets = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120];
/** Operators choose the models; fallback answers must not add labels without end. */
const maxModels = 50;

/** Makes the metrics in a new registry, with those of the Node process. */
export function createMetrics(bounds: Bounds): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const models = new Set<string>();

  const requests = new Counter({
    name: 'exporter_http_requests_total',
    help: 'Requests answered',
    labelNames: ['route', 'method', 'status'],
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'exporter_http_request_duration_seconds',
    help: 'Time from arrival to the last byte of the reply',
    labelNames: ['route'],
    buckets: secondBuckets,
    registers,
  });
  const jobs = new Counter({
    name: 'exporter_jobs_total',
    help: 'Jobs ended',
    labelNames: ['type', 'status'],
    registers,
  });
  const jobSeconds = new Histogram({
    name: 'exporter_job_duration_seconds',
    help: 'Duration of jobs',
    labelNames: ['type'],
    buckets: secondBuckets,
    registers,
  });
  const calls = new Counter({
    name: 'exporter_model_calls_total',
    help: 'Model calls, each attempt counted',
    labelNames: ['model', 'outcome'],
    registers,
  });
  const callSeconds = new Histogram({
    name: 'exporter_model_call_duration_seconds',
    help: 'Duration of model calls, without time in the queue',
    labelNames: ['model'],
    buckets: secondBuckets,
    registers,
  });
  const retries = new Counter({ name: 'exporter_model_retries_total', help: 'Retried calls', registers });
  const tokens = new Counter({
    name: 'exporter_model_tokens_total',
    help: 'Tokens of ended jobs',
    labelNames: ['type', 'direction'],
    registers,
  });
  const dollars = new Counter({
    name: 'exporter_cost_dollars_total',
    help: 'Cost of ended jobs in US dollars, as the provider reports it',
    labelNames: ['type'],
    registers,
  });
  const gauge = (name: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name: `exporter_${name}`, help, labelNames, registers });
  const callLevel = gauge('model_calls_now', 'Model calls running and waiting', ['state']);
  const bodyBytes = gauge('body_bytes', 'Memory for bodies and pictures: used, and the limit', ['state']);
  const bodiesWaiting = gauge('bodies_waiting', 'Requests waiting for memory for their body');
  const recordsQueued = gauge('records_queued', 'Records waiting to be written');
  const recordsOverflowed = gauge(
    'records_overflowed',
    'Records written to the log instead of the database since the start',
  );
  const databaseUp = gauge('database_up', '1 if the database answers and its schema is up to date, else 0');
  // A gauge that was never set would report 0, but a service without a database is not down.
  databaseUp.remove();
  gauge('memory_limit_bytes', 'Limit for resident memory').set(bounds.memoryLimitBytes);
  if (bounds.dailyBudgetUsd !== undefined)
    gauge('daily_budget_dollars', 'Spending limit per day (UTC)').set(bounds.dailyBudgetUsd);
  const circuit = gauge('circuit_state', '0 closed, 1 half-open, 2 open', ['model']);

  function label(model: string): string {
    if (models.size < maxModels) models.add(model);
    return models.has(model) ? model : 'other';
  }

  return {
    contentType: registry.contentType,
    request(route, method, status, durationMs) {
      requests.inc({ route, method, status: String(status) });
      requestSeconds.observe({ route }, durationMs / 1000);
    },
    job({ type, status, durationMs, promptTokens, completionTokens, costUsd }) {
      jobs.inc({ type, status });
      jobSeconds.observe({ type }, durationMs / 1000);
      tokens.inc({ type, direction: 'prompt' }, promptTokens);
      tokens.inc({ type, direction: 'completion' }, completionTokens);
      dollars.inc({ type }, costUsd);
    },
    call({ model, outcome, durationMs }) {
      calls.inc({ model: label(model), outcome });
      if (outcome === 'answered') callSeconds.observe({ model: label(model) }, durationMs / 1000);
    },
    retried: () => retries.inc(),
    render(levels) {
      callLevel.set({ state: 'running' }, levels.callsRunning);
      callLevel.set({ state: 'waiting' }, levels.callsWaiting);
      bodyBytes.set({ state: 'used' }, levels.bodyBytesUsed);
      bodyBytes.set({ state: 'budget' }, levels.bodyBytesTotal);
      bodiesWaiting.set(levels.bodiesWaiting);
      recordsQueued.set(levels.recordsQueued);
      recordsOverflowed.set(levels.recordsOverflowed);
      if (levels.databaseUp !== undefined) databaseUp.set(levels.databaseUp ? 1 : 0);
      for (const [model, state] of levels.circuits) circuit.set({ model: label(model) }, state);
      return registry.metrics();
    },
  };
}
