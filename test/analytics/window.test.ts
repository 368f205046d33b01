import t from 'tap';
import { reportWindow } from '../../src/analytics/window.ts';

const at = (moment: string): Date => new Date(`${moment}Z`);

await t.test('a cut late in a quarter adds the rest of the quarter to the sums after it', async (t) => {
  t.same(reportWindow(at('2026-03-11T17:20:00'), 7), {
    from: at('2026-03-04T17:20:00'),
    firstQuarter: at('2026-03-04T18:00:00'),
    firstDay: at('2026-03-05T00:00:00'),
    firstWeek: at('2026-03-09T00:00:00'),
    edge: { from: at('2026-03-04T17:20:00'), to: at('2026-03-04T18:00:00'), sign: 1 },
  });
});

await t.test('a cut early in a quarter subtracts its beginning from its sum', async (t) => {
  t.same(reportWindow(at('2026-03-11T14:59:00'), 1), {
    from: at('2026-03-10T14:59:00'),
    firstQuarter: at('2026-03-10T12:00:00'),
    firstDay: at('2026-03-11T00:00:00'),
    firstWeek: at('2026-03-16T00:00:00'),
    edge: { from: at('2026-03-10T12:00:00'), to: at('2026-03-10T14:59:00'), sign: -1 },
  });
});

await t.test('a cut at the start of a Monday takes whole weeks only', async (t) => {
  const monday = at('2026-03-02T00:00:00');
  const { firstQuarter, firstDay, firstWeek, edge } = reportWindow(at('2026-03-09T00:00:00'), 7);
  t.same([firstQuarter, firstDay, firstWeek], [monday, monday, monday]);
  t.equal(edge.to.getTime() - edge.from.getTime(), 0);
});
