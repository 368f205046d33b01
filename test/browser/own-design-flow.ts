import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { encodePng } from '../../demo/provider/pictures.ts';
import { nameLayers, openStage } from './helpers/stage.ts';

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200" viewBox="0 0 320 200" onload="alert(1)">
<script>alert(2)</script>
<g id="Frame 7"><rect id="Rectangle 1" width="320" height="200" fill="white"/>
<g id="Group 3"><rect id="Rectangle 2" x="24" y="120" width="120" height="44" rx="8" fill="#0d6fd1"/>
<text id="Text 1" x="44" y="148" font-size="16" fill="white">Buy now</text></g></g></svg>`;

/** A design of the visitor's own. */
export async function testOwnDesigns(t: Test, browser: Browser): Promise<void> {
  await t.test('opens, names and returns an SVG, and runs nothing in it', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { page, plugin } = stage;
    page.on('dialog', (dialog) => {
      t.fail('a script of the design ran');
      void dialog.dismiss();
    });
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'card.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
    await plugin.getByRole('button', { name: 'Name 5 layers' }).waitFor();
    t.same(await stage.layerNames(), ['Frame 7', 'Group 3', 'Text 1', 'Rectangle 2', 'Rectangle 1']);
    await nameLayers(stage);
    await plugin.getByRole('button', { name: 'Apply 5 names' }).click();
    await plugin.locator('strong', { hasText: '5 layers renamed' }).waitFor();
    const names = await stage.layerNames();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download SVG' }).click();
    const renamed = readFileSync(await (await downloading).path(), 'utf8');
    for (const name of names.slice(1)) t.match(renamed, `id="${name}"`);
    t.notMatch(renamed, 'id="Rectangle 1"');
    t.match(renamed, 'Buy now');
  });

  await t.test('lays out PNGs on a frame, names them and returns an SVG', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { page, plugin } = stage;
    const pictures = [0x20, 0xd0].map((gray, index) => ({
      name: `IMG_000${index + 1}.png`,
      mimeType: 'image/png',
      buffer: encodePng(60, 40, Buffer.alloc(60 * 40 * 3, gray)),
    }));
    const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') };
    await page.locator('input[type=file]').setInputFiles([...pictures, notes]);
    await plugin.getByRole('heading', { name: 'Pictures' }).waitFor();
    t.same((await stage.layerNames()).toSorted(), ['IMG_0001', 'IMG_0002', 'Pictures']);
    await nameLayers(stage);
    t.equal(stage.provider.stats.layersAsked, 2, 'the frame has a name already');
    await plugin.getByRole('button', { name: 'Apply 2 names' }).click();
    await plugin.locator('strong', { hasText: '2 layers renamed' }).waitFor();
    const name = (await stage.layerNames()).find((other) => other !== 'Pictures');
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download SVG' }).click();
    const renamed = readFileSync(await (await downloading).path(), 'utf8');
    t.notMatch(renamed, 'IMG_000');
    t.match(renamed, `<image id="${name}" `);
    t.equal(renamed.split('href="data:image/png;base64,').length - 1, 3, 'the frame and both pictures are in it');
  });

  await t.test('refuses a file that is not a design with a reason and keeps the open design', async (t) => {
    const stage = await openStage(t, browser);
    const { page } = stage;
    await page.locator('input[type=file]').setInputFiles({
      name: 'notes.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    });
    t.match(await page.getByRole('alert').textContent(), /notes\.svg has no ids.*Include id attribute/);
    t.equal((await stage.layerNames())[0], 'Frame 2');
  });
}
