import t from 'tap';
import { chooseWords } from '../../eval/names/choose-words.ts';

const layers = [
  { id: '1', currentName: 'Frame 1', type: 'FRAME', text: 'Pay now  Later', fontSize: 14 },
  { id: '2', currentName: 'Group 1', type: 'GROUP', parent: '1' },
  { id: '3', currentName: 'Text 1', type: 'TEXT', parent: '2', text: 'Pay now', fontSize: 18 },
  { id: '4', currentName: 'Button', type: 'INSTANCE', parent: '1', text: 'Later' },
];

t.test("sends the words inside a layer and the parent's name, but no font size for a box", (t) => {
  t.strictSame(chooseWords(layers, 'plugin'), [
    { id: '1', currentName: 'Frame 1', type: 'FRAME', text: 'Pay now | Later' },
    { id: '2', currentName: 'Group 1', type: 'GROUP', parent: '1', text: 'Pay now', parentName: 'Frame 1' },
    { id: '3', currentName: 'Text 1', type: 'TEXT', parent: '2', text: 'Pay now', fontSize: 18, parentName: 'Group 1' },
    { id: '4', currentName: 'Button', type: 'INSTANCE', parent: '1', text: 'Later', parentName: 'Frame 1' },
  ]);
  t.end();
});

t.test("sends only a text's own words, or all words of the file", (t) => {
  const texts = chooseWords(layers, 'own').map(({ text }) => text);
  t.strictSame(texts, [undefined, undefined, 'Pay now', undefined]);
  t.equal(chooseWords(layers, 'all'), layers);
  t.end();
});

t.test('shortens long frames as the plugin does', (t) => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    id: `t${index}`,
    currentName: 'Text',
    type: 'TEXT',
    parent: 'f',
    text: String(index).repeat(60),
  }));
  const [frame] = chooseWords([{ id: 'f', currentName: 'Frame', type: 'FRAME' }, ...many], 'plugin');
  t.equal(frame?.text?.length, 300);
  t.end();
});
