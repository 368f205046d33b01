import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { Picture } from '../../src/images/picture.ts';
import { groupLayers, type LayerGroup, releasePictures } from '../../src/rename/group-layers.ts';
import { createLayerContext } from '../../src/rename/layer-context.ts';
import type { RenameLayer } from '../../src/schemas/rename.ts';
import { samplePicture } from '../helpers/rename-requests.ts';

const [one, two] = [samplePicture(0), samplePicture(1)];

/** Its bytes cut at odd places, as a socket would. */
function bytes(base64: string, cut = 7, free?: () => void): Picture {
  const all = Buffer.from(base64);
  return new Picture(new ByteString([all.subarray(0, cut), all.subarray(cut)]), free);
}

function layer(id: string, imageBase64: Picture | undefined, more: Partial<RenameLayer> = {}): RenameLayer {
  const base = { id, currentName: `Layer ${id}`, type: 'FRAME', ...more };
  return imageBase64 === undefined ? base : { ...base, imageBase64 };
}

function group(
  layers: RenameLayer[],
  dedupe = true,
  sheets: { imageBase64: Picture; layerIds: string[] }[] = [],
): LayerGroup[] {
  return groupLayers({ userEmail: 'designer@example.com', layers, sheets }, dedupe, createLayerContext(layers));
}

t.test('groups layers of the same picture, type and text, wherever their bytes are cut', async (t) => {
  const layers = [
    layer('a', bytes(one, 7)),
    layer('b', bytes(two)),
    layer('c', bytes(one, 1001)),
    layer('d', bytes(one, 3)),
  ];
  t.same(
    group(layers).map(({ indices }) => indices),
    [[0, 2, 3], [1]],
  );
});

t.test('type, text and picture separate groups; name, parent and size do not', async (t) => {
  const layers = [
    layer('a', bytes(one)),
    layer('b', bytes(one), { type: 'VECTOR' }),
    layer('c', bytes(one), { text: 'Save' }),
    layer('d', undefined),
    layer('e', bytes(one), { text: '', parentName: 'Card', width: 3, height: 4 }),
    layer('f', undefined, { text: 'Save' }),
    layer('g', undefined, { text: 'Save' }),
  ];
  t.same(
    group(layers).map(({ indices }) => indices),
    [[0, 4], [1], [2], [3], [5, 6]],
  );
});

t.test('without a picture, size and font size separate a heading from a label', async (t) => {
  const texts = [24, 13, 24].map((fontSize, index) =>
    layer(`${index}`, undefined, { type: 'TEXT', text: 'Dashboard', fontSize, height: fontSize }),
  );
  t.same(
    group(texts).map(({ indices }) => indices),
    [[0, 2], [1]],
  );
});

t.test('separates pictures of equal length that differ in one byte', async (t) => {
  const other = `${one.slice(0, 100)}${one[100] === 'A' ? 'B' : 'A'}${one.slice(101)}`;
  t.equal(group([layer('a', bytes(one)), layer('b', bytes(other))]).length, 2);
});

t.test('a data: URL equals its bare base64', async (t) => {
  t.equal(group([layer('a', bytes(one)), layer('b', bytes(`data:image/png;base64,${one}`))]).length, 1);
});

t.test('each group retains one picture until it is settled and releases it once', async (t) => {
  for (const dedupe of [false, true]) {
    let freed = 0;
    const layers = ['a', 'b'].map((id) =>
      layer(
        id,
        bytes(one, 7, () => void (freed += 1)),
      ),
    );
    const groups = group(layers, dedupe);
    t.equal(groups.length, dedupe ? 1 : 2);
    for (const { imageBase64 } of layers) (imageBase64 as Picture).release();
    t.equal(freed, dedupe ? 1 : 0, 'the request does not hold them any more');
    for (const each of [...groups, ...groups]) releasePictures(each);
    t.equal(freed, 2);
  }
});

t.test('releases a sheet with the last of its layers', async (t) => {
  const layers = ['a', 'b', 'c'].map((id) => layer(id, undefined));
  let freed = 0;
  const sheet = bytes(one, 7, () => void (freed += 1));
  const groups = group(layers, true, [{ imageBase64: sheet, layerIds: ['c', 'a'] }]);
  sheet.release();
  t.same(
    groups.map(({ place }) => place?.cell),
    [2, undefined, 1],
  );
  const [first, ...others] = groups;
  if (first !== undefined) releasePictures(first);
  t.equal(freed, 0);
  others.forEach(releasePictures);
  t.equal(freed, 1);
});

function screen(id: string, x: number): RenameLayer {
  return layer(id, undefined, { x, y: 0, width: 400, height: 800 });
}

function icon(id: string, parentId: string, x: number): RenameLayer {
  return layer(id, undefined, { currentName: 'Vector 3', type: 'VECTOR', parentId, x, y: 20, width: 24, height: 24 });
}

t.test('cells cannot be compared: only layers of duplicated screens are the same', async (t) => {
  const layers = [screen('s', 0), screen('t', 500), icon('a', 's', 10), icon('b', 't', 510), icon('c', 's', 60)];
  const sheets = [{ imageBase64: bytes(one), layerIds: ['a', 'b', 'c'] }];
  t.same(
    group(layers, true, sheets)
      .map(({ indices }) => indices)
      .filter(([first = 0]) => first > 1),
    [[2, 3], [4]],
  );
});
