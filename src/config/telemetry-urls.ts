import { type Reader, type SettingsReader, text, url } from './settings-reader.ts';

/** Where each signal goes; undefined: nowhere. */
export interface TelemetryUrls {
  readonly traces: string | undefined;
  readonly metrics: string | undefined;
}

const endpoint: Reader<string> = url('http:', 'https:');

/**
 * By the standard variables (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/): a base
 * for both signals, or a whole URL for one; each can be off, and both together.
 *
 * @returns undefined if neither is sent
 */
export function readTelemetryUrls(settings: SettingsReader): TelemetryUrls | undefined {
  const isDisabled = settings.read('OTEL_SDK_DISABLED', text, 'false').toLowerCase() === 'true';
  const base = settings.optional('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint);
  const urlOf = (signal: 'traces' | 'metrics'): string | undefined => {
    const name = signal.toUpperCase();
    const own = settings.optional(`OTEL_EXPORTER_OTLP_${name}_ENDPOINT`, endpoint);
    const isOff = settings.read(`OTEL_${name}_EXPORTER`, text, 'otlp') === 'none';
    return isOff ? undefined : (own ?? (base && `${base}/v1/${signal}`));
  };
  const urls = { traces: urlOf('traces'), metrics: urlOf('metrics') };
  return isDisabled || (urls.traces ?? urls.metrics) === undefined ? undefined : urls;
}
