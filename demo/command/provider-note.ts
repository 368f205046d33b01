import { count } from '../../src/cli/count.ts';
import type { JobRow } from './job-row.ts';
import type { Service } from './service.ts';

/**
 * Who did the work, worded so that nobody mistakes the demo provider for a model.
 *
 * @param row the job's; its provider counts before the one that the service was started with
 * @param made how many names or variants there are
 */
export function describeProvider(
  service: Pick<Service, 'provider' | 'url'>,
  row: JobRow | undefined,
  made: number,
): { readonly text: string; readonly kind: 'demo' | 'model' } {
  const provider = row?.provider ?? service.provider;
  if (provider === 'demo') {
    return {
      text: 'DEMO PROVIDER: made on this machine by rules over words, places and pictures, not by a model.',
      kind: 'demo',
    };
  }
  if (made === 0) return { text: `Nothing was made by ${provider ?? `the service at ${service.url}`}`, kind: 'model' };
  if (provider === undefined || provider === null) {
    return { text: `Made by the service at ${service.url}, whose job record names the provider`, kind: 'model' };
  }
  return { text: `Made by a real model, through ${provider}`, kind: 'model' };
}

/** Dollars, with the digits that matter at the price of a naming call. */
export function formatCost(costUsd: number): string {
  return `$${costUsd.toFixed(costUsd < 0.1 ? 4 : 2)}`;
}

/** What a job asked of models and what that cost, for the last line: `, 16 model calls, $0.0094`. */
export function describeSpending(row: JobRow | undefined): string {
  if (row === undefined) return '';
  const simulated = row.provider === 'demo' ? ' (simulated)' : '';
  return `, ${count(row.model_calls, 'model call')}, ${formatCost(row.cost_usd)}${simulated}`;
}

/** The cost as a page's header shows it; undefined without a row. */
export function costFacts(row: JobRow | undefined): [name: string, value: string][] {
  if (row === undefined) return [];
  return [[row.provider === 'demo' ? 'Simulated cost' : 'Cost', formatCost(row.cost_usd)]];
}

/** Milliseconds as seconds for a person. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}
