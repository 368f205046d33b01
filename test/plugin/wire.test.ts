import t from 'tap';
import type { LayerForRenaming } from '../../plugin-ui/src/messages.ts';
import { hashContent } from '../../plugin-ui/src/ui/rename/content-hash.ts';
import { chooseBackdrop } from '../../plugin-ui/src/ui/rename/sheets/choose-backdrop.ts';
import { choosePictured } from '../../plugin-ui/src/ui/rename/sheets/choose-pictured.ts';
import { createWireIds, toWire } from '../../plugin-ui/src/ui/rename/to-wire.ts';
import type { LayerToSend } from '../../plugin-ui/src/ui/service/layer-to-send.ts';

function item(id: string, more: Partial<LayerForRenaming> = {}, hasPicture = true): LayerToSend {
  const layer = { id, currentName: 'Frame', type: 'FRAME', ...more };
  return { layer, picture: hasPicture ? new Uint8Array([1]) : null };
}

const compose = async (pictures: readonly Blob[]): Promise<Blob> => new Blob([`${pictures.length} cells`]);

t.test("the service gets short ids and the plugin maps them back to Figma's", async (t) => {
  const deep = `I${'348:15903;2153:7840;'.repeat(10)}9:1`;
  const ids = createWireIds([deep, '1:2', '1:3']);
  const parent = item('1:2', { twinIds: ['7:1'], contentHash: 'x', isNamed: true });
  const { layers } = await toWire(
    [parent, item(deep, { parentId: '1:2' }), item('1:3', { parentId: '9:9' })],
    ids,
    compose,
  );
  t.same(
    layers.map(({ id, parentId }) => [id, parentId]),
    [
      ['2', undefined],
      ['1', '2'],
      ['3', undefined],
    ],
    'a parent that is not in the request is not named',
  );
  t.same(Object.keys(layers[0] ?? {}), ['id', 'currentName', 'type'], 'what is for the plugin alone stays here');
  t.equal(ids.toFigma('1'), deep);
  t.equal(ids.toFigma('9'), undefined);
  const again = await toWire([item('1:3')], ids, compose);
  t.equal(again.layers[0]?.id, '3', 'the same number in all requests of a run');
});

t.test('sends pictures as sheets of twelve; texts and full frames go without', async (t) => {
  const silent = Array.from({ length: 20 }, (_, at) => item(`1:${at}`));
  const text = item('2:1', { type: 'TEXT', text: 'Sign in', needsPicture: false }, false);
  const screen = item('2:2', { text: 'Email | Sign in' });
  const inside = [item('2:3', { parentId: '2:2' }), item('2:4', { parentId: '2:2', text: 'Go' })];
  const batch = [...silent, text, screen, ...inside];
  const chosen = choosePictured(batch);
  t.same(
    chosen.map(({ length }) => length),
    [11, 11],
  );
  const shown = new Set(chosen.flat().map(({ layer }) => layer.id));
  t.notOk(shown.has('2:1'));
  t.notOk(shown.has('2:2'));
  t.ok(shown.has('2:3') && shown.has('2:4'));
  const { sheets, alone } = await toWire(batch, createWireIds(batch.map(({ layer }) => layer.id)), compose);
  t.equal(await sheets[0]?.picture.text(), '11 cells');
  t.same(sheets.flatMap(({ layerIds }) => layerIds).length, 22);
  t.same(alone, []);
});

t.test('a picture alone on its sheet goes by itself; without pictures there is no sheet', async (t) => {
  const one = await toWire([item('1:1')], createWireIds(['1:1']), compose);
  t.same(one.sheets, []);
  t.same(
    one.alone.map(({ layerIds }) => layerIds),
    [['1']],
  );
  t.same(choosePictured([item('1:1', {}, false)]), []);
});

function pixels(...colors: [number, number][]): Uint8Array {
  return new Uint8Array(colors.flatMap(([level, alpha]) => [level, level, level, alpha]));
}

t.test('a picture lies on a contrasting backdrop', async (t) => {
  t.equal(chooseBackdrop(pixels([0, 255], [20, 255], [0, 0])), '#ffffff', 'dark');
  t.equal(chooseBackdrop(pixels([255, 255], [250, 255])), '#23272f', 'light');
  t.equal(chooseBackdrop(pixels([255, 255], [0, 255])), '#8d939c', 'both');
  t.equal(chooseBackdrop(pixels([255, 0], [140, 255])), '#ffffff', 'what is transparent does not count');
  t.equal(chooseBackdrop(new Uint8Array()), '#ffffff');
});

t.test('a content hash changes with everything a name is made from and nothing else', async (t) => {
  const basis = { namingStyle: 'Title Case', namingRules: 'Short' } as const;
  const { layer } = item('1:1', { text: 'Pay', width: 10, height: 20 });
  const picture = new Uint8Array(5000).fill(7);
  const hash = hashContent(layer, picture, basis);
  t.equal(
    hashContent({ ...layer, id: '2:2', currentName: 'Pay button', x: 9, twinIds: ['3:3'] }, picture.slice(), basis),
    hash,
  );
  const changed = picture.slice();
  changed[4999] = 8;
  const others = [
    hashContent({ ...layer, text: 'Buy' }, picture, basis),
    hashContent({ ...layer, type: 'GROUP' }, picture, basis),
    hashContent({ ...layer, width: 11 }, picture, basis),
    hashContent(layer, changed, basis),
    hashContent(layer, null, basis),
    hashContent(layer, picture, { ...basis, namingStyle: 'snake_case' }),
    hashContent(layer, picture, { ...basis, namingRules: '' }),
  ];
  t.equal(new Set([hash, ...others]).size, 8);
});
