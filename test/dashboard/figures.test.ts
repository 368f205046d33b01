import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import type { AnalyticsReply } from '../../src/schemas/analytics.ts';

interface Span {
  readonly label: string;
  readonly title: string;
  readonly partial: boolean;
  readonly rows: ReadonlyMap<string, { readonly jobs: number }>;
}
interface Trend {
  toSpans(reply: AnalyticsReply, unit: 'day' | 'week'): Span[];
  typesOf(reply: AnalyticsReply): string[];
  startOfWeek(week: string): number;
}
type Formats = Record<
  'formatDollars' | 'formatDuration' | 'formatAxisDollars' | 'toWords',
  (value: unknown) => string
> &
  Record<'formatShare', (part: number, total: number) => string> &
  Record<'formatRate', (total: number, count: number, unit: string) => string> &
  Record<'formatAgo', (moment: Date, now: Date) => string>;

const { toSpans, typesOf, startOfWeek } = await load<Trend>('trend.js');
const format = await load<Formats>('format.js');

t.test('includes days without jobs and marks partial days', async (t) => {
  const reply = replyOf({
    from: '2026-02-26T08:00:00.000Z',
    to: '2026-03-02T08:00:00.000Z',
    days: { '2026-02-27': 3, '2026-03-02': 5 },
  });
  const spans = toSpans(reply, 'day');
  t.same(
    spans.map(({ label }) => label),
    ['26 Feb', '27 Feb', '28 Feb', '1 Mar', '2 Mar'],
  );
  t.same(
    spans.map(({ rows }) => rows.get('rename-layers')?.jobs ?? 0),
    [0, 3, 0, 0, 5],
  );
  t.same(
    spans.map(({ partial }) => partial),
    [true, false, false, false, true],
  );
  t.equal(spans[1]?.title, 'Fri 27 Feb');
});

t.test('weeks follow ISO 8601 across the new year', async (t) => {
  t.equal(new Date(startOfWeek('2026-W53')).toISOString(), '2026-12-28T00:00:00.000Z');
  t.equal(new Date(startOfWeek('2027-W01')).toISOString(), '2027-01-04T00:00:00.000Z');
  t.equal(new Date(startOfWeek('2025-W01')).toISOString(), '2024-12-30T00:00:00.000Z');
  const reply = replyOf({
    from: '2026-12-22T00:00:00.000Z',
    to: '2027-01-06T12:00:00.000Z',
    weeks: { '2026-W53': 7, '2027-W01': 2 },
  });
  const spans = toSpans(reply, 'week');
  t.same(
    spans.map(({ title }) => title),
    ['Week from Mon 21 Dec', 'Week from Mon 28 Dec', 'Week from Mon 4 Jan'],
  );
  t.same(
    spans.map(({ rows }) => rows.get('rename-layers')?.jobs ?? 0),
    [0, 7, 2],
  );
});

t.test('a job type keeps its place and color when others appear', async (t) => {
  t.same(typesOf(replyOf({ types: ['generate-edits', 'audit', 'rename-layers'] })), [
    'rename-layers',
    'generate-edits',
    'audit',
  ]);
});

t.test('figures are short and never rounded in our favor', async (t) => {
  t.equal(format.formatShare(2999, 3000), '99.9 %', 'one job in three thousand failed');
  t.equal(format.formatShare(3000, 3000), '100.0 %');
  t.equal(format.formatShare(0, 0), '–');
  t.same([0, 0.0042, 0.0999, 1.239, 1234.5].map(format.formatDollars), [
    '$0.00',
    '$0.0042',
    '$0.0999',
    '$1.24',
    '$1,234.50',
  ]);
  t.same([0.000075, 0.00004, -0.0002].map(format.formatDollars), ['$0.000075', '$0.00004', '-$0.0002']);
  t.same([0, 0.5, 20, 0.000075].map(format.formatAxisDollars), ['$0', '$0.5', '$20', '$0.000075']);
  t.same(
    [format.formatRate(1, 30, 'day'), format.formatRate(3, 30, 'day'), format.formatRate(0, 30, 'day')],
    ['under 0.1 a day', '0.1 a day', ''],
  );
  t.same([null, 0, 420, 6123, 59_990, 83_000, 3_661_000].map(format.formatDuration), [
    '–',
    '0 ms',
    '420 ms',
    '6.1 s',
    '1 min 0 s',
    '1 min 23 s',
    '1 h 1 min',
  ]);
  t.same(['rename-layers', 'EXPORTER_PROVIDER_FAILED', ''].map(format.toWords), [
    'Rename layers',
    'Provider failed',
    'Unknown',
  ]);
  const now = new Date('2026-03-02T08:00:00Z');
  t.equal(format.formatAgo(new Date('2026-03-02T07:59:50Z'), now), 'just now');
  t.match(format.formatAgo(new Date('2026-03-02T05:00:00Z'), now), /^3 h/);
});

/** The page's modules are no part of what is compiled: they are loaded as a browser would. */
async function load<Module>(name: string): Promise<Module> {
  return (await import(pathToFileURL(join(projectRoot(), 'dashboard', name)).href)) as Module;
}

interface Given {
  readonly from?: string;
  readonly to?: string;
  readonly days?: Readonly<Record<string, number>>;
  readonly weeks?: Readonly<Record<string, number>>;
  readonly types?: readonly string[];
}

function replyOf({ from = '', to = '', days = {}, weeks = {}, types = ['rename-layers'] }: Given): AnalyticsReply {
  const rest = {
    type: 'rename-layers',
    successful: 0,
    failed: 0,
    cancelled: 0,
    processing: 0,
    p50_duration_ms: null,
    p95_duration_ms: null,
    cost_usd: 0,
  };
  const whole = { ...rest, total_jobs: 0, total_layers: 0, avg_duration_ms: null, p99_duration_ms: null };
  return {
    from,
    to,
    summary: types.map((type) => ({ ...whole, type })),
    dailyTrend: Object.entries(days).map(([date, jobs]) => ({ ...rest, date, jobs })),
    weeklyTrend: Object.entries(weeks).map(([week, jobs]) => ({ ...rest, week, jobs })),
    topUsers: [],
    errorsByCause: [],
    spendByAccessKey: [],
    latestJobs: [],
  };
}
