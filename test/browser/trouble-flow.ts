import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { openStage, openTab } from './helpers/stage.ts';

/** Errors are shown together with what can be done about them. */
export async function testTrouble(t: Test, browser: Browser): Promise<void> {
  await t.test('each tab reports a lost connection and works again once it is back', async (t) => {
    const stage = await openStage(t, browser);
    const { plugin, page } = stage;
    await page.context().setOffline(true);
    await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
    await plugin.getByText('Trying again in').first().waitFor();
    await openTab(stage, 'Variants');
    await plugin.getByText('The styles could not be loaded.').waitFor();
    t.equal(await plugin.getByLabel('AI Style').locator('option').textContent(), 'Default');
    await openTab(stage, 'Rename');
    const alert = plugin.getByRole('alert');
    await alert.waitFor();
    t.match(await alert.textContent(), /The service cannot be reached.*Check the connection/);
    await stage.screenshot('offline');

    await page.context().setOffline(false);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await plugin.getByRole('button', { name: 'Apply 14 names' }).waitFor();
    await openTab(stage, 'Variants');
    await plugin.getByLabel('AI Style').locator('option', { hasText: 'Minimal' }).waitFor({ state: 'attached' });
  });

  await t.test('a wrong access key leads to the settings and the right one to names', async (t) => {
    const stage = await openStage(t, browser, { env: { ACCESS_KEYS: 'studio:right-key-of-the-studio' } });
    const { plugin } = stage;
    await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
    t.match(await plugin.getByRole('alert').textContent(), /Unauthorized.*access key/);
    t.equal(stage.provider.stats.calls, 0);
    await plugin.getByRole('button', { name: 'Open settings' }).click();
    t.equal(await plugin.locator(':focus').textContent(), 'Settings');
    await plugin.getByLabel('Access key').fill('right\u2013key\u2013of\u2013the\u2013studio');
    await openTab(stage, 'Rename');
    await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
    await plugin
      .getByRole('alert')
      .getByText(/characters that no key contains/)
      .waitFor();
    await plugin.getByRole('button', { name: 'Open settings' }).click();
    await plugin.getByLabel('Access key').fill('right-key-of-the-studio');
    await openTab(stage, 'Rename');
    await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
    await plugin.getByRole('button', { name: 'Apply 14 names' }).waitFor();
  });

  await t.test('shows layers missing from an answer as not named and retries them', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin, page } = stage;
    const lines = [
      { type: 'job', jobId: 'x', total: 14 },
      { type: 'layer', id: '1', newName: 'Login Screen', status: 'renamed', confidence: 'low', done: 1, total: 14 },
      { type: 'layer', id: '99', newName: 'Of another request', status: 'renamed', done: 2, total: 14 },
      { type: 'done', renamed: 1, kept: 13, durationMs: 1 },
    ];
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const headers = { 'access-control-allow-origin': '*' };
    await page.route('**/api/rename-layers', (route) =>
      route.request().method() === 'POST'
        ? route.fulfill({ body, contentType: 'application/x-ndjson', headers })
        : route.continue(),
    );
    await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
    await plugin.getByRole('button', { name: 'Apply 1 name' }).waitFor();
    t.equal(await plugin.locator('.row-coming').count(), 0);
    t.equal(await plugin.getByText('The service sent no answer for this layer.').count(), 13);
    const [first] = await plugin
      .getByRole('heading')
      .allTextContents()
      .then((titles) => titles.filter((title) => /check|Not/.test(title)));
    t.equal(first, 'Please check', 'what is unsure comes first');
    await page.unroute('**/api/rename-layers');
    await plugin.getByRole('button', { name: 'Try 13 again' }).click();
    await plugin.getByRole('button', { name: 'Apply 14 names' }).waitFor();
  });

  await t.test('marks layers that the model declined and retries only those', async (t) => {
    const env = { LAYERS_PER_CALL: '1', DEDUPE: 'false' };
    const stage = await openStage(t, browser, { sample: 'dashboard', env });
    const { plugin, provider } = stage;
    provider.setFaults({ refusal: 0.7 });
    await plugin.getByRole('button', { name: /^Name \d+ layers$/ }).click();
    const again = plugin.getByRole('button', { name: /^Try \d+ again$/ });
    await again.waitFor();
    const failed = await plugin.locator('.row-kept').count();
    t.equal(await again.textContent(), `Try ${failed} again`);
    await stage.screenshot('rename-groups');
    provider.setFaults(undefined);
    await again.click();
    await again.waitFor({ state: 'detached' });
    await plugin.getByRole('button', { name: /^Apply \d+ names$/ }).waitFor();
    t.equal(await plugin.locator('.row-kept').count(), 0);
  });
}
