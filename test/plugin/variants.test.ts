import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { pngOf, solid } from './stage.ts';
import { layerOf, openVariants } from './variant-stage.ts';

const hero: NodeSpec = {
  type: 'FRAME',
  id: '1:1',
  name: 'Hero',
  x: 0,
  y: 0,
  width: 300,
  height: 200,
  children: [
    { type: 'RECTANGLE', id: '1:2', name: 'Photo', width: 100, height: 100, fills: [solid('#888888')] },
    { type: 'TEXT', id: '1:3', name: 'Title', characters: 'Hi', x: 10, y: 120 },
  ],
};

t.test('reads the frame back to front with positions from its top left', async (t) => {
  const frame: NodeSpec = {
    type: 'FRAME',
    id: '1:1',
    name: ' Hero ',
    x: 500,
    y: 40,
    width: 3000,
    height: 200,
    fills: [solid('#ffffff')],
    children: [
      {
        type: 'GROUP',
        id: '1:2',
        name: 'Group 1',
        children: [
          {
            type: 'RECTANGLE',
            id: '1:3',
            name: 'Photo',
            x: 10,
            y: 20.006,
            width: 100,
            height: 50,
            opacity: 0.5,
            fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: null }, { ...solid('#ff0000', 0.25) }],
            strokes: [solid('#0000ff')],
            cornerRadius: [1, 2, 3, 4],
          },
        ],
      },
      {
        type: 'TEXT',
        id: '1:4',
        name: 'Title',
        characters: [
          { characters: 'Hello ', fontSize: 12, fills: [solid('#000000')] },
          { characters: 'you', fontSize: 20, fills: [solid('#ff0000')] },
        ],
      },
      { type: 'RECTANGLE', id: '1:5', name: 'Ghost', visible: false },
    ],
  };
  const { prepared, exports } = await openVariants(frame, { settings: { email: 'ada@example.com' } });
  t.match(prepared, {
    userEmail: 'ada@example.com',
    userId: '42',
    frameId: '1:1',
    frameName: 'Hero',
    frameWidth: 3000,
    frameHeight: 200,
    layersLeftOut: 0,
  });
  t.ok(prepared.framePicture instanceof Uint8Array);
  t.equal(exports[0]?.scale, 1024 / 3000);
  t.same(
    prepared.layers.map(({ id }) => id),
    ['1:1', '1:2', '1:3', '1:4'],
    'the frame first; what is hidden is not there',
  );
  t.same(prepared.layers[2], {
    id: '1:3',
    parentId: '1:2',
    name: 'Photo',
    type: 'RECTANGLE',
    x: 10,
    y: 20.01,
    width: 100,
    height: 50,
    opacity: 0.5,
    hasImageFill: true,
    fills: [{ type: 'IMAGE' }, { type: 'SOLID', color: '#ff0000', opacity: 0.25 }],
    strokes: [{ type: 'SOLID', color: '#0000ff' }],
    cornerRadius: { topLeft: 1, topRight: 2, bottomLeft: 4, bottomRight: 3 },
  });
  const text = prepared.layers[3];
  t.same([text?.fills, text?.fontSize], [undefined, undefined], 'mixed styles are left out');
  t.same(
    text?.mixedFills,
    [
      { type: 'SOLID', color: '#000000' },
      { type: 'SOLID', color: '#ff0000' },
    ],
    'the colors of its parts, the longest part first',
  );
});

t.test('of a frame with too many layers leaves out the insides of instances first', async (t) => {
  const buttons = Array.from(
    { length: 600 },
    (_, n): NodeSpec => ({
      type: 'INSTANCE',
      id: `2:${n}`,
      name: 'Button',
      children: [{ type: 'RECTANGLE', id: `I2:${n};9:1`, name: 'Rectangle' }],
    }),
  );
  const { prepared } = await openVariants({ ...hero, children: buttons });
  t.equal(prepared.layers.length, 601);
  t.equal(prepared.layersLeftOut, 600);
});

t.test('a variant is a copy beside its frame, named after its theme, in one undo step', async (t) => {
  const plugin = await openVariants(hero);
  const before = plugin.model.fingerprint('1:1');
  const steps = plugin.model.undoSteps;
  const variant = await plugin.apply([{ action: 'changeOpacity', targetId: '1:2', opacity: 0.5 }], 'Night owl');
  t.equal(variant.frameName, 'Hero - Night owl');
  t.match(variant.clone(), { name: 'Hero - Night owl', absoluteX: 380, absoluteY: 0, width: 300, height: 200 });
  t.equal(plugin.model.undoSteps, steps + 1);
  t.equal(plugin.model.fingerprint('1:1'), before);
  plugin.undo();
  t.equal(plugin.model.find(variant.frameId), undefined);
  t.equal(plugin.model.layers.length, 1);
});

