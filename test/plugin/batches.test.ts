import t from 'tap';
import { createBatcher } from '../../plugin-ui/src/ui/rename/create-batcher.ts';
import { bytesToSend, type LayerToSend } from '../../plugin-ui/src/ui/service/layer-to-send.ts';

const mostBytes = 15_000_000;

function layerOf(index: number, pictureBytes: number): LayerToSend {
  return { layer: { id: `1:${index}`, currentName: 'Frame', type: 'FRAME' }, picture: new Uint8Array(pictureBytes) };
}

/** Divides a run whose pictures weigh so much, and says of each request how many pictures had come when it was full. */
function divide(total: number, pictureBytes: number) {
  const batcher = createBatcher(total);
  const batches: LayerToSend[][] = [];
  const fullAt: number[] = [];
  for (let index = 0; index < total; index += 1) {
    const full = batcher.add(layerOf(index, pictureBytes));
    if (full === undefined) continue;
    batches.push(full);
    fullAt.push(index + 1);
  }
  const last = batcher.flush();
  if (last.length > 0) batches.push(last);
  return { batches, fullAt, sizes: batches.map(({ length }) => length), leftOver: batcher.leftOver };
}

t.test('a small run is one request', async (t) => {
  t.same(divide(50, 20_000).sizes, [50]);
  t.same(divide(0, 0).sizes, []);
});

t.test('a large run is four requests of like size, the first full while the rest is exported', async (t) => {
  const { batches, sizes, fullAt, leftOver } = divide(250, 20_000);
  t.same(sizes, [63, 63, 62, 62]);
  t.same(fullAt, [63, 126, 188]);
  t.same(
    batches.flat().map(({ layer }) => layer.id),
    Array.from({ length: 250 }, (_, index) => `1:${index}`),
    'every layer once, in order',
  );
  t.same(leftOver, []);
  t.same(divide(2000, 1000).sizes, [500, 500, 500, 500], 'the most that the service takes');
});

t.test('no request is over 15 MB, and what four cannot hold is left over and known', async (t) => {
  const { batches, sizes, leftOver } = divide(160, 400_000);
  t.equal(batches.length, 4);
  for (const batch of batches) {
    t.ok(batch.reduce((sum, item) => sum + bytesToSend(item), 0) <= mostBytes);
  }
  const sent = sizes.reduce((sum, size) => sum + size, 0);
  t.ok(leftOver.length > 0);
  t.equal(sent + leftOver.length, 160);
  t.same(leftOver.at(-1)?.layer.id, '1:159');
});

t.test('the bytes reckoned with are at least those of the JSON that is sent', async (t) => {
  const texts = { currentName: 'Überschrift "groß"', text: '你好 '.repeat(300), parentName: 'Rahmen' };
  const item: LayerToSend = {
    layer: { id: '1:1', type: 'TEXT', width: 100.25, height: 20, ...texts },
    picture: new Uint8Array(1000),
  };
  const json = JSON.stringify({ ...item.layer, imageBase64: Buffer.from(item.picture ?? []).toString('base64') });
  t.ok(bytesToSend(item) >= Buffer.byteLength(json), `${bytesToSend(item)} of ${Buffer.byteLength(json)}`);
});
