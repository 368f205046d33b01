import t from 'tap';
import { createBatcher } from '../../plugin-ui/src/ui/rename/create-batcher.ts';
import type { LayerToSend } from '../../plugin-ui/src/ui/service/layer-to-send.ts';

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
  return { batches, fullAt, sizes: batches.map(({ length }) => length) };
}

t.test('a small run is one request', async (t) => {
  t.same(divide(50, 20_000).sizes, [50]);
  t.same(divide(0, 0).sizes, []);
});

t.test('a large run is four similar requests, the first sent while the rest is exported', async (t) => {
  const { batches, sizes, fullAt } = divide(250, 20_000);
  t.same(sizes, [63, 63, 62, 62]);
  t.same(fullAt, [63, 126, 188]);
  t.same(
    batches.flat().map(({ layer }) => layer.id),
    Array.from({ length: 250 }, (_, index) => `1:${index}`),
    'every layer once, in order',
  );
  t.same(divide(2000, 1000).sizes, [500, 500, 500, 500], 'the most that the service takes');
});
