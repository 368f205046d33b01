import t from 'tap';
import { checkProvider } from '../../src/models/check-provider.ts';
import { createDispatcher } from '../../src/models/create-dispatcher.ts';
import { createModelList } from '../../src/models/model-list.ts';
import { failure, startStubProvider } from '../helpers/stub-provider.ts';

const now = (): Date => new Date('2026-12-01');
const proxy = { https: undefined, http: undefined, no: undefined };

t.test('reads the list of models once, including picture models, and reports missing ones', async (t) => {
  const paths: string[] = [];
  const { url: baseUrl } = await startStubProvider(
    t,
    () => undefined,
    (path) => {
      paths.push(path);
      if (path.endsWith('/key')) return { body: { data: { limit_remaining: 0.4 } } };
      const pricing = { prompt: '0.0000003', completion: '0.0000025' };
      const id = path.includes('output_modalities=image') ? 'flux' : 'fast';
      return { body: { data: [{ id, pricing, expiration_date: '2026-12-10' }, 'nonsense', { id: 7 }] } };
    },
  );
  const dispatcher = createDispatcher({ baseUrl, proxy, maxConnections: 2 });
  t.teardown(async () => dispatcher.destroy());
  const list = createModelList();
  const events: string[] = [];
  const log = {
    info: () => undefined,
    warn: (fields: object) => void events.push(Object.values(fields).slice(0, 2).join(' ')),
  };
  await checkProvider({ baseUrl, apiKey: 'k', dispatcher, models: ['fast', 'flux', 'gone'], list, log, now });
  t.same(events.toSorted(), ['key.low 0.4', 'model.ending fast', 'model.ending flux', 'model.unknown gone']);
  t.match(list.find('fast:nitro'), { prices: { promptTokenUsd: 3e-7, completionTokenUsd: 2.5e-6 } });
  t.equal(paths.length, 3);
});

t.test('logs a provider without a list or out of reach', async (t) => {
  const { url } = await startStubProvider(
    t,
    () => undefined,
    () => failure(404, 'Not found'),
  );
  for (const baseUrl of [url, 'http://127.0.0.1:1/v1']) {
    const dispatcher = createDispatcher({ baseUrl, proxy, maxConnections: 2 });
    t.teardown(async () => dispatcher.destroy());
    const events: unknown[] = [];
    const log = { info: () => undefined, warn: (fields: object) => void events.push(fields) };
    await checkProvider({ baseUrl, apiKey: undefined, dispatcher, models: ['fast'], list: createModelList(), log });
    t.match(events, [{ event: 'provider.unchecked' }]);
  }
});
