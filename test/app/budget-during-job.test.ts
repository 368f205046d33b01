import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { completion, namesFor, startStubProvider } from '../helpers/stub-provider.ts';

const usage = { prompt_tokens: 1, completion_tokens: 1, cost: 0.5 };
const env = { DAILY_BUDGET_USD: '1', LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '2' };

t.test(
  'stops a job that costs more than its reservation and keeps the remaining layers with reason budget',
  async (t) => {
    const provider = await startStubProvider(t, (call) => {
      const { body } = namesFor(call);
      return { body: { ...(body as object), usage } };
    });
    const { url } = await startApp(t, { providerUrl: provider.url, env });
    const { status, json } = await postRename(url, renameBody(textLayers(40)));
    t.equal(status, 200);
    const reasons = (json.layers as { reason?: string }[]).map(({ reason }) => reason);
    // One call may be under way for each of the two slots when the last cent goes.
    t.ok(provider.calls.length <= 2 + 2, `${provider.calls.length} calls`);
    t.equal(reasons.filter((reason) => reason === 'budget').length, 40 - provider.calls.length);
    const next = await postRename(url, renameBody(textLayers(1)));
    t.match([next.status, next.json.error], [429, 'Budget exceeded']);
  },
);

t.test('does not treat a provider that reports no cost as free', async (t) => {
  const provider = await startStubProvider(
    t,
    (call) => {
      const { body } = namesFor(call);
      return { body: { ...(body as object), usage: { prompt_tokens: 1000, completion_tokens: 100 } } };
    },
    (path) =>
      path.includes('/models')
        ? { body: { data: [{ id: 'google/gemini-3.6-flash', pricing: { prompt: '0.0004', completion: '0.001' } }] } }
        : undefined,
  );
  const { app, url } = await startApp(t, { providerUrl: provider.url, env });
  for (let tries = 0; tries < 500 && app.ai.models.find('google/gemini-3.6-flash') === undefined; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const { status } = await postRename(url, renameBody(textLayers(1)));
  t.equal(status, 200);
  await postRename(url, renameBody(textLayers(1)));
  // Half a dollar a call by the list's prices: two calls are a day.
  const { status: third } = await postRename(url, renameBody(textLayers(1)));
  t.equal(third, 429);
});

t.test('counts the estimate if the provider reports no usage', async (t) => {
  const provider = await startStubProvider(t, () => completion({ names: [{ layer: 1, name: 'a_name' }] }));
  const { url } = await startApp(t, { providerUrl: provider.url, env: { ...env, DAILY_BUDGET_USD: '0.0003' } });
  const statuses: number[] = [];
  for (let count = 0; count < 3; count += 1) statuses.push((await postRename(url, renameBody(textLayers(1)))).status);
  t.same(statuses, [200, 200, 429]);
});
