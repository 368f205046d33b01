import type { Frame, FrameLocator, Page } from 'playwright-core';

/** The plugin's own page, the innermost of three nested frames. */
export function locatePlugin(page: Page): FrameLocator {
  return page.frameLocator('.plugin-frame').frameLocator('iframe').frameLocator('iframe');
}

export async function findPluginFrame(page: Page): Promise<Frame> {
  const outer = await (await page.waitForSelector('.plugin-frame')).contentFrame();
  const inner = outer?.childFrames()[0]?.childFrames()[0];
  if (inner === undefined) throw new Error('the plugin has no frame');
  return inner;
}
