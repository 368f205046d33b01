import { resolveDialect } from '../../models/call-shape.ts';
import { readModelList } from '../../models/check-provider.ts';
import { createOpenRouterClient } from '../../models/client.ts';
import { createDispatcher } from '../../models/create-dispatcher.ts';
import { lookUp } from '../../models/look-up.ts';
import { createModelList, type ModelFacts } from '../../models/model-list.ts';
import { createTally, type Tally } from '../../models/tally.ts';
import { guessSamples, questionOf } from './guess-samples.ts';
import { drawOne, makeOne, nameOne, type SampleSettings } from './sample-jobs.ts';
import { createSpendLimit, NotAsked } from './spend-limit.ts';

/** What one check found. */
export interface Finding {
  /** Such as `key`, `names with some/model`. */
  readonly check: string;
  /** warn: it works, with something to know. skip: not asked. */
  readonly result: 'ok' | 'warn' | 'fail' | 'skip';
  /** A plain sentence. */
  readonly text: string;
  readonly ms: number;
  /** Dollars; undefined if the provider does not report it. */
  readonly costUsd: number | undefined;
}

export interface DoctorOptions extends SampleSettings {
  /** Where the calls go; `ai.baseUrl`, or the local provider's. */
  readonly baseUrl: string;
  /** Dollars that all checks together may cost. */
  readonly limitUsd: number;
  /** Called before the first call that costs money; undefined if prices are unknown. */
  readonly onGuess?: (usd: number | undefined) => void;
  readonly onStart?: (check: string) => void;
  readonly onFinding?: (finding: Finding) => void;
}

const lowUsd = 1;
const nearEndDays = 60;

type Verdict = Pick<Finding, 'result' | 'text'>;

/**
 * Checks the models of a deployment with real calls, for less than a limit: key and credit, whether each model exists
 * and takes pictures, one real name, variant and picture from each, and what each model refuses.
 */
export async function examine(options: DoctorOptions): Promise<Finding[]> {
  const { ai, baseUrl } = options;
  const dispatcher = createDispatcher({ baseUrl, proxy: ai.proxy, maxConnections: 4 });
  const list = createModelList();
  const limit = createSpendLimit(options.limitUsd);
  const changes = new Map<string, string[]>();
  const access = { baseUrl, apiKey: ai.apiKey, headers: ai.headers, dispatcher };
  const client = createOpenRouterClient({
    ...access,
    models: list,
    shaping: { dialect: resolveDialect(ai.dialect, baseUrl, ai.provider), dataCollection: ai.dataCollection },
    observer: {
      call: limit.observe,
      retried: () => undefined,
      adapted: (model, change) => void changes.set(model, [...(changes.get(model) ?? []), change]),
    },
  });
  const findings: Finding[] = [];

  async function run(check: string, examineIt: (tally: Tally) => Promise<Verdict>): Promise<void> {
    options.onStart?.(check);
    const tally = createTally();
    const startedAt = performance.now();
    const verdict = await examineIt(tally).catch((error: Error): Verdict => {
      return error instanceof NotAsked
        ? { result: 'skip', text: error.message }
        : { result: 'fail', text: `${error.message}.` };
    });
    limit.add(tally);
    const isPriced = tally.modelCalls === 0 || tally.unpricedCalls === 0;
    const ms = Math.round(performance.now() - startedAt);
    const finding = { check, ...verdict, ms, costUsd: isPriced ? tally.costUsd : undefined };
    findings.push(finding);
    options.onFinding?.(finding);
  }

  try {
    const all = [...new Set(Object.values(ai.models).flat())];
    let isList = false;
    await run('models', async () => {
      const found = await readModelList({ ...access, models: all, list });
      isList = found.isList;
      return isList
        ? { result: 'ok', text: 'The provider lists its models.' }
        : { result: 'warn', text: `The provider has no list of models (it answered ${found.status}).` };
    });
    await run('key', () => examineKey(access));
    const purposes: [string, readonly string[]][] = Object.entries(ai.models);
    for (const [purpose, models] of purposes) {
      for (const model of models) {
        if (isList) await run(`${purpose} model ${model}`, async () => examineFacts(model, purpose, list.find(model)));
      }
    }
    options.onGuess?.(guessSamples(list, ai.models));
    const toVerdict = (model: string, text: string): Verdict => ({
      result: changes.has(model) ? 'warn' : 'ok',
      text: `${text}${describeChanges(changes.get(model))}`,
    });
    const samples = [
      ['names', ai.models.fast, nameOne],
      ['variants', ai.models.pro, makeOne],
      ['pictures', ai.models.image, drawOne],
    ] as const;
    for (const [what, models, make] of samples) {
      changes.clear();
      for (const model of models) {
        await run(`${what} with ${model}`, async (tally) => {
          const limited = limit.within(client, list.find(model)?.prices, questionOf(what, model));
          return toVerdict(model, await make(limited, model, options, tally));
        });
      }
    }
    return findings;
  } finally {
    await dispatcher.destroy();
  }
}

async function examineKey(access: Parameters<typeof lookUp>[0]): Promise<Verdict> {
  const { status, body } = await lookUp(access, '/key');
  if (status === 401 || status === 403) {
    return { result: 'fail', text: 'The provider does not accept OPENROUTER_API_KEY: set a key that is valid.' };
  }
  const left = (body as { data?: { limit_remaining?: unknown } } | undefined)?.data?.limit_remaining;
  if (status !== 200) return { result: 'skip', text: 'This provider says nothing about keys.' };
  if (typeof left !== 'number') return { result: 'ok', text: 'The key is accepted and has no spending limit.' };
  if (left <= 0) return { result: 'fail', text: 'The key has no credit left: raise its limit or buy credit.' };
  const text = `The key is accepted and has $${left.toFixed(2)} left.`;
  return { result: left < lowUsd ? 'warn' : 'ok', text };
}

function examineFacts(model: string, purpose: string, facts: ModelFacts | undefined): Verdict {
  if (facts === undefined) {
    return {
      result: 'fail',
      text: `The provider has no model ${model}: correct OPENROUTER_MODEL_${purpose.toUpperCase()}.`,
    };
  }
  if (purpose === 'image' && facts.outputs?.has('image') === false) {
    return { result: 'fail', text: `${model} does not make pictures.` };
  }
  if (purpose === 'fast' && facts.inputs?.has('image') === false) {
    return { result: 'fail', text: `${model} does not take pictures: layers without text could not be named.` };
  }
  const days = Math.ceil((Date.parse(facts.endsOn ?? '') - Date.now()) / 86_400_000);
  if (days <= nearEndDays) return { result: 'warn', text: `${model} ends on ${facts.endsOn}: choose another one.` };
  if (facts.inputs?.has('image') === false && purpose === 'pro') {
    return {
      result: 'warn',
      text: `${model} does not accept pictures: it makes variants only from the list of layers.`,
    };
  }
  return { result: 'ok', text: `${model} is there.` };
}

function describeChanges(changes: readonly string[] | undefined): string {
  return changes === undefined ? '' : ` It does not take everything; the service adapts: ${changes.join('; ')}.`;
}
