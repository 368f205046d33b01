import { ExporterError } from '../errors.ts';
import type { ProviderError } from './provider-error.ts';
import type { Refusal } from './read-refusal.ts';

const askOperator = 'please contact the person who runs the service';

/** What a designer reads after a refusal that a retry cannot change. The operator finds more in the log. */
const refusals: Partial<Readonly<Record<Refusal['kind'], string>>> = {
  key: `The AI provider does not accept the service's key: ${askOperator}`,
  key_limit: `The service's key has reached its spending limit at the AI provider: ${askOperator}`,
  credit: `The service's account at the AI provider is out of credit: ${askOperator}`,
  data_policy: `The configured AI model may keep designs for training, which this service does not allow: ${askOperator}`,
  model: `The configured AI model is not available: ${askOperator}`,
  forbidden: `The AI provider does not allow the service's key to do this: ${askOperator}`,
  address: `The AI provider has moved: ${askOperator}`,
  dialect: `The AI provider does not take the service's requests: ${askOperator}`,
  too_long: `The request is too long for the configured AI model: please try fewer layers`,
};

/** Statuses for the operator: the service wrote the request, so a retry would fail the same way. */
const statuses: Readonly<Record<number, string>> = {
  400: `The AI provider does not take the service's requests: ${askOperator}`,
  403: `The AI provider does not allow the service's key to do this: ${askOperator}`,
  404: `The configured AI model is not available: ${askOperator}`,
  413: 'The pictures are too large for the AI provider: please try fewer or smaller layers',
  422: `The AI provider does not take the service's requests: ${askOperator}`,
  429: 'The AI provider is receiving too many requests: please try again in a minute',
};

/** The circuits of all models are open. @param cooldownMs until the first of them may be called again */
export function circuitIsOpen(cooldownMs: number): ExporterError {
  return new ExporterError('EXPORTER_BUSY', 'The AI provider is not answering: please try again shortly', {
    retryAfterSeconds: Math.max(1, Math.ceil(cooldownMs / 1000)),
  });
}

/**
 * Turns a job's last failed call into the job's error, with a message that is safe to show.
 *
 * @param cooldownMs until its models may be called again
 */
export function toProviderFailure(error: ProviderError, cooldownMs: number): ExporterError {
  if (error.fault === 'circuit') return circuitIsOpen(cooldownMs);
  return new ExporterError('EXPORTER_PROVIDER_FAILED', describe(error), { cause: error });
}

function describe({ fault, status, refusal }: ProviderError): string {
  if (fault === 'refused') return 'The AI provider refused the content: a text or a picture of the design was flagged';
  if (refusal?.kind === 'pictures') {
    const what = refusal.most === 0 ? 'pictures' : `more than ${refusal.most} pictures at once`;
    return `The configured AI model does not take ${what}: ${askOperator}`;
  }
  const told = refusal === undefined ? undefined : refusals[refusal.kind];
  return told ?? statuses[status ?? 0] ?? 'The AI provider failed: please try again';
}
