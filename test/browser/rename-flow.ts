import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { until } from '../helpers/until.ts';
import { nameLayers, openStage, textsInInstances } from './helpers/stage.ts';

/** Names, as a designer meets them. */
export async function testRenaming(t: Test, browser: Browser): Promise<void> {
  await t.test('names layers, applies the chosen rows and reverts them', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin } = stage;
    const before = await stage.layerNames();
    t.match(
      await plugin.locator('#to-be-sent').textContent(),
      /Will be sent to 127\.0\.0\.1:\d+: 14 layers, \d+ pictures, /,
    );
    await nameLayers(stage);
    t.same(await stage.layerNames(), before, 'nothing changes before the designer agrees');
    await stage.screenshot('rename-review');
    t.equal(await plugin.getByRole('status').textContent(), '14 of 14 layers named.', 'announced to screen readers');
    await plugin.getByRole('button', { name: 'Show Text 1 on the canvas' }).click();
    await stage.page.locator('[aria-selected=true] .tree-name', { hasText: /^Text 1$/ }).waitFor();

    await plugin.getByLabel('New name of Text 1', { exact: true }).fill('greeting');
    await plugin.getByLabel('Rename Rectangle 1', { exact: true }).uncheck();
    await plugin.getByRole('button', { name: 'Apply 13 names' }).click();
    await plugin.locator('strong', { hasText: '13 layers renamed' }).waitFor();
    const after = await stage.layerNames();
    t.ok(after.includes('greeting'), 'a name that was typed is the one given');
    t.ok(after.includes('Rectangle 1'), 'a row that was not chosen keeps its name');
    const kept = after.filter((name) => before.includes(name));
    t.same(kept.toSorted(), ['Rectangle 1', ...textsInInstances].toSorted());
    for (const name of ['Email Address Input', 'Login Button', 'Welcome Back Page']) t.ok(after.includes(name), name);

    await plugin.getByRole('button', { name: 'Revert 13 names' }).click();
    await plugin.locator('strong', { hasText: '13 names restored' }).waitFor();
    t.same(await stage.layerNames(), before);
    t.same(stage.complaints, []);

    // As the main thread says it where Figma's own undo came first.
    await stage.tellUi({ type: 'names-reverted', reverted: [], leftAlone: [], revertable: 0 });
    await plugin.getByText('There were no names to restore').waitFor();
  });

  await t.test('cancelling stops the calls and keeps what was named; the rest can be named later', async (t) => {
    const env = { LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '1', DEDUPE: 'false' };
    const demo = { latencyMs: 500, look: false };
    const stage = await openStage(t, browser, { sample: 'dashboard', demo, env });
    const { plugin, provider } = stage;
    const start = plugin.getByRole('button', { name: /^Name \d+ layers$/ });
    const total = Number(/\d+/.exec((await start.textContent()) ?? '')?.[0]);
    await start.click();
    await until('some calls have begun', () => provider.stats.calls >= 6);
    provider.setLatency({ latencyMs: 60_000 });
    await plugin
      .getByRole('textbox', { name: /^New name of/ })
      .nth(1)
      .waitFor();
    await plugin.getByRole('button', { name: 'Cancel' }).click();
    await plugin.getByRole('button', { name: /^Apply \d/ }).waitFor();
    const cancelled = await plugin.getByText('Cancelled before it was named.').count();
    t.ok(cancelled > 0 && cancelled < total, 'some were named, some were not');
    // The browser closes its connections soon, a busy one later. An answer would take a minute.
    const areOver = async (): Promise<boolean> => {
      const { calls } = provider.stats;
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      return provider.stats.inFlight === 0 && provider.stats.calls === calls;
    };
    await until('no call follows', areOver, 30_000);
    provider.setLatency({ latencyMs: 20 });

    await plugin.getByRole('button', { name: `Try ${cancelled} again` }).click();
    await plugin.getByRole('button', { name: /^Apply \d/ }).waitFor();
    t.equal(await plugin.getByText('Cancelled before it was named.').count(), 0);
  });

  await t.test('everything works with the keyboard only', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin, page } = stage;
    const isFocused = (): Promise<string> => plugin.locator(':focus').evaluate((element) => element.textContent ?? '');
    const tabTo = async (text: RegExp): Promise<void> => {
      for (let presses = 0; presses < 80; presses += 1) {
        if (text.test(await isFocused())) return;
        await page.keyboard.press('Tab');
      }
      t.fail(`the Tab key does not reach ${text}`);
    };
    await plugin.getByRole('tab', { name: 'Rename' }).focus();
    await page.keyboard.press('ArrowRight');
    t.equal(await isFocused(), 'Variants', 'arrows go from tab to tab');
    await page.keyboard.press('Home');
    await page.keyboard.press('Tab');
    t.ok(await plugin.getByRole('radio', { name: 'Selection' }).isChecked());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    t.equal(await plugin.getByRole('switch', { name: 'Skip hidden layers' }).isChecked(), false);
    await tabTo(/^Name 14 layers$/);
    await page.keyboard.press('Enter');
    await plugin.getByRole('button', { name: 'Apply 14 names' }).waitFor();
    t.match(await isFocused(), /^Back.*Apply 14 names$/, 'the focus does not go with the button that had it');
    await page.keyboard.press('Tab');
    t.equal(await isFocused(), 'Back');

    await plugin.getByRole('tab', { name: 'Rename' }).focus();
    const isField = (label: string): Promise<boolean> =>
      plugin.locator(':focus').evaluate((element, wanted) => element.getAttribute('aria-label') === wanted, label);
    for (let presses = 0; presses < 12 && !(await isField('Find in the new names')); presses += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type('e');
    await page.keyboard.press('Tab');
    t.ok(await isField('Replace with'));
    await page.keyboard.type('E');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const replaced = await plugin
      .locator('.row-new')
      .evaluateAll<string[], { value: string }>((fields) => fields.map(({ value }) => value));
    t.ok(replaced.some((name) => name.includes('E')) && !replaced.some((name) => name.includes('e')));

    await plugin.getByRole('tab', { name: 'Rename' }).focus();
    const isNameField = (): Promise<boolean> =>
      plugin.locator(':focus').evaluate((element) => element.classList.contains('row-new'));
    for (let presses = 0; presses < 12 && !(await isNameField()); presses += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    const second = plugin.getByRole('textbox', { name: /^New name of/ }).nth(1);
    const isFocusedNow = (): Promise<boolean> => second.evaluate((field) => field.matches(':focus'));
    await until('arrows go from name to name', isFocusedNow);
    await page.keyboard.type('by_hand');
    await until('its text was selected', async () => (await second.inputValue()) === 'by_hand');
    await plugin.getByRole('button', { name: 'Back' }).focus();
    await tabTo(/^Apply 14 names$/);
    await page.keyboard.press('Enter');
    await plugin.locator('strong', { hasText: '14 layers renamed' }).waitFor();
    t.ok((await stage.layerNames()).includes('by_hand'));
    t.match(await isFocused(), /Revert 14 names/, 'and so after the names were applied');
  });
}
