import type { Page } from 'playwright-core';
import { locatePlugin } from '../../test/browser/helpers/plugin-frame.ts';
import { drawDesign } from './draw-design.ts';
import { press, untilButton } from './page-buttons.ts';

/** Opens a design of `count` layers in the page that runs the plugin. */
export async function openLargeDesign(page: Page, count: number): Promise<void> {
  const svg = { name: 'large.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(drawDesign(count)) };
  await page.locator('input[type=file]').setInputFiles(svg);
  // The plugin is opened again with the design, in another frame.
  await locatePlugin(page)
    .getByRole('button', { name: buttonOf(count) })
    .waitFor();
}

/** "Name 2,000 layers". */
function buttonOf(count: number): string {
  return `Name ${count.toLocaleString('en')} layers`;
}

/** Names all layers, applies the names and gives the old ones back. */
export async function rename(page: Page, count: number): Promise<void> {
  await press(page, `^${buttonOf(count)}$`);
  await press(page, '^Apply [\\d,]+ names$');
  await press(page, '^Revert [\\d,]+ names$');
  await untilButton(page, `^${buttonOf(count)}$`);
}

/** The sample's variants, with pictures. */
export async function openSignIn(page: Page): Promise<void> {
  const plugin = locatePlugin(page);
  await plugin.getByRole('tab', { name: 'Variants' }).click();
  await plugin.getByRole('switch', { name: /Generate pictures/ }).check();
}

/** Five variants with their pictures, all discarded again: what is kept on the canvas is the designer's. */
export async function makeVariants(page: Page): Promise<void> {
  await press(page, '^Make five ');
  await untilButton(page, '^Make five more$');
  await untilButton(page, '^Discard', 5);
  for (let left = 4; left >= 0; left -= 1) {
    await press(page, '^Discard');
    await untilButton(page, '^Discard', left);
  }
}
