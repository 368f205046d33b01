/**
 * Writes the pictures of docs/images: the plugin at work, the pages that the demo writes, the dashboard with sample
 * jobs. Run by `npm run docs:images`. Look at each before you commit it.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { readArguments } from '../../src/cli/parse-arguments.ts';
import { projectRoot } from '../../src/project-root.ts';
import { launchBrowser } from '../browser/helpers/launch-browser.ts';
import { nameLayers, openStage, openTab } from '../browser/helpers/stage.ts';
import { fillSampleJobs } from '../dashboard/sample-jobs.ts';
import { openDashboard, signIn, token } from '../dashboard/stage.ts';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';

readArguments({
  usage: `npm run docs:images

Writes the pictures of docs/images: the plugin, the pages of the demo, the dashboard. Look at each before you commit it.`,
  options: {},
});

const folder = join(projectRoot(), 'docs/images');
const ends: (() => Promise<void> | void)[] = [];
/** In the place of a test: what is opened is closed at the end, the last first. */
const stage = { teardown: (end: () => Promise<void> | void) => void ends.unshift(end) };

const browser = await launchBrowser();
if (typeof browser === 'string') throw new Error(browser);
stage.teardown(() => browser.close());
try {
  await pictureNames(browser);
  await pictureVariants(browser);
  await pictureDemo(browser);
  await pictureDashboard(browser);
} finally {
  for (const end of ends) await end();
}

async function pictureNames(browser: Browser): Promise<void> {
  const context = { viewport: { width: 1440, height: 860 } };
  const opened = await openStage(stage, browser, { sample: 'dashboard', context });
  await nameLayers(opened);
  await opened.page.screenshot({ path: join(folder, 'plugin-rename.png') });
}

async function pictureVariants(browser: Browser): Promise<void> {
  const context = { viewport: { width: 1440, height: 860 }, colorScheme: 'dark' } as const;
  const { page, plugin, ...opened } = await openStage(stage, browser, { sample: 'dashboard', context });
  await openTab({ page, plugin, ...opened }, 'Variants');
  await plugin.getByRole('switch', { name: /Generate pictures/ }).check();
  await plugin.getByRole('button', { name: 'Make five variants' }).click();
  await plugin.getByRole('button', { name: 'Make five more' }).waitFor({ timeout: 120_000 });
  await plugin.getByText('picture pending').first().waitFor({ state: 'detached' });
  // The canvas draws one frame at a time, a moment after its last change.
  await page.waitForTimeout(5000);
  await page.screenshot({ path: join(folder, 'plugin-variants.png') });
}

/** The two pages that `npm run demo` writes. */
async function pictureDemo(browser: Browser): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'demo-'));
  stage.teardown(() => rm(out, { recursive: true }));
  const demo = join(projectRoot(), 'build/demo/demo.js');
  const env = { ...process.env, OPENROUTER_API_KEY: '', DATABASE_URL: 'off' };
  for (const [args, file, height] of [
    [[], 'contact-sheet', 1090],
    [['--edits'], 'variants', 1010],
  ] as const) {
    await promisify(execFile)(process.execPath, [demo, ...args, '--out', out], { env });
    const page = await browser.newPage({ viewport: { width: 1280, height } });
    await page.goto(pathToFileURL(join(out, `${file}.html`)).href);
    await page.screenshot({ path: join(folder, `${file}.png`) });
  }
}

async function pictureDashboard(browser: Browser): Promise<void> {
  const database = await testDatabase(stage);
  await fillSampleJobs(database.sql);
  const { url } = await startApp(stage, { env: { DATABASE_URL: database.url, ANALYTICS_TOKEN: token } });
  const { page } = await openDashboard(stage, browser, url, { viewport: { width: 1360, height: 1110 } });
  await signIn(page);
  await page.locator('#dashboard').waitFor();
  await page.getByText('30 days', { exact: true }).click();
  await page.waitForTimeout(2000);
  await page.screenshot({ path: join(folder, 'dashboard.png') });
}
