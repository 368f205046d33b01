import t from 'tap';
import { type AbortListener, addAbortListener, removeAbortListener } from '../../src/models/abort-listeners.ts';

function listen(signal: AbortSignal, log: string[], name: string): AbortListener {
  const listener = { onAbort: () => void log.push(name) };
  addAbortListener(signal, listener);
  return listener;
}

t.test('all that listen are called once, in the order in which they came', async (t) => {
  const controller = new AbortController();
  const log: string[] = [];
  for (const name of ['a', 'b', 'c']) listen(controller.signal, log, name);
  controller.abort();
  controller.abort();
  t.same(log, ['a', 'b', 'c']);
});

t.test('one that was removed is not called, also if another removes it while they are called', async (t) => {
  const controller = new AbortController();
  const { signal } = controller;
  const log: string[] = [];
  removeAbortListener(signal, listen(signal, log, 'removed before'));
  const self = {
    onAbort() {
      log.push('first');
      removeAbortListener(signal, self);
      removeAbortListener(signal, last);
    },
  };
  addAbortListener(signal, self);
  const last = listen(signal, log, 'removed by the first');
  listen(signal, log, 'second');
  controller.abort();
  t.same(log, ['first', 'second']);
});

t.test('signals are independent, and one can be listened to again', async (t) => {
  const [one, other] = [new AbortController(), new AbortController()];
  const log: string[] = [];
  removeAbortListener(one.signal, listen(one.signal, log, 'gone'));
  listen(one.signal, log, 'one');
  listen(other.signal, log, 'other');
  removeAbortListener(other.signal, { onAbort: () => log.push('never added') });
  one.abort();
  t.same(log, ['one']);
  other.abort();
  t.same(log, ['one', 'other']);
});
