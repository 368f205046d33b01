import t from 'tap';
import { openPlugin } from './stage.ts';

t.test('what is not a message of the plugin is passed over', async (t) => {
  const plugin = await openPlugin({ layers: [{ type: 'RECTANGLE', id: '1:1', name: 'Rectangle 1' }] });
  for (const value of [null, undefined, 5, 'ready', [], {}, { type: null }, { type: 'unknown' }]) {
    plugin.send(value as never);
  }
  for (const side of [Number.NaN, undefined, 'wide', -5]) {
    plugin.send({ type: 'resize', width: side, height: side } as never);
  }
  await plugin.settle();
  t.same(plugin.rest(), []);
  t.same(plugin.sizes, [[400, 640]]);
  plugin.send({ type: 'apply-names', names: [{ id: '1:1', oldName: 'Rectangle 1', newName: 'Box' }] });
  t.match(await plugin.next('names-applied'), { applied: [{ id: '1:1', name: 'Box' }] });
});

t.test('what a broken message cannot say is a problem, and the plugin goes on', async (t) => {
  const plugin = await openPlugin({ layers: [{ type: 'RECTANGLE', id: '1:1', name: 'Rectangle 1' }] });
  plugin.send({ type: 'apply-names' } as never);
  t.match(await plugin.next('problem'), { inReplyTo: 'apply-names', code: 'failed' });
  plugin.send({ type: 'apply-names', names: [{ id: '1:1', oldName: 'Rectangle 1', newName: 'Box' }] });
  t.match(await plugin.next('names-applied'), { applied: [{ id: '1:1', name: 'Box' }] });
});
