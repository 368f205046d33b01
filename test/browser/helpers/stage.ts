import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Frame, FrameLocator, Page } from 'playwright-core';
import type { MainMessage } from '../../../plugin-ui/src/messages.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { startApp, type TestApp, type TestAppOptions } from '../../helpers/app.ts';
import { findPluginFrame, locatePlugin } from './plugin-frame.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

export interface StageOptions extends TestAppOptions {
  readonly sample?: 'dashboard' | 'sign-in';
  readonly context?: BrowserContextOptions;
}

/** The real service, and its page to try the plugin, open in a browser. */
export interface Stage extends TestApp {
  readonly page: Page;
  /** The plugin's window. */
  readonly plugin: FrameLocator;
  pluginFrame(): Promise<Frame>;
  /** Tells the plugin's UI something as its main thread would: for what no visitor can bring about on the page. */
  tellUi(message: MainMessage): Promise<void>;
  /** What the browser complained of, by console or exception: nothing, in a good run. */
  readonly complaints: string[];
  screenshot(name: string): Promise<void>;
  /** Names of the layers in the layer panel, those of closed frames left out. */
  layerNames(): Promise<string[]>;
}

/** The texts inside of the sign-in sample's instances, which are left alone. */
export const textsInInstances: readonly string[] = [
  'Enter Email Address...',
  'Login',
  'Login with Facebook',
  'Login with Google',
  'Password',
  'Remember Me',
];

/** Opens the page with a sample; by default sign-in: 14 layers to name, and six texts in instances. */
export async function openStage(t: Teardown, browser: Browser, options: StageOptions = {}): Promise<Stage> {
  const test = await startApp(t, { ...options, env: { TRY_PAGE: 'true', ...options.env } });
  const context = await browser.newContext({
    viewport: { width: 1360, height: 860 },
    colorScheme: 'light',
    ...options.context,
  });
  t.teardown(() => context.close());
  const page = await context.newPage();
  // A busy machine is slow.
  page.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${test.url}/#${options.sample ?? 'sign-in'}`);
  const plugin = locatePlugin(page);
  await plugin.getByRole('button', { name: /^Name \d+ layers$/ }).waitFor();
  return {
    ...test,
    page,
    plugin,
    complaints,
    pluginFrame: () => findPluginFrame(page),
    tellUi: (message) =>
      page.locator('.plugin-frame').evaluate((element, pluginMessage) => {
        type Frames = { 0: Frames; postMessage: (data: unknown, to: string) => void };
        const { contentWindow } = element as unknown as { contentWindow: Frames };
        contentWindow[0][0].postMessage({ pluginMessage }, '*');
      }, message),
    async screenshot(name) {
      const folder = join(projectRoot(), 'out/screenshots');
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    },
    layerNames: () => page.locator('.tree-name').allTextContents(),
  };
}

/** Names all layers that are to be named, up to the point where they may be applied. */
export async function nameLayers({ plugin }: Stage): Promise<void> {
  await plugin.getByRole('button', { name: /^Name \d+ layers$/ }).click();
  await plugin.getByRole('button', { name: /^Apply \d+ names$/ }).waitFor();
}

export async function openTab({ plugin }: Stage, name: 'Rename' | 'Variants' | 'Settings'): Promise<void> {
  await plugin.getByRole('tab', { name }).click();
}

/** Closes the plugin's window and opens it again on the same file. */
export async function reopen({ page, plugin }: Stage): Promise<void> {
  await page.getByRole('button', { name: 'Dashboard' }).click();
  await plugin.getByRole('heading', { name: 'Frame 1' }).waitFor();
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await plugin.getByRole('heading', { name: 'Frame 2', exact: true }).waitFor();
}
