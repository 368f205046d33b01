import t from 'tap';
import { createCostEstimate } from '../../src/budget/cost-estimate.ts';

await t.test('guesses by the number of units until a job has ended', async (t) => {
  const estimates = createCostEstimate();
  t.same(estimates.estimate('rename-layers', 50), { usd: 0.01, known: false });
  t.ok(estimates.estimate('generate-edits+pictures', 5).usd > estimates.estimate('generate-edits', 5).usd);
  t.match(estimates.estimate('something new', 1), { known: false });
});

await t.test('converges to the cost of jobs that cost alike', async (t) => {
  const estimates = createCostEstimate();
  for (let n = 0; n < 60; n += 1) estimates.learn('rename-layers', 10, 0.5);
  const { usd, known } = estimates.estimate('rename-layers', 20);
  t.ok(known);
  t.ok(Math.abs(usd - 1) < 0.001, `${usd}`);
});

await t.test('covers most jobs whose costs vary between 1 and 3', async (t) => {
  const estimates = createCostEstimate();
  for (let n = 0; n < 200; n += 1) estimates.learn('generate-edits', 1, n % 2 === 0 ? 1 : 3);
  const { usd } = estimates.estimate('generate-edits', 1);
  t.ok(usd > 2.8 && usd < 3.5, `${usd}`);
});

await t.test('ignores invalid figures', async (t) => {
  const estimates = createCostEstimate();
  for (const usd of [Number.NaN, Number.POSITIVE_INFINITY, -1]) estimates.learn('rename-layers', 1, usd);
  t.equal(estimates.estimate('rename-layers', 1).known, false);
});
