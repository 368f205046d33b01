import t from 'tap';
import { faultScenarios } from './scenarios/index.ts';

// The short size of what bench/faults measures in full. Counts must hold exactly. How long a thing took is the bench's:
// the machine that runs the tests may be busy with ten others. Here it must have come about at all.
const isTime = (unit: string): boolean => unit === 'ms' || unit === 's';
/**
 * Shares of a few hundred calls scatter: the full size alone shows a half per cent, or the calls of batches of five.
 */
const isShare = (unit: string): boolean => unit === '%';

t.setTimeout(300_000);

for (const scenario of faultScenarios) {
  t.test(`${scenario.title}: ${scenario.promise}`, async (t) => {
    const { setting, figures } = await scenario.run(t, { short: true });
    t.comment(setting);
    for (const { what, measured, limit, unit } of figures) {
      const found = `${what}: ${Number(measured.toPrecision(3))} ${unit}`.trim();
      if (isTime(unit)) t.ok(Number.isFinite(measured), found);
      else t.ok(measured <= (isShare(unit) ? limit * 3 : limit), found);
    }
  });
}
