import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { openPlugin } from './stage.ts';

/** Screens of 100 layers each; every fifth layer was named by the plugin before. */
function drawPage(screens: number): NodeSpec[] {
  return Array.from({ length: screens }, (_, screen) => ({
    type: 'FRAME',
    id: `${screen + 1}:0`,
    name: `Screen ${screen}`,
    x: screen * 500,
    width: 400,
    height: 800,
    children: Array.from({ length: 99 }, (_unused, at) => ({
      type: at % 3 === 0 ? 'TEXT' : 'RECTANGLE',
      id: `${screen + 1}:${at + 1}`,
      name: at % 5 === 0 ? 'card_title' : `Rectangle ${at}`,
      ...(at % 3 === 0 && { characters: `Item ${at}` }),
    })),
  }));
}

t.test('selecting in a page of 50,000 layers reads for under 50 ms even after many renames', async (t) => {
  const plugin = await openPlugin({ layers: drawPage(500) });
  const names = Array.from({ length: 10_000 }, (_, at) => ({
    id: `${Math.floor(at / 20) + 1}:${(at % 20) * 5 + 1}`,
    oldName: 'card_title',
    newName: 'title',
  }));
  plugin.send({ type: 'apply-names', names });
  await plugin.next('names-applied');
  await plugin.next('selection-changed');
  for (const ids of [['7:0'], ['7:3'], ['7:0', '8:0', '9:0'], []]) {
    await plugin.settle();
    plugin.model.reads.reset();
    const summary = await plugin.select(...ids);
    t.equal(
      summary.total,
      ids.reduce((sum, id) => sum + (id.endsWith(':0') ? 100 : 1), 0),
    );
    t.ok(plugin.model.reads.totalMs < 50, `${ids.join()}: ${plugin.model.reads.totalMs} ms in all`);
  }
});

t.test('counts a burst of selections once, for the last', async (t) => {
  const plugin = await openPlugin({ layers: drawPage(20) });
  for (let screen = 0; screen < 19; screen += 1) plugin.model.select([`${screen + 1}:0`]);
  plugin.model.reads.reset();
  await new Promise((resolve) => void setTimeout(resolve, 1));
  plugin.model.select(['19:3']);
  t.match(await plugin.next('selection-changed'), { summary: { total: 1 } });
  t.ok(plugin.model.reads.reads < 50, `${plugin.model.reads.reads} reads`);
});

t.test('counting 50,000 selected layers reads in turns under 50 ms', async (t) => {
  const plugin = await openPlugin({ layers: drawPage(500), readBudgetMs: 50 });
  await plugin.settle();
  plugin.model.reads.reset();
  const summary = await plugin.select(...Array.from({ length: 500 }, (_, screen) => `${screen + 1}:0`));
  t.equal(summary.total, 50_000);
  t.ok(plugin.model.reads.longestTurnMs < 50, `${plugin.model.reads.longestTurnMs} ms`);
});

t.test('reads, names and reverts 2,000 layers in turns under 100 ms of reading', async (t) => {
  const plugin = await openPlugin({ layers: drawPage(20), readBudgetMs: 100 });
  await plugin.select(...Array.from({ length: 20 }, (_, screen) => `${screen + 1}:0`));

  const names = Array.from({ length: 20 * 99 }, (_, at) => {
    const id = `${Math.floor(at / 99) + 1}:${(at % 99) + 1}`;
    return { id, oldName: plugin.nameOf(id) ?? '', newName: `new_${at}` };
  });
  plugin.model.reads.reset();
  plugin.send({ type: 'apply-names', names });
  t.equal((await plugin.next('names-applied')).applied.length, 1980);
  plugin.send({ type: 'revert-names' });
  t.equal((await plugin.next('names-reverted')).reverted.length, 1980);
  t.ok(plugin.model.reads.longestTurnMs < 100, `${plugin.model.reads.longestTurnMs} ms`);
});
