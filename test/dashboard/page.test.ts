import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { fillSampleJobs } from './sample-jobs.ts';
import {
  announced,
  askAnalytics,
  axe,
  colorsOf,
  openDashboard,
  rowsOf,
  signIn,
  startBrowser,
  token,
  valueIn,
} from './stage.ts';

const [browser, database] = await Promise.all([startBrowser(t), testDatabase(t)]);
await fillSampleJobs(database.sql);
const { url } = await startApp(t, { env: { DATABASE_URL: database.url, ANALYTICS_TOKEN: token } });
const count = new Intl.NumberFormat('en-GB');

t.test('reports a wrong token, shows figures for the right one and keeps it in this tab only', async (t) => {
  const { page, faults } = await openDashboard(t, browser, url);
  t.ok(await valueIn(page, "document.activeElement.id === 'token'"), 'ready to type');
  for (const wrong of ['not-the-token-at-all', 'ключ']) {
    await signIn(page, wrong);
    await page.getByRole('alert').filter({ hasText: 'This is not the token' }).waitFor();
    t.equal(await page.getByLabel('Analytics token').getAttribute('aria-invalid'), 'true');
    t.notOk(await page.locator('#dashboard').isVisible());
  }
  await signIn(page);
  await announced(page, 'Figures of the last 30 days are shown');
  t.notMatch(page.url(), token);
  t.same(await valueIn(page, '[Object.values(sessionStorage), localStorage.length, document.cookie]'), [
    [token],
    0,
    '',
  ]);

  await page.reload();
  await announced(page, 'Figures of the last 30 days are shown');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Analytics token').waitFor();
  t.equal(await valueIn(page, 'sessionStorage.length'), 0);
  t.equal(await page.locator('#dashboard tbody tr').count(), 0, 'no figure is left in the page');
  t.same(faults, []);
});

t.test('draws the charts in a browser without a language, as under LANG=C', async (t) => {
  const { page, faults } = await openDashboard(t, browser, url);
  await page.addInitScript("Object.defineProperty(Navigator.prototype, 'language', { get: () => 'en-US@posix' })");
  await page.reload();
  await signIn(page);
  await announced(page, 'Figures of the last 30 days are shown');
  t.ok((await colorsOf(page, '#jobs-card')) >= 2, 'not blank');
  t.ok((await page.locator('#dashboard tbody tr').count()) > 0, 'what comes after the charts is there too');
  t.same(faults, []);
});

t.test('draws charts whose tables match the API', async (t) => {
  const { page, faults } = await openDashboard(t, browser, url);
  await signIn(page);
  await announced(page, 'Figures of the last 30 days are shown');
  for (const card of ['#jobs-card', '#cost-card', '#durations .card:nth-child(1)', '#durations .card:nth-child(2)']) {
    t.ok((await colorsOf(page, card)) >= 2, `${card} is not blank`);
  }
  const reply = await askAnalytics(url, 30);
  const jobs = await rowsOf(page, 'Jobs by span of time and type');
  t.equal(jobs.length, reply.dailyTrend.length);
  const sum = (column: number) => jobs.reduce((total, cells) => total + Number(cells[column]?.replaceAll(',', '')), 0);
  for (const [column, key] of [
    [2, 'total_jobs'],
    [3, 'successful'],
    [4, 'failed'],
    [5, 'cancelled'],
  ] as const) {
    t.equal(
      sum(column),
      reply.summary.reduce((total, row) => total + row[key], 0),
      key,
    );
  }
  const newest = reply.dailyTrend[0];
  t.same(
    jobs.find((cells) => cells[1]?.replace(' ', '-').toLowerCase() === newest?.type)?.slice(2, 5),
    [newest?.jobs, newest?.successful, newest?.failed].map((figure) => count.format(figure ?? -1)),
  );
  const users = await rowsOf(page, 'Top users');
  t.same(
    users.map((cells) => [cells[0], cells[1]]),
    reply.topUsers.map((user) => [user.user_email, count.format(user.total_jobs)]),
  );
  const keys = await rowsOf(page, 'Spend by access key');
  t.same(
    keys.map((cells) => [cells[0], cells[3]]),
    reply.spendByAccessKey.map((key) => [key.access_key_name, `$${key.cost_usd.toFixed(2)}`]),
  );
  const causes = await rowsOf(page, 'Failed jobs by cause');
  t.equal(causes.length, new Set(reply.errorsByCause.map(({ code }) => code)).size);
  t.equal(
    causes.reduce((total, cells) => total + Number(cells.at(-1)), 0),
    reply.errorsByCause.reduce((total, row) => total + row.jobs, 0),
  );
  const latest = await rowsOf(page, 'Latest jobs');
  t.same(
    latest.map((cells) => cells.at(-1)),
    reply.latestJobs.map(({ id }) => id),
  );
  t.equal(
    await page.locator('#tiles .value').first().textContent(),
    count.format(reply.summary.reduce((total, row) => total + row.total_jobs, 0)),
  );
  t.same(faults, []);
});

