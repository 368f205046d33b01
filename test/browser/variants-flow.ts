import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { openStage, openTab } from './helpers/stage.ts';

/** Variants, as a designer meets them. */
export async function testVariants(t: Test, browser: Browser): Promise<void> {
  await t.test('five variants come with their pictures, one is made anew, one is discarded', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin } = stage;
    await openTab(stage, 'Variants');
    await plugin.getByRole('switch', { name: /Make pictures too/ }).check();
    await plugin.getByLabel('Brief').fill('Calmer');
    await plugin.getByRole('button', { name: 'Make five variants' }).click();
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    const cards = plugin.getByRole('article');
    t.equal(await cards.count(), 5);
    t.equal((await stage.layerNames()).filter((name) => name.startsWith('Frame 2 - ')).length, 5, 'each stands on the canvas');
    await plugin.getByText('picture to come').waitFor({ state: 'detached' });
    t.match(await cards.first().locator('summary').textContent(), /^\d+ applied/);
    t.ok(stage.provider.stats.byKind.picture > 0);
    t.ok(stage.provider.calls.some(({ texts }) => texts.join(' ').includes('Calmer')), 'the brief reached the model');
    await stage.screenshot('variants');

    const [first = ''] = await cards.getByRole('heading').allTextContents();
    await plugin.getByRole('button', { name: `Make anew ${first}`, exact: true }).click();
    await plugin.getByRole('button', { name: `Make anew ${first}`, exact: true }).waitFor({ state: 'detached' });
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    t.equal(await cards.count(), 5, 'the new one takes the place of the old');
    t.equal((await stage.layerNames()).filter((name) => name.startsWith('Frame 2 - ')).length, 5);
    t.notOk((await cards.getByRole('heading').allTextContents()).includes(first), 'in another direction');

    const [second = ''] = (await cards.getByRole('heading').allTextContents()).slice(1);
    await plugin.getByRole('button', { name: `Discard ${second}`, exact: true }).click();
    await plugin.getByRole('button', { name: `Discard ${second}`, exact: true }).waitFor({ state: 'detached' });
    t.equal((await stage.layerNames()).filter((name) => name.startsWith('Frame 2 - ')).length, 4);
    t.same(stage.complaints, []);
  });

  await t.test('a prompt put into its folder is in the style menu at the next look', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
    t.teardown(() => rmSync(folder, { recursive: true }));
    cpSync(join(projectRoot(), 'prompts'), folder, { recursive: true, dereference: true });
    const stage = await openStage(t, browser, { env: { PROMPTS_DIR: folder } });
    await openTab(stage, 'Variants');
    const options = stage.plugin.getByLabel('AI Style').locator('option');
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
