import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Route } from 'playwright-core';
import type { Test } from 'tap';
import { projectRoot } from '../../src/project-root.ts';

import { until } from '../helpers/until.ts';
import { openStage, openTab, type Stage } from './helpers/stage.ts';

/** Variants, as a designer meets them. */
export async function testVariants(t: Test, browser: Browser): Promise<void> {
  await t.test('makes five variants with pictures, regenerates one and discards one', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin } = stage;
    await openTab(stage, 'Variants');
    await plugin.getByRole('switch', { name: /Generate pictures/ }).check();
    await plugin.getByLabel('Brief').fill('Calmer');
    await plugin.getByRole('button', { name: 'Make five variants' }).click();
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    const cards = plugin.getByRole('article');
    t.equal(await cards.count(), 5);
    await variantsOnCanvas(stage, 5);
    await plugin.getByText('picture pending').first().waitFor({ state: 'detached' });
    t.match(await cards.first().locator('summary').textContent(), /^\d+ applied/);
    t.ok(stage.provider.stats.byKind.picture > 0);
    t.ok(
      stage.provider.calls.some(({ texts }) => texts.join(' ').includes('Calmer')),
      'the brief reached the model',
    );
    await stage.screenshot('variants');
    await atAGlance(t, stage);

    const [first = ''] = await cards.getByRole('heading').allTextContents();
    await plugin.getByRole('button', { name: `Regenerate ${first}`, exact: true }).click();
    await plugin.getByRole('button', { name: `Regenerate ${first}`, exact: true }).waitFor({ state: 'detached' });
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    t.equal(await cards.count(), 5, 'the new one takes the place of the old');
    await variantsOnCanvas(stage, 5);
    t.notOk((await cards.getByRole('heading').allTextContents()).includes(first), 'in another direction');

    const [second = ''] = (await cards.getByRole('heading').allTextContents()).slice(1);
    await plugin.getByRole('button', { name: `Discard ${second}`, exact: true }).click();
    await plugin.getByRole('button', { name: `Discard ${second}`, exact: true }).waitFor({ state: 'detached' });
    await variantsOnCanvas(stage, 4);
    t.same(stage.complaints, []);
  });

  await t.test('if regenerating a variant fails, the old one stays and trying again replaces it', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin } = stage;
    await openTab(stage, 'Variants');
    await plugin.getByLabel('Brief').fill('Calmer');
    await openTab(stage, 'Settings');
    await openTab(stage, 'Variants');
    t.equal(await plugin.getByLabel('Brief').inputValue(), 'Calmer', 'the brief outlives a look at the settings');
    t.match(
      await plugin.locator('#variants-sent').textContent(),
      `Will be sent to ${new URL(stage.url).host}: a picture of Frame 2`,
    );
    await plugin.getByRole('button', { name: 'Make five variants' }).click();
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    const cards = plugin.getByRole('article');

    const first = cards.first();
    const theme = (await first.getByRole('heading').textContent()) ?? '';
    const variantId = ((await first.getByRole('heading').getAttribute('id')) ?? '').replace('variant-', '');
    // As the main thread says it where the frame was deleted.
    await stage.tellUi({ type: 'variant-failed', variantId, message: 'No room.' });
    await first.getByText('Could not be created').waitFor();
    stage.provider.setFaults({ nonsense: 1 });
    await first.getByRole('button', { name: /^Regenerate/ }).click();
    const alert = plugin.getByRole('alert').filter({ hasText: 'AI provider failed' });
    await alert.waitFor();
    await first.getByText('Could not be created').waitFor();
    t.match(await first.textContent(), 'No room.', 'what could not be made still says why');
    t.equal(await first.getByRole('button', { name: /^Show/ }).count(), 0, 'and there is nothing to show');

    stage.provider.setFaults(undefined);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await plugin.getByRole('button', { name: `Regenerate ${theme}`, exact: true }).waitFor({ state: 'detached' });
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    t.equal(await cards.count(), 5, 'one, not five');
    await variantsOnCanvas(stage, 5);
  });

  await t.test('reports layers beyond what one request holds', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20, look: false } });
    const { plugin, page } = stage;
    const boxes = Array.from(
      { length: 1002 },
      (_, index) => `<rect id="Rectangle ${index}" x="${index}" width="1" height="9"/>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1002" height="9" viewBox="0 0 1002 9"><g id="Row">${boxes.join('')}</g></svg>`;
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'row.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
    await plugin.getByRole('button', { name: /^Name 1,00\d layers$/ }).waitFor();
    await openTab(stage, 'Variants');
    await plugin.getByRole('button', { name: 'Make five variants' }).click();
    await plugin.getByText(/more layers than one request takes: \d layers were left out/).waitFor();
  });

  await t.test('a prompt file added to the folder appears in the style menu', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    cpSync(join(projectRoot(), 'prompts'), folder, { recursive: true, dereference: true });
    const stage = await openStage(t, browser, { env: { PROMPTS_DIR: folder } });
    const held: Route[] = [];
    await stage.page.route('**/api/prompts', (route) => void held.push(route));
    await openTab(stage, 'Variants');
    const options = stage.plugin.getByLabel('AI Style').locator('option');
    t.same(await options.allTextContents(), ['Loading prompts...']);
    await until('the menu has asked', () => held.length === 1);
    await held[0]?.continue();
    await stage.page.unroute('**/api/prompts');
    await options.filter({ hasText: 'Minimal' }).waitFor({ state: 'attached' });
    t.equal(await options.first().textContent(), 'Default');

    writeFileSync(join(folder, 'seaside-calm.txt'), 'Design as if by the sea.');
    // The menu asks at most every three seconds.
    await stage.page.waitForTimeout(3100);
    await stage.plugin.getByLabel('AI Style').focus();
    await options.filter({ hasText: 'Seaside Calm' }).waitFor({ state: 'attached' });
    await stage.plugin.getByLabel('AI Style').selectOption('seaside-calm.txt');
    t.equal(await stage.plugin.getByLabel('AI Style').inputValue(), 'seaside-calm.txt');
  });
}

/** All thumbnails are on the first screen, and each leads to its card. */
async function atAGlance(t: Test, { plugin, page }: Stage): Promise<void> {
  const strip = plugin.getByRole('navigation', { name: 'Variants at a glance' });
  const themes = await strip.getByRole('button').allTextContents();
  t.same(themes, await plugin.getByRole('article').getByRole('heading').allTextContents());
  t.equal(await strip.locator('img').count(), 5);
  const tops = await strip
    .locator('img')
    .evaluateAll((images) => images.map((image) => image.getBoundingClientRect().top));
  t.ok(
    tops.every((top) => top > 0 && top < 200),
    tops.join(),
  );
  await strip.getByRole('button', { name: themes[4] ?? '', exact: true }).focus();
  await page.keyboard.press('Enter');
  t.equal(await plugin.locator(':focus').getByRole('heading').textContent(), themes[4]);
}

/** The playground shows what the plugin did some frames later. */
async function variantsOnCanvas(stage: Stage, count: number): Promise<void> {
  await until(`${count} variants on the canvas`, async () => {
    const names = await stage.layerNames();
    return names.filter((name) => name.startsWith('Frame 2 - ')).length === count;
  });
}
