import fc from 'fast-check';
import t from 'tap';
import { readNames } from '../../src/rename/read-names.ts';

function read(content: string, count = 2): Record<number, string> {
  return Object.fromEntries(readNames(content, count, 'snake_case'));
}

t.test('names are matched by number, in whatever order they come', async (t) => {
  t.same(read('{"names":[{"layer":2,"name":"two"},{"layer":1,"name":"one"}]}'), { 1: 'one', 2: 'two' });
  t.same(read('{"names":[{"layer":2,"name":"two"}]}'), { 2: 'two' }, 'a missing one does not shift the rest');
  t.same(read('{"names":[{"layer":1,"name":"first"},{"layer":1,"name":"second"}]}'), { 1: 'first' });
});

t.test('a plain list is taken in order where its length fits, and not otherwise', async (t) => {
  t.same(read('{"names":["one","two"]}'), { 1: 'one', 2: 'two' });
  t.same(read('{"names":["one"]}'), {});
  t.same(read('{"names":["one","two","three"]}'), {});
  t.same(read('{"names":["one",{"layer":2,"name":"two"}]}'), { 2: 'two' });
});

t.test('an answer may stand in a fence or between words', async (t) => {
  t.same(read('```json\n{"names":["one","two"]}\n```'), { 1: 'one', 2: 'two' });
  t.same(read('Here you are: {"names":["one","two"]} Enjoy!'), { 1: 'one', 2: 'two' });
});

t.test('numbers that were not asked for and names that are none are left out', async (t) => {
  const names = [0, 3, -1, 1.5, '1', null].map((layer) => ({ layer, name: 'x' }));
  t.same(read(JSON.stringify({ names })), {});
  t.same(read('{"names":[{"layer":1,"name":"***"},{"layer":2,"name":7},{"name":"x"},null,[]]}'), {});
});

t.test('nonsense gives nothing, whatever it is', async (t) => {
  for (const content of ['', 'no', '{', '}{', '{}', '{"names":{}}', '{"names":null}', '[]', 'null', '{names}'])
    t.same(read(content), {}, content);
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (content) => readNames(content, 3, 'snake_case').size <= 3));
});
