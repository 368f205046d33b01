import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { groupLayers } from '../../src/rename/group-layers.ts';
import type { RenameLayer } from '../../src/schemas/rename.ts';
import { samplePicture } from '../helpers/rename-requests.ts';

const [one, two] = [samplePicture(0), samplePicture(1)];

/** Its bytes cut at odd places, as a socket would. */
function bytes(base64: string, cut = 7): ByteString {
  const all = Buffer.from(base64);
  return new ByteString([all.subarray(0, cut), all.subarray(cut)]);
}

function layer(id: string, imageBase64: ByteString | undefined, more: Partial<RenameLayer> = {}): RenameLayer {
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
  const { groups, duplicates } = groupLayers(layers, true);
  t.same(
    groups.map(({ indices }) => indices),
    [[0, 2, 3], [1]],
  );
  t.same(
    duplicates.map(({ base64 }) => base64.byteLength),
    [one.length, one.length],
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
    groupLayers(layers, true).groups.map(({ indices }) => indices),
    [[0, 4], [1], [2], [3], [5, 6]],
  );
});

t.test('pictures of one length that differ in one byte are not taken for the same', async (t) => {
  const other = `${one.slice(0, 100)}${one[100] === 'A' ? 'B' : 'A'}${one.slice(101)}`;
  t.equal(groupLayers([layer('a', bytes(one)), layer('b', bytes(other))], true).groups.length, 2);
});

t.test('a data: URL is the same picture as its bare base64', async (t) => {
  const { groups } = groupLayers([layer('a', bytes(one)), layer('b', bytes(`data:image/png;base64,${one}`))], true);
  t.equal(groups.length, 1);
});

t.test('without dedupe each is a group of its own; either way the request holds no picture afterwards', async (t) => {
  for (const dedupe of [false, true]) {
    const layers = [layer('a', bytes(one)), layer('b', bytes(one))];
    const { groups, duplicates } = groupLayers(layers, dedupe);
    t.equal(groups.length, dedupe ? 1 : 2);
    t.equal(duplicates.length, dedupe ? 1 : 0);
    t.ok(layers.every((each) => !('imageBase64' in each)));
  }
});
