import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { AnalyticsReply } from '../../src/schemas/analytics.ts';
import { launchBrowser } from '../browser/helpers/launch-browser.ts';

/** The part of a tap test this needs. */
type Teardown = { teardown: (handler: () => Promise<void>) => void };

/** What the tests' apps want to be shown. */
export const token = 'a-token-of-the-tests';

/** A Chromium without a window, closed with the test. */
export async function startBrowser(t: Teardown): Promise<Browser> {
  const browser = await launchBrowser();
  if (typeof browser === 'string') throw new Error(browser);
  t.teardown(async () => browser.close());
  return browser;
}

export interface OpenPage {
  readonly page: Page;
  /** What went wrong in the page: errors thrown, and what its policy refused. A reply that is not 2xx is none. */
  readonly faults: string[];
}

/** The dashboard in a new tab, before anybody has signed in. Closed with the test. */
export async function openDashboard(
  t: Teardown,
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  t.teardown(async () => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  await page.goto(`${url}/dashboard`);
  return { page, faults };
}

/** Types a token and sends it with the Enter key. */
export async function signIn(page: Page, typed = token): Promise<void> {
  await page.getByLabel('Analytics token').fill(typed);
  await page.keyboard.press('Enter');
}

/** What the page says to those who do not see it. */
export async function announced(page: Page, text: string): Promise<void> {
  await page
    .locator('#announcer')
    .filter({ hasText: new RegExp(`^${text}$`) })
    .waitFor({ state: 'attached' });
}

export async function askAnalytics(url: string, days: number): Promise<AnalyticsReply> {
  const reply = await fetch(`${url}/api/analytics?days=${days}`, { headers: { authorization: `Bearer ${token}` } });
  if (!reply.ok) throw new Error(`the analytics answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as AnalyticsReply;
}

/** The cells of a table's rows, as they are read. */
export async function rowsOf(page: Page, label: string): Promise<string[][]> {
  return page
    .getByRole('table', { name: label, exact: true, includeHidden: true })
    .locator('tbody tr')
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
}

/** How many colors a chart's canvas has, and whether it is anything but blank. */
export async function colorsOf(page: Page, card: string): Promise<number> {
  return page.locator(`${card} canvas`).evaluate((canvas) => {
    const pixels: Uint8ClampedArray = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const colors = new Set<number>();
    for (let at = 0; at < pixels.length; at += 4) {
      if (pixels[at + 3] === 255)
        colors.add(((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0));
    }
    return colors.size;
  });
}

export interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** The value of an expression in the page, as JSON holds it. Its names are a browser's: they have no types here. */
export async function valueIn<Value>(page: Page, expression: string): Promise<Value> {
  return (await page.evaluate(expression)) as Value;
}

/** What axe finds against accessibility. It runs beside the page's own scripts: their policy lets no other file in. */
export async function axe(page: Page): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const { violations } = await valueIn<{ violations: Violation[] }>(page, "axe.run({ resultTypes: ['violations'] })");
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${String(target)} ${failureSummary}`).join('; ')}`,
  );
}
