import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { Picture } from '../../src/images/picture.ts';
import { groupLayers, releasePicture } from '../../src/rename/group-layers.ts';
import type { RenameLayer } from '../../src/schemas/rename.ts';
import { samplePicture } from '../helpers/rename-requests.ts';

const [one, two] = [samplePicture(0), samplePicture(1)];

/** Its bytes cut at odd places, as a socket would. */
function bytes(base64: string, cut = 7): Picture {
  const all = Buffer.from(base64);
  return new Picture(new ByteString([all.subarray(0, cut), all.subarray(cut)]));
}

function layer(id: string, imageBase64: Picture | undefined, more: Partial<RenameLayer> = {}): RenameLayer {
  const base = { id, currentName: `Layer ${id}`, type: 'FRAME', ...more };
  return imageBase64 === undefined ? base : { ...base, imageBase64 };
}

t.test('layers of the same picture, type and text are one group, wherever their bytes are cut', async (t) => {
  const layers = [
    layer('a', bytes(one, 7)),
    layer('b', bytes(two)),
    layer('c', bytes(one, 1001)),
    layer('d', bytes(one, 3)),
  ];
  t.same(
    groupLayers(layers, true).map(({ indices }) => indices),
    [[0, 2, 3], [1]],
  );
});

t.test('another type, text or picture is another group; name, parent and size are not', async (t) => {
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
    groupLayers(layers, true).map(({ indices }) => indices),
    [[0, 4], [1], [2], [3], [5, 6]],
  );
});

t.test('pictures of one length that differ in one byte are not taken for the same', async (t) => {
  const other = `${one.slice(0, 100)}${one[100] === 'A' ? 'B' : 'A'}${one.slice(101)}`;
  t.equal(groupLayers([layer('a', bytes(one)), layer('b', bytes(other))], true).length, 2);
});

t.test('a data: URL is the same picture as its bare base64', async (t) => {
  const groups = groupLayers([layer('a', bytes(one)), layer('b', bytes(`data:image/png;base64,${one}`))], true);
  t.equal(groups.length, 1);
});

t.test('each group retains one picture, duplicates are released with the request', async (t) => {
  for (const dedupe of [false, true]) {
    const freed: string[] = [];
    const layers = ['a', 'b'].map((id) => layer(id, new Picture(ByteString.from(one), () => void freed.push(id))));
    const pictures = layers.map(({ imageBase64 }) => imageBase64 as Picture);
    const groups = groupLayers(layers, dedupe);
    t.equal(groups.length, dedupe ? 1 : 2);
    for (const picture of pictures) picture.release();
    t.same(freed, dedupe ? ['b'] : []);
    for (const group of groups) {
      releasePicture(group);
      releasePicture(group);
    }
    t.same(freed.toSorted(), ['a', 'b']);
  }
});
