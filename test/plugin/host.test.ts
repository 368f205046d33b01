import t from 'tap';
import type { MainMessage } from '../../plugin-ui/src/messages.ts';
import { createHost, type View } from '../../plugin-ui/src/ui/host.ts';
import { reportUnkept } from '../../plugin-ui/src/ui/settings/report-unkept.ts';

/** A page's window with a parent that only notes what it is posted. */
function openWindow() {
  const posted: unknown[] = [];
  const listeners: ((event: { data: unknown; source: unknown }) => void)[] = [];
  const view: View = {
    addEventListener: (_type, listener) => void listeners.push(listener),
    parent: { postMessage: (data) => void posted.push(data) },
  };
  const receive = (data: unknown, source: unknown = view.parent): void => {
    for (const listener of listeners) listener({ data, source });
  };
  return { view, receive, posted };
}

const discarded: MainMessage = { type: 'variant-discarded', variantId: 'a/0' };

t.test("accepts messages by shape from any window, since Figma's come from the top window", async (t) => {
  const { view, receive } = openWindow();
  const taken: string[] = [];
  createHost(view).on('variant-discarded', ({ variantId }) => void taken.push(variantId));
  receive({ pluginMessage: discarded }, { name: 'top' });
  receive({ pluginMessage: discarded, pluginId: '123' });
  t.same(taken, ['a/0', 'a/0']);
});

t.test('ignores messages of another shape without an error', async (t) => {
  const { view, receive } = openWindow();
  const host = createHost(view);
  let count = 0;
  host.on('variant-discarded', () => void (count += 1));
  for (const data of [null, 'text', 7, {}, { pluginMessage: null }, { pluginMessage: 'variant-discarded' }])
    receive(data);
  receive({ pluginMessage: { type: 'toString' } });
  receive({ pluginMessage: { type: 7 } });
  receive(discarded);
  t.equal(count, 0);
});

t.test('the UI posts to its parent, and a handler can be removed', async (t) => {
  const { view, receive, posted } = openWindow();
  const host = createHost(view);
  let count = 0;
  const stop = host.on('variant-discarded', () => void (count += 1));
  receive({ pluginMessage: discarded });
  stop();
  receive({ pluginMessage: discarded });
  t.equal(count, 1);
  host.send({ type: 'ready' });
  t.same(posted, [{ pluginMessage: { type: 'ready' } }]);
});

t.test('settings that are not kept are reported at the foot of the editor', async (t) => {
  const listeners: ((event: { data: unknown }) => void)[] = [];
  const sent: unknown[] = [];
  const host = createHost({
    addEventListener: (_type, listener) => void listeners.push(listener),
    parent: { postMessage: (data) => void sent.push(data) },
  });
  reportUnkept(host);
  const problem = { type: 'problem', code: 'failed', message: 'Storage is full.' };
  for (const inReplyTo of ['save-settings', 'ready']) {
    for (const listener of listeners) listener({ data: { pluginMessage: { ...problem, inReplyTo } } });
  }
  t.match(sent, [{ pluginMessage: { type: 'notify', message: /Not kept: Storage is full/, error: true } }]);
  t.equal(sent.length, 1);
});
