import axe, { type AxeResults } from 'axe-core';
import type { Browser, Frame, Page } from 'playwright-core';
import type { Test } from 'tap';
import { nameLayers, openStage, openTab, reopen, type Stage } from './helpers/stage.ts';

/** Themes, widths and what assistive technology announces. */
export async function testLooks(t: Test, browser: Browser): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await t.test(`axe finds no fault in any state of the ${theme} theme`, async (t) => {
      const stage = await openStage(t, browser, { demo: { latencyMs: 20 }, context: { colorScheme: theme } });
      let frame = await stage.pluginFrame();
      const ground = await frame.evaluate('getComputedStyle(document.body).backgroundColor');
      t.equal(ground, theme === 'dark' ? 'rgb(44, 44, 44)' : 'rgb(255, 255, 255)', "Figma's own ground");
      t.same(await findings(stage.page), [], 'the page around');
      t.same(await findings(frame), [], 'before a run');
      await openTab(stage, 'Settings');
      t.same(await findings(frame), [], 'settings');
      await openTab(stage, 'Rename');
      await nameLayers(stage);
      t.same(await findings(frame), [], 'names to choose from');
      await findAndReplace(t, stage, frame);
      t.same(await resumed(t, stage), [], 'a run to resume');
      frame = await stage.pluginFrame();
      await stage.plugin.getByRole('button', { name: 'Apply 14 names' }).click();
      await stage.plugin.locator('strong', { hasText: 'renamed' }).waitFor();
      t.same(await findings(frame), [], 'names applied');
      await openTab(stage, 'Variants');
      await stage.plugin.getByRole('button', { name: 'Make five variants' }).click();
      await stage.plugin.getByRole('button', { name: 'Make five more' }).waitFor();
      await stage.plugin.locator('summary').first().click();
      t.same(await findings(frame), [], 'variants');
      await stage.screenshot(`variants-${theme}`);
      await emptySelection(stage);
      t.same(await findings(frame), [], 'nothing selected');
    });
  }

  await t.test('fits a phone without scrolling sideways', async (t) => {
    const stage = await openStage(t, browser, { context: { viewport: { width: 390, height: 844 } } });
    t.ok(await stage.page.evaluate('document.documentElement.scrollWidth <= innerWidth'));
    t.same(stage.complaints, [], 'its Content-Security-Policy lets it work');
    await stage.screenshot('phone');
  });
}

/** Find and replace, without a match, with some, and once all are replaced. */
async function findAndReplace(t: Test, { plugin }: Stage, frame: Frame): Promise<void> {
  const find = plugin.getByLabel('Find in the new names');
  await find.fill('no name holds this');
  t.ok(await plugin.getByRole('button', { name: 'Replace 0 names' }).isDisabled());
  t.same(await findings(frame), [], 'find without a match');
  const [name = ''] = await plugin
    .locator('.row-new')
    .evaluateAll<string[], { value: string }>((fields) => fields.map(({ value }) => value));
  await find.fill(name);
  await plugin.getByLabel('Replace with').fill('Same Name');
  t.same(await findings(frame), [], 'find with matches');
  await plugin.getByRole('button', { name: /^Replace \d+ names?$/ }).click();
  await plugin.getByRole('button', { name: 'Replace 0 names' }).waitFor();
  t.same(await findings(frame), [], 'names replaced');
}

/** What axe finds in the notice that offers a run whose window was closed. The run is then resumed. */
async function resumed(t: Test, stage: Stage): Promise<string[]> {
  // Names are written a moment after they came.
  await stage.page.waitForTimeout(400);
  await reopen(stage);
  await stage.plugin.getByText('14 of 14 names received').waitFor();
  const found = await findings(await stage.pluginFrame());
  await stage.plugin.getByRole('button', { name: 'Resume' }).focus();
  await stage.page.keyboard.press('Enter');
  await stage.plugin.getByRole('button', { name: 'Apply 14 names' }).waitFor();
  t.equal(await stage.plugin.getByRole('button', { name: 'Resume' }).count(), 0);
  return found;
}

async function emptySelection(stage: Stage): Promise<void> {
  await stage.page.locator('canvas').press('Escape');
  await openTab(stage, 'Rename');
  await stage.plugin.getByText('Nothing is selected').waitFor();
}

/** What axe finds, a line each; transitions are over before it looks, so that no colour is half way. */
async function findings(frame: Page | Frame): Promise<string[]> {
  await frame.waitForTimeout(250);
  if (!(await frame.evaluate<boolean>("'axe' in window"))) await frame.evaluate(axe.source);
  const { violations } = await frame.evaluate<AxeResults>('axe.run(document, { iframes: false })');
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.failureSummary ?? ''}`),
  );
}