t.test('five variants lie in a row, each in free room', async (t) => {
  const neighbour: NodeSpec = { type: 'FRAME', id: '5:1', name: 'Neighbour', x: 700, y: 150, width: 100, height: 10 };
  const below: NodeSpec = { type: 'FRAME', id: '5:2', name: 'Below', x: 300, y: 900, width: 5000, height: 10 };
  const plugin = await openVariants(hero, { layers: [hero, neighbour, below] });
  const places = [];
  for (let n = 0; n < 5; n += 1) places.push((await plugin.apply([], `T${n}`)).clone().absoluteX);
  t.same(places, [880, 1260, 1640, 2020, 2400]);
});

t.test('the variant of a nested frame is placed beside the outer one, on the page', async (t) => {
  const outer: NodeSpec = {
    type: 'FRAME',
    id: '6:1',
    name: 'Outer',
    width: 900,
    height: 400,
    children: [{ ...hero, x: 50, y: 60 }],
  };
  const plugin = await openVariants(hero, { layers: [outer] });
  const variant = await plugin.apply([]);
  t.match(variant.clone(), { absoluteX: 980, absoluteY: 60 });
  t.equal(plugin.model.layers.length, 2);
});

t.test('a failed edit never fails its variant', async (t) => {
  const plugin = await openVariants(hero);
  const variant = await plugin.apply([
    { action: 'changeFill', targetId: '1:2', color: '#ff0000', opacity: 7 },
    { action: 'changeOpacity', targetId: '1:2', opacity: 0.5 },
  ]);
  t.match(variant.outcomes[0], /^skipped: Figma refused: /);
  t.equal(variant.outcomes[1], 'applied');
});

t.test('places pictures as they come, each its own undo step', async (t) => {
  const plugin = await openVariants(hero);
  const variant = await plugin.apply([{ action: 'generateImage', targetId: '1:2', imagePrompt: 'Sea' }]);
  const steps = plugin.model.undoSteps;
  plugin.send({ type: 'place-picture', variantId: 'v1', instructionIndex: 0, picture: pngOf(64, 64) });
  t.same(await plugin.next('picture-placed'), {
    type: 'picture-placed',
    variantId: 'v1',
    report: { index: 0, outcome: 'applied' },
  });
  t.match(variant.layer('1:2').fills, [{ type: 'IMAGE', scaleMode: 'FILL' }]);
  t.equal(plugin.model.undoSteps, steps + 1);
});

t.test('a picture replaces the previous one, under what lies over it', async (t) => {
  const photo: NodeSpec = {
    type: 'RECTANGLE',
    id: '1:2',
    name: 'Photo',
    fills: [{ type: 'IMAGE', scaleMode: 'FIT', imageHash: null }, solid('#000000', 0.4)],
  };
  const plugin = await openVariants({ ...hero, children: [photo] });
  const variant = await plugin.apply([{ action: 'generateImage', targetId: '1:2', imagePrompt: 'Sea' }]);
  plugin.send({ type: 'place-picture', variantId: 'v1', instructionIndex: 0, picture: pngOf(64, 64) });
  await plugin.next('picture-placed');
  t.match(variant.layer('1:2').fills, [
    { type: 'IMAGE', scaleMode: 'FILL' },
    { type: 'SOLID', opacity: 0.4 },
  ]);
});

t.test('skips a picture that is invalid, missing or whose layer is gone, with its reason', async (t) => {
  const plugin = await openVariants(hero);
  const steps = [1, 2, 3, 4, 5].map(() => ({ action: 'generateImage', targetId: '1:2', imagePrompt: 'Sea' }) as const);
  const variant = await plugin.apply(steps);
  const place = async (instructionIndex: number, picture: Uint8Array | null, imageError?: string): Promise<string> => {
    const error = imageError === undefined ? {} : { imageError };
    plugin.send({ type: 'place-picture', variantId: 'v1', instructionIndex, picture, ...error });
    const { report } = await plugin.next('picture-placed');
    t.equal(report.index, instructionIndex);
    return `${report.outcome}: ${report.note}`;
  };
  t.equal(await place(0, pngOf(4097, 10)), 'skipped: Figma cannot take the picture: Image is too large');
  t.equal(await place(1, new Uint8Array(40)), 'skipped: Figma cannot take the picture: Image type is unsupported');
  t.equal(await place(2, null, 'The provider refused'), 'skipped: The provider refused');
  plugin.model.remove(variant.layer('1:2').id);
  t.equal(await place(3, pngOf(10, 10)), 'skipped: the layer was deleted');
  plugin.send({ type: 'discard-variant', variantId: 'v1' });
  await plugin.next('variant-discarded');
  t.equal(await place(4, pngOf(10, 10)), 'skipped: the variant was discarded');
});

