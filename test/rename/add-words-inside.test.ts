import t from 'tap';
import { addWordsInside } from '../../src/rename/add-words-inside.ts';
import type { RenameLayer } from '../../src/schemas/rename.ts';

function layer(id: string, more: Partial<RenameLayer> = {}): RenameLayer {
  return { id, currentName: `Frame ${id}`, type: 'FRAME', ...more };
}

function textsOf(layers: readonly RenameLayer[]): (string | undefined)[] {
  return addWordsInside(layers).map(({ text }) => text);
}

t.test('gives a frame without words those of the text layers in it, however deep', async (t) => {
  const layers = [
    layer('card'),
    layer('head', { parentId: 'card' }),
    layer('title', { parentId: 'head', type: 'TEXT', text: ' Total\nsum ' }),
    layer('button', { parentId: 'card', type: 'INSTANCE', text: 'Pay now' }),
    layer('icon', { parentId: 'button', type: 'VECTOR' }),
  ];
  t.same(textsOf(layers), ['Total sum | Pay now', 'Total sum', ' Total\nsum ', 'Pay now', undefined]);
  t.equal(addWordsInside(layers)[3], layers[3], 'what has words is not touched');
});

t.test('bounds the words inside in number and length', async (t) => {
  const many = Array.from({ length: 400 }, (_, at) =>
    layer(`t${at}`, { parentId: 'list', type: 'TEXT', text: `${at} ${'x'.repeat(100)}` }),
  );
  const [text = ''] = textsOf([layer('list'), ...many]);
  t.equal(text.length, 300);
  const few = Array.from({ length: 20 }, (_, at) =>
    layer(`t${at}`, { parentId: 'list', type: 'TEXT', text: `w${at}` }),
  );
  t.equal(textsOf([layer('list'), ...few])[0]?.split(' | ').length, 12);
});

t.test('tolerates missing parents and circles of parents', async (t) => {
  const layers = [
    layer('a', { parentId: 'b' }),
    layer('b', { parentId: 'a' }),
    layer('self', { parentId: 'self' }),
    layer('lost', { parentId: 'nowhere', type: 'TEXT', text: 'Hi' }),
  ];
  t.same(textsOf(layers), [undefined, undefined, undefined, 'Hi']);
});
