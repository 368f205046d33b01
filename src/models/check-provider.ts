import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import type { Dispatcher } from 'undici';

export interface CheckProviderOptions {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  /** Every model that the settings name. */
  readonly models: readonly string[];
  readonly dispatcher: Dispatcher;
  readonly log: { info: (fields: object, message: string) => void; warn: (fields: object, message: string) => void };
  readonly now?: () => Date;
}

const Models = Type.Object({
  data: Type.Array(
    Type.Object({ id: Type.String(), expiration_date: Type.Optional(Type.Union([Type.String(), Type.Null()])) }),
  ),
});
const Key = Type.Object({
  data: Type.Object({ limit_remaining: Type.Optional(Type.Union([Type.Number(), Type.Null()])) }),
});

const timeoutMs = 10_000;
const nearEndDays = 60;
const lowUsd = 1;

/**
 * Asks the provider at start whether the key works and the models are there, and says in the log what is wrong or soon
 * will be. Only a warning: the provider may be away for a minute, and models come and go while the service runs.
 */
export async function checkProvider(options: CheckProviderOptions): Promise<void> {
  const { log } = options;
  try {
    await Promise.all([checkModels(options), checkKey(options)]);
  } catch (error) {
    log.warn(
      { event: 'provider.unchecked', reason: (error as Error).message },
      'the provider could not be asked at start',
    );
  }
}

async function checkModels(options: CheckProviderOptions): Promise<void> {
  const { models, log, now = () => new Date() } = options;
  const { status, body } = await get(options, '/models');
  if (status !== 200 || !Value.Check(Models, body)) {
    log.warn({ event: 'provider.unchecked', status }, 'the provider gave no list of its models');
    return;
  }
  const known = new Map(body.data.map((model) => [model.id, model]));
  for (const id of new Set(models)) {
    const model: Static<typeof Models>['data'][number] | undefined = known.get(id);
    if (model === undefined) {
      log.warn({ event: 'model.unknown', model: id }, `the provider has no model ${id}: calls to it will fail`);
      continue;
    }
    const endsAt = Date.parse(model.expiration_date ?? '');
    const days = Math.ceil((endsAt - now().getTime()) / 86_400_000);
    if (days <= nearEndDays) {
      log.warn(
        { event: 'model.ending', model: id, endsOn: model.expiration_date, days },
        `the model ${id} ends in ${days} days`,
      );
    }
  }
}

async function checkKey(options: CheckProviderOptions): Promise<void> {
  const { log } = options;
  const { status, body } = await get(options, '/key');
  if (status === 401 || status === 403) {
    log.warn({ event: 'key.refused', status }, 'the provider refuses OPENROUTER_API_KEY: no call will succeed');
    return;
  }
  const left = Value.Check(Key, body) ? body.data.limit_remaining : undefined;
  if (typeof left === 'number' && left < lowUsd) {
    log.warn({ event: 'key.low', limitRemainingUsd: left }, `the key has $${left.toFixed(2)} left`);
  }
}

async function get(options: CheckProviderOptions, path: string): Promise<{ status: number; body: unknown }> {
  const base = new URL(options.baseUrl);
  const { statusCode, body } = await options.dispatcher.request({
    origin: base.origin,
    path: `${base.pathname.replace(/\/$/, '')}${path}`,
    method: 'GET',
    headers: options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await body.text();
  try {
    return { status: statusCode, body: JSON.parse(text) as unknown };
  } catch {
    return { status: statusCode, body: undefined };
  }
}
