import { Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { type LookUpOptions, lookUp } from './look-up.ts';
import { type ModelList, readModels } from './model-list.ts';

export interface CheckProviderOptions extends LookUpOptions {
  /** Every model that the settings name. */
  readonly models: readonly string[];
  /** Filled with what the provider says of its models. */
  readonly list: ModelList;
  readonly log: { info: (fields: object, message: string) => void; warn: (fields: object, message: string) => void };
  readonly now?: () => Date;
}

const Key = Type.Object({
  data: Type.Object({ limit_remaining: Type.Optional(Type.Union([Type.Number(), Type.Null()])) }),
});

const nearEndDays = 60;
const lowUsd = 1;

/**
 * Asks the provider at start whether the key works and the models are there, keeps what its list says of them, and
 * warns of present and coming problems. It never fails: the provider may be away for a minute, and models come and go
 * while the service runs.
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
  const { models, list, log, now = () => new Date() } = options;
  const { status, isList } = await readModelList(options);
  if (!isList) {
    log.warn({ event: 'provider.unchecked', status }, 'the provider gave no list of its models');
    return;
  }
  for (const id of new Set(models)) {
    const facts = list.find(id);
    if (facts === undefined) {
      log.warn({ event: 'model.unknown', model: id }, `the provider has no model ${id}: calls to it will fail`);
      continue;
    }
    const days = Math.ceil((Date.parse(facts.endsOn ?? '') - now().getTime()) / 86_400_000);
    if (days <= nearEndDays) {
      const { endsOn } = facts;
      log.warn({ event: 'model.ending', model: id, endsOn, days }, `the model ${id} ends in ${days} days`);
    }
  }
}

/**
 * Fills the list from `GET /models`. OpenRouter leaves models that only make pictures out of it, so they are asked for
 * as well if a configured model is missing.
 */
export async function readModelList(
  options: LookUpOptions & Pick<CheckProviderOptions, 'models' | 'list'>,
): Promise<{ readonly status: number; readonly isList: boolean }> {
  const { models, list } = options;
  const { status, body } = await lookUp(options, '/models');
  const known = status === 200 ? readModels(body) : undefined;
  if (known === undefined) return { status, isList: false };
  list.add(known);
  if (models.some((id) => list.find(id) === undefined)) {
    const pictures = await lookUp(options, '/models?output_modalities=image');
    list.add(readModels(pictures.body) ?? new Map());
  }
  return { status, isList: true };
}

async function checkKey(options: CheckProviderOptions): Promise<void> {
  const { log } = options;
  const { status, body } = await lookUp(options, '/key');
  if (status === 401 || status === 403) {
    log.warn({ event: 'key.refused', status }, 'the provider refuses OPENROUTER_API_KEY: no call will succeed');
    return;
  }
  const left = Value.Check(Key, body) ? body.data.limit_remaining : undefined;
  if (typeof left === 'number' && left < lowUsd) {
    log.warn({ event: 'key.low', limitRemainingUsd: left }, `the key has $${left.toFixed(2)} left`);
  }
}
