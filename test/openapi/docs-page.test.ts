import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { launchBrowser } from '../browser/helpers/launch-browser.ts';
import { startApp } from '../helpers/app.ts';

t.test('/docs and its document count against the limit, its files do not; only its files are served', async (t) => {
  const { app } = await startApp(t, { env: { RATE_LIMIT_API: '3' } });
  const page = await app.inject('/docs');
  t.equal(page.statusCode, 200);
  t.equal(page.headers['ratelimit-remaining'], '2');
  t.match(page.headers['content-security-policy'], /^default-src 'none'; script-src 'self';/);
  const files = [...page.body.matchAll(/(?:src|href)="(docs\/[^"]+)"/g)].map(([, file = '']) => `/${file}`);
  t.equal(files.length, 4);
  for (const url of files) {
    const file = await app.inject({ url, headers: { 'accept-encoding': 'gzip' } });
    t.equal(file.statusCode, 200, url);
    t.equal(file.headers['ratelimit-limit'], undefined, url);
    t.match(file.headers['cache-control'], 'immutable', url);
    t.equal(
      (await app.inject({ url, headers: { 'if-none-match': String(file.headers['etag']) } })).statusCode,
      304,
      url,
    );
  }
  for (const name of ['swagger-ui.js', '..%2Fpackage.json', 'index.html'])
    t.equal((await app.inject(`/docs/1/${name}`)).statusCode, 404, name);
  t.equal((await app.inject('/docs/')).headers.location, '../docs');
  t.equal((await app.inject('/openapi.json')).headers['ratelimit-remaining'], '0');
  t.equal((await app.inject('/docs')).statusCode, 429);
  t.notMatch((await app.inject('/openapi.json')).body, '/docs');
});

const browser = await launchBrowser();

t.test(
  '/docs in a browser shows every route, tries it, and makes no error or foreign request',
  { skip: typeof browser === 'string' ? browser : false },
  async (t) => {
    if (typeof browser === 'string') return;
    t.teardown(async () => browser.close());
    const { url } = await startApp(t);
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.setDefaultTimeout(60_000);
    const faults: string[] = [];
    const asked: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on(
      'console',
      (message) => void (['error', 'warning'].includes(message.type()) && faults.push(message.text())),
    );
    page.on('request', (request) => asked.push(request.url()));
    page.on('response', (reply) => void (reply.status() >= 400 && faults.push(`${reply.status()} ${reply.url()}`)));
    await page.goto(`${url}/docs`);
    for (const path of [
      '/api/rename-layers',
      '/api/generate-edits',
      '/api/prompts',
      '/api/analytics',
      '/health',
      '/health/live',
    ]) {
      await page.locator(`.opblock-summary-path[data-path="${path}"]`).waitFor();
    }
    mkdirSync(join(projectRoot(), 'out'), { recursive: true });
    await page.screenshot({ path: join(projectRoot(), 'out/docs-page.png') });
    await page.locator('.opblock-summary-path[data-path="/api/rename-layers"]').click();
    await page.getByText('Idempotency-Key', { exact: true }).waitFor();
    await page.screenshot({ path: join(projectRoot(), 'out/docs-route.png'), fullPage: true });
    const rename = page.locator('#operations-Jobs-renameLayers');
    await rename.getByRole('button', { name: 'Try it out' }).click();
    await rename.getByRole('button', { name: 'Execute' }).click();
    await rename.locator('.live-responses-table').getByText('"renamed"').first().waitFor();
    await page.locator('.opblock-summary-path[data-path="/health/live"]').click();
    const live = page.locator('#operations-Watching-getLiveness');
    await live.getByRole('button', { name: 'Try it out' }).click();
    await live.getByRole('button', { name: 'Execute' }).click();
    await live.locator('.live-responses-table').getByText('"status"').first().waitFor();
    t.ok(asked.includes(`${url}/health/live`), 'it was tried');
    t.same(faults, []);
    t.same(
      asked.filter((each) => !each.startsWith(url) && !each.startsWith('data:')),
      [],
    );
  },
);
