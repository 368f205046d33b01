import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { colorOf, openPlugin, palette, pngOf, solid } from './stage.ts';
import { openVariants } from './variant-stage.ts';

function frameOf(...children: NodeSpec[]): NodeSpec {
  return { type: 'FRAME', id: '1:1', name: 'Frame', width: 400, height: 300, children };
}

const box = (more: Partial<NodeSpec> = {}): NodeSpec => ({ type: 'RECTANGLE', id: '1:2', name: 'Box', ...more });

/** A small frame with a drawing on a filled plate. */
const drawing = (id: string, fill: unknown): NodeSpec => ({
  type: 'FRAME',
  id,
  name: 'Frame 2',
  width: 24,
  height: 24,
  children: [
    { type: 'VECTOR', id: `${id}1`, name: 'Vector', width: 10, height: 10 },
    { type: 'RECTANGLE', id: `${id}2`, name: 'Rectangle 1', width: 24, height: 24, fills: [fill as never] },
  ],
});

t.test('a drawing whose fill is fully clear is drawn with lines only', async (t) => {
  const icon = box({ type: 'VECTOR', fills: [solid('#ff0000', 0)], strokes: [solid('#000000')] });
  const plugin = await openVariants(frameOf(icon));
  const variant = await plugin.apply([
    { action: 'changeFill', targetId: '1:2', color: '#00ff00' },
    { action: 'removeStroke', targetId: '1:2' },
  ]);
  t.match(variant.outcomes[0], /they took the color/);
  t.match(variant.outcomes[1], /nothing would be left/);
  t.equal(colorOf(variant.layer('1:2').strokes), '#00ff00');
});

t.test('a color that is to be clearer is not linked to an opaque style', async (t) => {
  const plugin = await openVariants(frameOf(box({ fills: [solid('#0d6fd1')], fillStyleId: 'S:brand' })), {
    library: palette,
  });
  const variant = await plugin.apply([{ action: 'changeFill', targetId: '1:2', color: '#0d6fd1', opacity: 0.4 }]);
  t.same(variant.outcomes, ['applied: no longer linked to the style Brand']);
  t.match(variant.layer('1:2').fills, [{ opacity: 0.4 }]);
});

t.test('a style that one can see through is neither offered nor taken for its color', async (t) => {
  const veil = { id: 'S:veil', name: 'Brand veil', type: 'PAINT', paints: [solid('#111111', 0.1)] } as const;
  const library = { ...palette, styles: [...palette.styles, veil] };
  const plugin = await openVariants(frameOf(box({ fills: [solid('#0d6fd1')], fillStyleId: 'S:brand' })), { library });
  t.notOk((plugin.prepared.tokens ?? []).some(({ name }) => name === 'Brand veil'));
  const variant = await plugin.apply([{ action: 'changeFill', targetId: '1:2', color: '#111111' }]);
  t.match(variant.layer('1:2').fills, [{ opacity: 1 }]);
});

t.test('a picture takes the place of a video, under what lies over it', async (t) => {
  const video = { type: 'VIDEO', scaleMode: 'FILL', videoHash: 'v' } as never;
  const plugin = await openVariants(frameOf(box({ fills: [video, solid('#000000', 0.3)] })));
  t.equal(plugin.prepared.layers[1]?.hasImageFill, true);
  const variant = await plugin.apply([{ action: 'generateImage', targetId: '1:2', imagePrompt: 'A sea' }]);
  plugin.send({ type: 'place-picture', variantId: 'v1', instructionIndex: 0, picture: pngOf(10, 10) });
  t.match(await plugin.next('picture-placed'), { report: { outcome: 'applied' } });
  t.match(variant.layer('1:2').fills, [{ type: 'IMAGE' }, { type: 'SOLID' }]);
});

t.test('effects of new kinds stay beside a shadow and a blur', async (t) => {
  const effects = [
    {
      type: 'NOISE',
      noiseType: 'MONOTONE',
      color: { r: 0, g: 0, b: 0, a: 1 },
      visible: true,
      blendMode: 'NORMAL',
      noiseSize: 1,
      density: 0.5,
    },
    {
      type: 'GLASS',
      visible: true,
      lightIntensity: 1,
      lightAngle: 0,
      refraction: 0.5,
      depth: 5,
      dispersion: 0.2,
      radius: 3,
    },
    {
      type: 'LAYER_BLUR',
      blurType: 'PROGRESSIVE',
      radius: 5,
      visible: true,
      startRadius: 0,
      startOffset: { x: 0, y: 0 },
      endOffset: { x: 1, y: 1 },
    },
  ] as never;
  const plugin = await openVariants(frameOf(box({ effects, fills: [solid('#ffffff', 0.5)] })));
  const variant = await plugin.apply([
    { action: 'addShadow', targetId: '1:2' },
    { action: 'addBackgroundBlur', targetId: '1:2', blur: 4 },
  ]);
  t.same(variant.outcomes, ['applied', 'applied']);
  const types = (variant.layer('1:2').effects ?? []).map(({ type }) => type);
  t.same(types, ['NOISE', 'GLASS', 'LAYER_BLUR', 'DROP_SHADOW', 'BACKGROUND_BLUR']);
});

