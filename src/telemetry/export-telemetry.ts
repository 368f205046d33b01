import type { Meter, Tracer } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { TelemetryUrls } from '../config/telemetry-urls.ts';

export interface ExportOptions {
  readonly urls: TelemetryUrls;
  readonly version: string;
  /** Called once when sending begins to fail, and not again before it has worked. */
  readonly onFailure: (reason: string) => void;
}

export interface TelemetryExport {
  readonly tracer: Tracer;
  readonly meter: Meter;
  /** Sends what is left, for `withinMs` at most. */
  stop(withinMs: number): Promise<void>;
}

const scope = 'figma-exporter-ai';

/**
 * Sends spans and metrics to a collector by OTLP over HTTP, in JSON (https://opentelemetry.io/docs/specs/otlp/).
 * Sampling, headers, the resource's attributes and the like come from the other OTEL_* variables, which the packages
 * read themselves. Nothing is registered globally, so other users of the API are not affected.
 */
export function exportTelemetry({ urls, version, onFailure }: ExportOptions): TelemetryExport {
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': scope, 'service.version': version }))
    .merge(detectResources({ detectors: [envDetector] }));
  const watch = createWatch(onFailure);
  const spanProcessors =
    urls.traces === undefined ? [] : [new BatchSpanProcessor(watch(new OTLPTraceExporter({ url: urls.traces })))];
  const readers =
    urls.metrics === undefined
      ? []
      : [new PeriodicExportingMetricReader({ exporter: watch(new OTLPMetricExporter({ url: urls.metrics })) })];
  const traces = new BasicTracerProvider({ resource, spanProcessors });
  const metrics = new MeterProvider({ resource, readers });
  return {
    tracer: traces.getTracer(scope, version),
    meter: metrics.getMeter(scope, version),
    async stop(withinMs) {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, withinMs);
      });
      await Promise.race([Promise.allSettled([traces.shutdown(), metrics.shutdown()]), limit]);
      clearTimeout(timer);
    },
  };
}

interface Exporter<Data> {
  export(data: Data, done: (result: ExportResult) => void): void;
}

/** The packages do not report failures: a mistyped endpoint would silently lose everything. */
function createWatch(onFailure: (reason: string) => void) {
  let fails = false;
  return <Data, T extends Exporter<Data>>(exporter: T & Exporter<Data>): T => {
    const send = exporter.export.bind(exporter);
    exporter.export = (data, done) =>
      send(data, (result) => {
        const failed = result.code === ExportResultCode.FAILED;
        if (failed && !fails) onFailure((result.error?.message ?? 'unknown').slice(0, 200));
        fails = failed;
        done(result);
      });
    return exporter;
  };
}
