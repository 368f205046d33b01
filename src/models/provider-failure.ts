import { ExporterError } from '../errors.ts';
import type { ProviderError } from './provider-error.ts';

/** What a designer may be told of a status that no other try will change; whoever runs the service finds more in the log. */
const words: Readonly<Record<number, string>> = {
  401: "The AI provider does not accept the service's key: please tell whoever runs the service",
  402: "The service's account at the AI provider is out of credit: please tell whoever runs the service",
  403: "The AI provider does not allow the service's key to do this: please tell whoever runs the service",
  429: 'The AI provider is receiving too many requests: please try again in a minute',
};

/** The provider's calls fail and it is left alone for a while. @param restingMs until it is asked again. */
export function providerResting(restingMs: number): ExporterError {
  return new ExporterError('EXPORTER_BUSY', 'The AI provider is not answering: please try again shortly', {
    retryAfterSeconds: Math.max(1, Math.ceil(restingMs / 1000)),
  });
}

/**
 * The failure of a whole job for its last failed call, in words that are safe to show.
 *
 * @param restingMs for which its models are left alone.
 */
export function toProviderFailure(error: ProviderError, restingMs: number): ExporterError {
  if (error.fault === 'circuit') return providerResting(restingMs);
  const refused =
    error.fault === 'refused'
      ? 'The AI provider refused the content: a text or a picture of the design was flagged'
      : undefined;
  const message = refused ?? words[error.status ?? 0] ?? 'The AI provider failed: please try again';
  return new ExporterError('EXPORTER_PROVIDER_FAILED', message, { cause: error });
}