t.test('what does not show is said: corners of an ellipse, a blur behind an opaque fill', async (t) => {
  const plugin = await openVariants(
    frameOf(box({ fills: [solid('#ffffff')] }), { ...box(), type: 'ELLIPSE', id: '1:3' }),
  );
  const variant = await plugin.apply([
    { action: 'addBackgroundBlur', targetId: '1:2', blur: 4 },
    { action: 'changeCornerRadius', targetId: '1:3', radius: 8 },
  ]);
  t.same(variant.outcomes, [
    'applied: its fill is opaque: the blur behind it does not show',
    'skipped: an ellipse has no corners to round',
  ]);
});

t.test('a long name of the frame leaves the theme in the name of the variant', async (t) => {
  const plugin = await openVariants({ ...frameOf(), name: 'x'.repeat(300) });
  const { frameName } = await plugin.apply([], 'Night');
  t.equal(frameName.length, 255);
  t.ok(frameName.endsWith(' - Night'));
});

t.test('a history that Figma does not let go of does not cost the variant', async (t) => {
  let refused: string | undefined;
  const plugin = await openVariants(frameOf(box()), { refuses: () => refused });
  plugin.send({ type: 'apply-names', names: [{ id: '1:2', oldName: 'Box', newName: 'Card' }] });
  await plugin.next('names-applied');
  refused = 'setPluginData';
  t.equal((await plugin.apply([])).frameName, 'Frame - Night');
});

t.test('what comes next does not wait for the picture of a variant', async (t) => {
  const held: (() => void)[] = [];
  let isSlow = false;
  const exportPicture = async (): Promise<Uint8Array> => {
    if (isSlow) await new Promise<void>((resolve) => void held.push(resolve));
    return pngOf(1, 1);
  };
  const plugin = await openVariants(frameOf(box()), { exportPicture });
  isSlow = true;
  await plugin.apply([]);
  plugin.send({ type: 'apply-names', names: [{ id: '1:2', oldName: 'Box', newName: 'Card' }] });
  t.equal((await plugin.next('names-applied')).applied.length, 1);
  t.equal(held.length, 1);
  for (const release of held) release();
});

t.test('a frame that is deleted while it is read is reported', async (t) => {
  const children = Array.from({ length: 900 }, (_, index) => box({ id: `2:${index}` }));
  const plugin = await openPlugin({ layers: [frameOf(...children)] });
  await plugin.select('1:1');
  plugin.send({ type: 'prepare-for-edits', runId: 'run' });
  await Promise.resolve();
  plugin.model.remove('1:1');
  t.match(await plugin.nextOf('problem', 'edits-prepared'), { code: 'noFrame', message: 'The frame was deleted.' });
});

t.test('outlines of no thickness, shadows and blurs of nothing, and a frame made clear are said', async (t) => {
  const thin = box({ fills: [solid('#ffffff')], strokes: [solid('#000000')], strokeWeight: 0 });
  const bare = box({ id: '1:3', fills: [], strokes: [solid('#000000', 0)] });
  const plugin = await openVariants(frameOf(thin, bare));
  const variant = await plugin.apply([
    { action: 'changeStroke', targetId: '1:2', color: '#00ff00' },
    { action: 'changeStroke', targetId: '1:2', color: '#00ff00', weight: 0 },
    { action: 'addShadow', targetId: '1:3' },
    { action: 'addBackgroundBlur', targetId: '1:3', blur: 4 },
    { action: 'removeStroke', targetId: '1:3' },
    { action: 'changeOpacity', targetId: '1:1', opacity: 0 },
  ]);
  t.same(variant.outcomes, [
    'applied: it had no outline: one was added',
    'applied: an outline of no thickness does not show',
    'applied: nothing is painted on it: its shadow does not show',
    'applied: it has no fill: the blur behind it does not show',
    'skipped: it has no outline',
    'skipped: the frame itself cannot be hidden',
  ]);
});

t.test('a video makes a small frame a picture, a fully clear one leaves it an icon', async (t) => {
  const plugin = await openPlugin({
    layers: [
      drawing('2:', { type: 'VIDEO', scaleMode: 'FILL', videoHash: 'v' }),
      drawing('3:', { type: 'IMAGE', scaleMode: 'FILL', imageHash: 'x', opacity: 0 }),
    ],
  });
  t.equal((await plugin.select('2:')).reasons.iconPart, 0);
  t.equal((await plugin.select('3:')).reasons.iconPart, 2);
});
