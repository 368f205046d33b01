import t from 'tap';
import type { CameName, LayerForRenaming } from '../../plugin-ui/src/messages.ts';
import {
  countMatches,
  findEqualSiblings,
  numberSiblings,
  replaceInNames,
} from '../../plugin-ui/src/ui/rename/change-names.ts';
import { chooseStyle } from '../../plugin-ui/src/ui/rename/choose-style.ts';
import { answered, countTwins, groupOf, type Row, rowOf } from '../../plugin-ui/src/ui/rename/rename-state.ts';

let made = 0;

function row(newName: string, layer: Partial<LayerForRenaming> = {}, name: Partial<CameName> = {}): Row {
  made += 1;
  const own = rowOf({ id: `1:${made}`, currentName: 'Frame 1', type: 'FRAME', ...layer });
  return answered(own, { newName, status: 'renamed', ...name });
}

t.test('separates sure names, names to check and layers without a name', async (t) => {
  const sure = row('Card', {}, { confidence: 'high' });
  const unsure = row('Card', {}, { confidence: 'low' });
  const named = row('Card', { isNamed: true });
  const kept = row('Frame 1', {}, { status: 'kept', reason: 'refused' });
  t.same([sure, unsure, named, kept].map(groupOf), ['sure', 'check', 'check', 'unnamed']);
  t.same(
    [sure, unsure, named, kept].map(({ chosen }) => chosen),
    [true, true, false, false],
    'a given name is not replaced unasked',
  );
  t.match(unsure.note, /not sure/);
  t.match(kept.note, /declined/);
});

t.test('find and replace changes only new names, ignores case and takes the text literally', async (t) => {
  const rows = [row('Buy Button'), row('button (old)'), row('Frame 1'), row('Card')];
  t.equal(countMatches(rows, 'BUTTON'), 2);
  t.same(
    replaceInNames(rows, 'button', 'CTA').map(({ newName }) => newName),
    ['Buy CTA', 'CTA (old)', 'Frame 1', 'Card'],
  );
  t.same(replaceInNames(rows, '(old)', '$&').map(({ newName }) => newName)[1], 'button $&');
  t.equal(countMatches(rows, 'Frame'), 0, 'a name that stays as it is');
  t.equal(replaceInNames(rows, '', 'x')[0], rows[0]);
  const [gone] = replaceInNames([row('Card')], 'card', '');
  t.equal(gone?.chosen, false, 'an empty name is not applied');
});

t.test('numbers equal names in one parent from the back, in the naming style', async (t) => {
  const rows = [
    row('Card', { parentId: '9:1' }),
    row('Card', { parentId: '9:1' }),
    row('Card', { parentId: '9:2' }),
    row('Title', { parentId: '9:1' }),
  ];
  t.equal(findEqualSiblings(rows).flat().length, 2);
  const names = (style: Parameters<typeof numberSiblings>[1]) =>
    numberSiblings(rows, style).map(({ newName }) => newName);
  t.same(names('Title Case'), ['Card 2', 'Card 1', 'Card', 'Title']);
  t.equal(names('snake_case')[0], 'Card_2');
  t.equal(names('camelCase')[0], 'Card2');
  t.same(findEqualSiblings(numberSiblings(rows, 'Title Case')), []);
});

t.test("names follow the file's style, else Title Case, unless the designer chose one", async (t) => {
  const follow = { followFileStyle: true, namingStyle: 'camelCase' } as const;
  t.equal(chooseStyle(follow, { fileStyle: 'kebab-case' }), 'kebab-case');
  t.equal(chooseStyle(follow, { fileStyle: null }), 'Title Case');
  t.equal(chooseStyle(follow, null), 'Title Case');
  t.equal(chooseStyle({ ...follow, followFileStyle: false }, { fileStyle: 'kebab-case' }), 'camelCase');
});

t.test('counts twins for the names that would be applied', async (t) => {
  const rows = [row('Card', { twinIds: ['2:1', '3:1'] }), row('Card', { twinIds: ['2:2'], isNamed: true })];
  t.equal(countTwins(rows), 2);
});