t.test('everything works with the keyboard', async (t) => {
  const { page, faults } = await openDashboard(t, browser, url);
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await announced(page, 'Figures of the last 30 days are shown');
  const focused = () => valueIn(page, "document.activeElement.closest('[id]').id");
  t.equal(await focused(), 'figures', 'the way on starts at the figures');

  // The choice of one type comes first, then the chart: arrow keys read it.
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowRight');
  t.equal(
    await page.locator('#jobs-card .legend li').first().textContent(),
    'Completed',
    'one type has one kind of completed',
  );
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowLeft');
  const reading = page.locator('#jobs-card > [aria-live]');
  t.match(
    await reading.textContent(),
    /^\w{3} \d+ \w+, not whole: .*Rename layers, completed \d+, All \d+$/,
    'today comes first',
  );
  await page.keyboard.press('ArrowLeft');
  const yesterday = (await askAnalytics(url, 30)).dailyTrend.filter(({ date }) => date === dayBefore());
  t.match(await reading.textContent(), new RegExp(`All ${yesterday.reduce((sum, row) => sum + row.jobs, 0)}$`));
  t.ok(await page.locator('#jobs-card .tip').isVisible());
  await page.keyboard.press('Escape');
  t.notOk(await page.locator('#jobs-card .tip').isVisible());

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  t.ok(await page.getByRole('table', { name: 'Jobs by span of time and type' }).isVisible(), 'the table unfolds');

  await page.locator('#range input:checked').focus();
  await page.keyboard.press('ArrowRight');
  await announced(page, 'Figures of the last 90 days are shown');
  t.match(page.url(), /\?days=90$/);
  await page.keyboard.press('ArrowRight');
  await announced(page, 'Figures of the last year are shown');
  t.equal(await page.locator('#jobs-title').textContent(), 'Jobs a week');
  const weeks = await rowsOf(page, 'Jobs by span of time and type');
  t.equal(weeks.length, (await askAnalytics(url, 365)).weeklyTrend.length);
  const outline = await valueIn(
    page,
    "getComputedStyle(document.querySelector('#range input:checked + span')).outlineStyle",
  );
  t.equal(outline, 'solid', 'focus is seen');
  t.same(faults, []);
});

t.test('axe finds no fault, light or dark, wide or narrow', async (t) => {
  const looks = [
    { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
    { colorScheme: 'dark', viewport: { width: 360, height: 740 } },
  ] as const;
  const grounds = new Set<string>();
  for (const look of looks) {
    const { page, faults } = await openDashboard(t, browser, url, look);
    // A week: the rows of its tables are as good as a month's, and a quarter of the time to look at.
    await page.goto(`${url}/dashboard?days=7`);
    t.same(await axe(page), [], `${look.colorScheme}, signing in`);
    await signIn(page);
    await announced(page, 'Figures of the last 7 days are shown');
    await valueIn(page, "document.querySelectorAll('.as-table').forEach((table) => { table.open = true; })");
    t.same(await axe(page), [], `${look.colorScheme}, with all tables open`);
    t.ok(await valueIn(page, 'document.documentElement.scrollWidth <= innerWidth'), 'nothing sticks out sideways');
    grounds.add(await valueIn<string>(page, 'getComputedStyle(document.body).backgroundColor'));
    const before = await colorsOf(page, '#jobs-card');
    await page.emulateMedia({ colorScheme: look.colorScheme === 'dark' ? 'light' : 'dark' });
    t.ok(before >= 2 && (await colorsOf(page, '#jobs-card')) >= 2, 'charts are drawn anew in the other colors');
    t.same(faults, []);
  }
  t.equal(grounds.size, 2);
});

function dayBefore(): string {
  return new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
}
