import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { projectRoot } from '../../src/project-root.ts';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { type Exposed, faultsOf, readExposed } from './promql.ts';

const read = (path: string): string => readFileSync(join(projectRoot(), 'docs', path), 'utf8');

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly datasource: { readonly uid: string };
  }[];
}

interface Dashboard {
  readonly title: string;
  readonly uid: string;
  readonly schemaVersion: number;
  readonly panels: readonly Panel[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: unknown;
      readonly definition?: string;
    }[];
  };
}

const dashboard = JSON.parse(read('grafana/dashboard.json')) as Dashboard;

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly rest: string;
}

function readRules(): Rule[] {
  const [, ...rules] = read('grafana/alerts.yml').split(/^ {6}- alert: /m);
  return rules.map((text) => {
    const [alert = '', ...lines] = text.trimEnd().split('\n');
    return { alert, expr: /^ {8}expr: (.+)$/.exec(lines[0] ?? '')?.[1] ?? '', rest: lines.slice(1).join('\n') };
  });
}

/** What a service exposes that did a job, had a call fail and turned a request away. */
async function exposedByApp(t: Test): Promise<Exposed> {
  const { url: databaseUrl } = await testDatabase(t);
  const port = await findFreePort();
  const env = { METRICS_PORT: String(port), DATABASE_URL: databaseUrl, DAILY_BUDGET_USD: '10', LAYERS_PER_CALL: '1' };
  const { url } = await startApp(t, { env, demo: { faults: ['server-error'] } });
  t.equal((await postRename(url, renameBody(textLayers(2)))).status, 200);
  t.equal((await postRename(url, '{')).status, 400);
  return readExposed(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
}

t.test('exposes every metric and label used by the dashboard, alerts and docs/operations.md', async (t) => {
  const exposed = await exposedByApp(t);
  t.ok(exposed.size > 50, `${exposed.size} metrics`);
  t.same(faultsOf('sum by (colour) (rate(exporter_jobs_total{sort="x"}[5m])) / exporter_none', exposed), [
    'exporter_jobs_total has no label sort',
    'there is no metric exporter_none',
    'no metric has the label colour',
  ]);

  const panels = dashboard.panels.filter(({ type }) => type !== 'row');
  for (const { title, targets = [] } of panels) {
    t.ok(targets.length > 0, title);
    for (const { expr } of targets) t.same(faultsOf(expr, exposed), [], `${title}: ${expr}`);
  }
  const rules = readRules();
  t.ok(rules.length > 10);
  for (const { alert, expr } of rules) t.same(faultsOf(expr, exposed), [], alert);
  const queries = [...read('operations.md').matchAll(/```promql\n([^]*?)\n```/g)].flatMap(([, block = '']) =>
    block.split('\n').filter((line) => !line.startsWith('#')),
  );
  t.ok(queries.length >= 5);
  for (const query of queries) t.same(faultsOf(query, exposed), [], query);

  const shown = [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...rules.map(({ expr }) => expr),
  ].join('\n');
  const ours = new Set(
    [...exposed.keys()]
      .filter((name) => name.startsWith('exporter_'))
      .map((name) => name.replace(/_(bucket|sum|count)$/, '')),
  );
  t.same(
    [...ours].filter((name) => !shown.includes(name) && name !== 'exporter_model_tokens_total'),
    [],
    'each of our metrics is shown somewhere',
  );
});

t.test('the dashboard has the shape that Grafana imports', async (t) => {
  t.match(dashboard, { title: 'Figma Exporter AI', uid: /^[\w-]{1,40}$/ });
  t.ok(Number.isInteger(dashboard.schemaVersion) && dashboard.schemaVersion >= 36);
  t.notOk('id' in dashboard, 'an id belongs to one Grafana');
  t.match(dashboard.templating.list, [
    { name: 'datasource', type: 'datasource', query: 'prometheus' },
    { name: 'instance', type: 'query' },
  ]);
  const ids = dashboard.panels.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length);
  const taken = new Set<string>();
  for (const panel of dashboard.panels) checkPanel(t, panel, taken);
});

const units = new Set(['short', 'percentunit', 's', 'bytes', 'reqps', 'currencyUSD']);

function checkPanel(
  t: Test,
  { type, title, gridPos, datasource, fieldConfig, targets = [] }: Panel,
  taken: Set<string>,
): void {
  t.match(type, /^(row|timeseries|stat)$/, title);
  t.ok(title.length > 0);
  const { h, w, x, y } = gridPos;
  t.ok([h, w, x, y].every(Number.isInteger) && h > 0 && w > 0 && x >= 0 && x + w <= 24, `${title} lies in the grid`);
  for (let column = x; column < x + w; column += 1) {
    for (let line = y; line < y + h; line += 1) {
      t.notOk(taken.has(`${column} ${line}`), `${title} lies on no other`);
      taken.add(`${column} ${line}`);
    }
  }
  if (type === 'row') return;
  t.match(datasource, { type: 'prometheus', uid: '${datasource}' }, title);
  t.ok(units.has(fieldConfig?.defaults.unit ?? ''), `${title} has a unit`);
  t.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
  for (const {
    datasource: { uid },
  } of targets)
    t.equal(uid, '${datasource}');
}

t.test('each alert has what Prometheus requires and a place in docs/operations.md with the remedy', async (t) => {
  const text = read('grafana/alerts.yml');
  t.match(text, /^groups:\n {2}- name: figma-exporter-ai\n {4}rules:\n/m);
  const operations = read('operations.md');
  const rules = readRules();
  t.equal(new Set(rules.map(({ alert }) => alert)).size, rules.length);
  for (const { alert, expr, rest } of rules) {
    t.match(alert, /^[A-Z][A-Za-z]+$/);
    t.ok(expr.length > 10, alert);
    t.match(
      rest,
      /^(?: {8}for: \d+m\n)? {8}labels: \{ severity: (?:page|ticket) \}\n {8}annotations: \{ summary: "[^"]+" \}$/,
      alert,
    );
    t.match(operations, `\`${alert}\``, `${alert} is in docs/operations.md`);
  }
  for (const [, named = ''] of operations.matchAll(/^\| `([A-Z][A-Za-z]+)`/gm))
    t.ok(
      rules.some(({ alert }) => alert === named),
      `${named} is an alert`,
    );
});

t.test('each SQL query of docs/operations.md runs on the schema', async (t) => {
  const { sql } = await testDatabase(t);
  const queries = [...read('operations.md').matchAll(/^ *```sql\n([^]*?)\n *```/gm)].map(([, query = '']) => query);
  t.ok(queries.length >= 3);
  for (const query of queries) t.ok(Array.isArray(await sql.unsafe(query)), query);
});
