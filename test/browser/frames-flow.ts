import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { openStage } from './helpers/stage.ts';

interface PluginPage {
  readonly document: { readonly compatMode: string; readonly documentElement: { readonly className: string } };
  readonly parent: PluginPage;
  readonly top: PluginPage;
}

/** The plugin's window as Figma nests it. */
export async function testFrames(t: Test, browser: Browser): Promise<void> {
  await t.test('works three frames deep, in quirks mode, with messages from the top window', async (t) => {
    const stage = await openStage(t, browser);
    const plugin = await stage.pluginFrame();
    const seen = await plugin.evaluate(() => {
      const page = globalThis as unknown as PluginPage;
      return {
        mode: page.document.compatMode,
        theme: page.document.documentElement.className,
        isThreeDeep: page.parent.parent.parent === page.top && page.parent.parent !== page.top,
      };
    });
    t.same(seen, { mode: 'BackCompat', theme: 'figma-light', isThreeDeep: true });
    await stage.page.getByRole('button', { name: 'Dark' }).click();
    await plugin.waitForFunction(() => {
      const { document } = globalThis as unknown as PluginPage;
      return document.documentElement.className === 'figma-dark';
    });
    t.same(stage.complaints, []);
  });

  await t.test(
    "the content security policy names the origin, since 'self' does not match in an opaque origin",
    async (t) => {
      const { url, page } = await openStage(t, browser);
      const response = await page.request.get(url);
      const policy = response.headers()['content-security-policy'] ?? '';
      t.match(policy, `connect-src 'self' ${url};`);
      const forged = await page.request.get(url, { headers: { host: 'a;script-src *' } });
      t.notMatch(forged.headers()['content-security-policy'] ?? '', 'script-src *');
    },
  );
}