t.test('discards a variant as one undo step, and again without harm', async (t) => {
  const plugin = await openVariants(hero);
  const variant = await plugin.apply([]);
  const steps = plugin.model.undoSteps;
  plugin.send({ type: 'discard-variant', variantId: 'v1' });
  t.equal((await plugin.next('variant-discarded')).variantId, 'v1');
  t.equal(plugin.model.find(variant.frameId), undefined);
  t.equal(plugin.model.undoSteps, steps + 1);
  plugin.send({ type: 'discard-variant', variantId: 'v1' });
  await plugin.next('variant-discarded');
  plugin.undo();
  t.ok(plugin.model.find(variant.frameId));
});

t.test('a regenerated variant replaces the old one in one undo step', async (t) => {
  const plugin = await openVariants(hero);
  await plugin.apply([], 'One');
  const second = await plugin.apply([], 'Two');
  await plugin.apply([], 'Three');
  const place = second.clone().absoluteX;
  const steps = plugin.model.undoSteps;
  const anew = await plugin.apply([], 'Two again', 'v2');
  t.equal((await plugin.next('variant-discarded')).variantId, 'v2');
  t.equal(anew.clone().absoluteX, place);
  t.equal(plugin.model.find(second.frameId), undefined);
  t.equal(plugin.model.undoSteps, steps + 1);
});

t.test('variants of a deleted frame fail in plain words', async (t) => {
  const plugin = await openVariants(hero);
  plugin.model.remove('1:1');
  plugin.send({ type: 'apply-variant', runId: 'run', variantId: 'x', theme: 'T', instructions: [] });
  t.match(await plugin.next('variant-failed'), { variantId: 'x', message: 'The frame was deleted.' });
  plugin.send({ type: 'prepare-for-edits', runId: 'again', frameId: '1:1' });
  t.match(await plugin.next('problem'), { runId: 'again', code: 'noFrame', message: 'The frame was deleted.' });
});

t.test('a frame that is no longer selected can be read again to regenerate a variant', async (t) => {
  const plugin = await openVariants(hero);
  await plugin.select();
  plugin.send({ type: 'prepare-for-edits', runId: 'again', frameId: '1:1' });
  t.equal((await plugin.next('edits-prepared')).frameName, 'Hero');
  plugin.send({ type: 'prepare-for-edits', runId: 'none' });
  t.match(await plugin.next('problem'), { runId: 'none', code: 'noFrame' });
});

t.test('reverting names does not affect variants', async (t) => {
  const plugin = await openVariants(hero);
  plugin.send({ type: 'apply-names', names: [{ id: '1:2', oldName: 'Photo', newName: 'hero_photo' }] });
  await plugin.next('names-applied');
  const variant = await plugin.apply([]);
  plugin.send({ type: 'revert-names' });
  t.equal((await plugin.next('names-reverted')).reverted.length, 1);
  t.equal(plugin.nameOf('1:2'), 'Photo');
  t.equal(variant.layer('1:2').name, 'hero_photo');
});

t.test('brings a variant into view', async (t) => {
  const plugin = await openVariants(hero);
  const variant = await plugin.apply([]);
  plugin.send({ type: 'zoom-to-variant', variantId: 'v1' });
  await plugin.settle();
  t.same(plugin.zooms, [[variant.frameId]]);
  plugin.send({ type: 'zoom-to-variant', variantId: 'v9' });
  t.match(await plugin.next('problem'), { code: 'noSuchLayer' });
});

t.test("places variants on their frame's page even if another is open", async (t) => {
  const plugin = await openVariants(hero, { otherPages: [{ name: 'Page 2', children: [] }] });
  plugin.model.openPage('0:2');
  const variant = await plugin.apply([]);
  t.equal(plugin.model.layers.length, 0);
  t.equal(layerOf(plugin, variant.frameId).absoluteX, 380);
});
