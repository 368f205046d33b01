import { join } from 'node:path';
import t from 'tap';
import { describeLosses } from '../../eval/names/describe-losses.ts';
import { readLabeledDesigns } from '../../eval/names/read-labeled-design.ts';
import { type LabeledLayer, scoreNames, summarizeNames, totalOf } from '../../eval/score/score-names.ts';
import { saysWord, splitName } from '../../eval/score/split-name.ts';
import { projectRoot } from '../../src/project-root.ts';
import type { NamingStyle } from '../../src/schemas/rename.ts';

const designs = await readLabeledDesigns([join(projectRoot(), 'eval/designs')]);

function totalFor(
  layers: readonly LabeledLayer[],
  names: ReadonlyMap<string, string>,
  style: NamingStyle = 'snake_case',
) {
  return totalOf(summarizeNames(layers, scoreNames(layers, names, style), style));
}

/** What a careful reader of the labels would write: what it says, then what it is, numbered if siblings differ. */
function nameByLabels(layers: readonly LabeledLayer[]): Map<string, string> {
  const looksOf = new Map<string, string[]>();
  return new Map(
    layers.map(({ id, label, look, parentId }) => {
      const said = (label.says ?? []).slice(0, 3).flatMap((group) => (group.split('|')[0] ?? '').split('_'));
      const base = [...said.slice(0, 3), label.role?.[0] ?? 'container'].join('_').toLowerCase();
      const looks = looksOf.get(`${parentId} ${base}`) ?? [];
      looksOf.set(`${parentId} ${base}`, looks);
      if (!looks.includes(look)) looks.push(look);
      const place = looks.indexOf(look);
      return [id, place === 0 ? base : `${base}_${place + 1}`];
    }),
  );
}

for (const { design, layers } of designs) {
  await t.test(`${design.name}: good names score high, wrong and default ones low`, (t) => {
    const good = nameByLabels(layers);
    const top = totalFor(layers, good);
    t.ok(top > 95, `names by the labels: ${top}`);
    const ids = [...good.keys()];
    const shifted = new Map(ids.map((id, index) => [id, good.get(ids[(index + 1) % ids.length] ?? id) ?? '']));
    t.ok(totalFor(layers, shifted) < top / 2, 'each name on the next layer');
    t.ok(totalFor(layers, new Map(ids.map((id) => [id, 'card']))) < 40, 'one name for all');
    t.equal(totalFor(layers, new Map(layers.map(({ id, currentName }) => [id, currentName]))), 0, 'default names');
    t.equal(totalFor(layers, new Map()), 0, 'no names');
    t.ok(totalFor(layers, new Map([...good].map(([id, name]) => [id, `teal_${name}`]))) < 0.9 * top, 'with a color');
    t.ok(totalFor(layers, good, 'PascalCase') < 0.75 * top, 'in another style than asked for');
    t.end();
  });
}

await t.test('a layer loses points for each fault of its name', (t) => {
  const layer: LabeledLayer = {
    id: '1',
    type: 'INSTANCE',
    currentName: 'Component 1',
    text: 'Save',
    look: '',
    label: { id: '1', role: ['button'], near: ['link'], says: ['save'], not: ['card', 'component_1'] },
  };
  const lossesOf = (name: string): string[] =>
    scoreNames([layer], new Map([['1', name]]), 'snake_case').flatMap(describeLosses);
  t.same(lossesOf('save_button'), []);
  t.same(lossesOf('save_buttons'), []);
  t.same(lossesOf('save_link'), ['says loosely what it is']);
  t.same(lossesOf('save_card'), ['does not say what it is', 'is not card']);
  t.same(lossesOf('blue_button'), ['says nothing of its content', 'says how it looks: blue']);
  t.same(lossesOf('Component 1'), [
    'a default name',
    'says nothing of its content',
    'is not component_1',
    'not in the style',
  ]);
  t.same(lossesOf(''), ['no name']);
  t.end();
});

await t.test('splits names in every style and script', (t) => {
  t.same(splitName('HTTPServer-list/Überblick_2'), ['http', 'server', 'list', 'uberblick', '2']);
  t.same(splitName('設定Button'), ['設定', 'button']);
  t.ok(saysWord(splitName('nav_bar'), 'navbar'));
  t.ok(saysWord(splitName('categories_list'), 'category'));
  t.ok(saysWord(splitName('image2'), 'image'));
  t.notOk(saysWord(splitName('cardinal'), 'card'));
  t.end();
});
