import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { announced, axe, openDashboard, rowsOf, signIn, startBrowser, token, valueIn } from './stage.ts';

const browser = await startBrowser(t);
/** A script that puts text in as markup, and the message of the error it gets. */
const careless =
  "(() => { try { document.body.innerHTML = '<b>markup</b>'; } catch (error) { return String(error); } })()";
const shown = 'Figures of the last 30 days are shown';

t.test('reports an empty record and shows the first job within a minute', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const { url } = await startApp(t, { env: { DATABASE_URL: databaseUrl, ANALYTICS_TOKEN: token } });
  const { page, faults } = await openDashboard(t, browser, url);
  await page.clock.install();
  await signIn(page);
  await page.getByRole('heading', { name: 'No jobs in the last 30 days' }).waitFor();
  t.notOk(await page.locator('#charts').isVisible());
  t.match(await page.locator('#empty').innerText(), /Nothing was recorded yet[^]*Name layers/, 'what to do next');
  t.same(await axe(page), []);

  const loads: string[] = [];
  page.on('request', (request) => loads.push(request.url()));
  await page.getByRole('button', { name: 'Pause' }).click();
  await sql`insert into jobs (type, status, user_email) values ('rename-layers', 'processing', 'a@example.com')`;
  await page.clock.fastForward('05:00');
  t.same(loads, [], 'paused: nothing is loaded');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('#charts').waitFor();
  t.equal(loads.length, 1, 'the minute is long over: at once');
  t.equal(await page.locator('#tiles .value').first().textContent(), '1');
  const next = page.waitForResponse((response) => response.ok());
  await page.clock.fastForward('01:01');
  await next;
  t.equal(loads.length, 2);
  t.same(faults, []);
});

t.test('shows recorded text as text, whatever it contains', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const markup = '<img/src=x/onerror=window.caught=1><script>window.caught=1</script>@example.com';
  await sql`
    insert into jobs (type, status, user_email, frame_name, access_key_name, error_code, duration_ms)
    values (${'<b>type</b>'}, 'failed', ${markup}, ${markup}, ${markup}, ${'<i>code</i>'}, 5)`;
  const { url } = await startApp(t, { env: { DATABASE_URL: databaseUrl, ANALYTICS_TOKEN: token } });
  const { page, faults } = await openDashboard(t, browser, url);
  await signIn(page);
  await announced(page, shown);
  t.equal((await rowsOf(page, 'Top users'))[0]?.[0], markup);
  t.equal((await rowsOf(page, 'Spend by access key'))[0]?.[0], markup);
  t.match((await rowsOf(page, 'Failed jobs by cause'))[0]?.[0], '<i>code</i>');
  t.equal(await page.locator('#dashboard :is(script, b, i, img[src="x"])').count(), 0);
  t.equal(await valueIn(page, "'caught' in globalThis"), false);
  // The guard below it: even a mistake in the page's own code could not make markup of text.
  t.match(await valueIn<string>(page, careless), /TrustedHTML/);
  t.same(
    faults.filter((fault) => !fault.includes('TrustedHTML')),
    [],
  );
});

t.test('keeps the last figures while the database is down, says so and recovers by itself or on a click', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  await sql`
      insert into jobs (type, status, user_email, duration_ms)
      values ('rename-layers', 'completed', 'a@example.com', 900)`;
  const proxy = await startTcpProxy(t, databaseUrl);
  const { url } = await startApp(t, { env: { DATABASE_URL: proxy.through(databaseUrl), ANALYTICS_TOKEN: token } });
  const { page, faults } = await openDashboard(t, browser, url);
  await page.clock.install();
  await signIn(page);
  await announced(page, shown);

  proxy.mode = 'reset';
  proxy.resetAll();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await announced(page, 'The record cannot be read');
  const notice = page.locator('#notice');
  t.match(
    await notice.textContent(),
    /Trying again in \d+ s\. The figures below are from \d\d:\d\d:\d\d UTC\. Request [0-9a-f-]{36}/,
  );
  t.ok(await page.locator('#charts').isVisible(), 'the last figures stay');

  await page.getByText('7 days', { exact: true }).click();
  await announced(page, 'The record cannot be read');
  t.notOk(await page.locator('#charts').isVisible(), "another range's figures do not");
  t.same(await axe(page), []);

  proxy.mode = 'pass';
  await page.getByRole('button', { name: 'Try again' }).click();
  await announced(page, 'Figures of the last 7 days are shown');
  t.notOk(await notice.isVisible());
  t.ok(await page.locator('#charts').isVisible());

  proxy.mode = 'reset';
  proxy.resetAll();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await announced(page, 'The record cannot be read');
  proxy.mode = 'pass';
  // The service asks for five seconds.
  await page.clock.fastForward('00:06');
  await announced(page, 'Figures of the last 7 days are shown');
  t.same(faults, []);
});

t.test('distinguishes a disabled record, a rate limit, a lost connection and a revoked token', async (t) => {
  const { url } = await startApp(t, { env: { ANALYTICS_TOKEN: token, RATE_LIMIT_API: '6' } });
  const { page, faults } = await openDashboard(t, browser, url);
  await signIn(page);
  await announced(page, 'The record cannot be read');
  t.match(await page.locator('#notice-text').textContent(), 'This service runs without a database');

  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Try again' }).click();
  await announced(page, 'You are offline');
  await page.context().setOffline(false);
  await announced(page, 'The record cannot be read');

  await page.getByRole('button', { name: 'Pause' }).click();
  for (let count = 0; count < 5; count += 1) {
    const reply = page.waitForResponse((response) => response.url().includes('/api/analytics'));
    await page.getByRole('button', { name: 'Try again' }).click();
    await reply;
  }
  await announced(page, 'Too many requests');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page
    .locator('#notice-next')
    .filter({ hasText: /Trying again in [1-6]?\d s/ })
    .waitFor();

  await page.route('**/api/analytics*', (route) => route.fulfill({ status: 401, json: { message: 'no' } }));
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').filter({ hasText: 'The token is no longer valid' }).waitFor();
  t.equal(await valueIn(page, 'sessionStorage.length'), 0);

  await page.unroute('**/api/analytics*');
  await page.route('**/api/analytics*', (route) => route.fulfill({ status: 500, body: '<html>a proxy</html>' }));
  await signIn(page);
  await announced(page, 'The figures could not be loaded');
  t.ok(await page.getByRole('button', { name: 'Try again' }).isVisible());
  t.same(faults, []);
});
