import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { gradientAt } from '../../plugin-ui/src/main/variants/actions/paint.ts';
import { editActions } from '../../src/schemas/edit-instruction.ts';
import { colorOf, palette, pngOf, solid } from './stage.ts';
import { openVariants, type Step } from './variant-stage.ts';

const card: NodeSpec = {
  type: 'FRAME',
  id: '1:1',
  name: 'Card',
  x: 100,
  y: 50,
  width: 300,
  height: 200,
  fills: [solid('#ffffff')],
  children: [
    { type: 'RECTANGLE', id: '1:2', name: 'Bar', x: 10, y: 20, width: 100, height: 40, fills: [solid('#112233', 0.5)] },
    {
      type: 'TEXT',
      id: '1:3',
      name: 'Title',
      x: 10,
      y: 70,
      width: 80,
      height: 20,
      characters: 'Hello',
      fontSize: 16,
      lineHeight: 20,
      fills: [solid('#000000')],
    },
    { type: 'VECTOR', id: '1:4', name: 'Icon', x: 200, y: 20, width: 24, height: 24, strokes: [solid('#000000')] },
    {
      type: 'FRAME',
      id: '1:8',
      name: 'Row',
      y: 170,
      width: 100,
      height: 30,
      layoutMode: 'HORIZONTAL',
      fills: [solid('#eeeeee')],
      strokes: [solid('#000000')],
      children: [{ type: 'INSTANCE', id: '1:9', name: 'Switch', mainComponentId: '8:1', width: 20, height: 20 }],
    },
    {
      type: 'GROUP',
      id: '1:5',
      name: 'Pair',
      children: [
        { type: 'ELLIPSE', id: '1:6', name: 'Dot', x: 50, y: 120, width: 20, height: 20, fills: [solid('#ff0000')] },
        { type: 'LINE', id: '1:7', name: 'Rule', x: 50, y: 160, width: 100, strokes: [solid('#00ff00')] },
      ],
    },
  ],
};

const switches: NodeSpec = {
  type: 'COMPONENT_SET',
  id: '8:0',
  name: 'Switch',
  x: 2000,
  children: ['On=Yes', 'On=No'].map((name, index) => ({ type: 'COMPONENT', id: `8:${index + 1}`, name })),
};

const bar = { targetId: '1:2' };
const title = { targetId: '1:3' };

t.test('applies every action of the service to the clone and reports it', async (t) => {
  const { apply, model } = await openVariants(card, { layers: [card, switches], library: palette });
  const before = model.fingerprint('1:1');
  const steps: Step[] = [
    { action: 'move', ...bar, x: 30, y: 40 },
    { action: 'resize', ...bar, width: 120, height: 60 },
    { action: 'changeFill', ...bar, color: '#abcdef' },
    { action: 'addGradient', targetId: '1:6', colors: ['#000000', '#ffffff'], angle: 90 },
    { action: 'changeStroke', targetId: '1:4', color: '#0000ff', weight: 3 },
    { action: 'addStroke', ...bar, color: '#445566', weight: 2, opacity: 0.5 },
    { action: 'removeStroke', targetId: '1:8' },
    { action: 'changeText', ...title, content: 'Good evening' },
    { action: 'changeFont', ...title, fontFamily: 'Inter', fontStyle: 'Bold' },
    { action: 'changeFontSize', ...title, fontSize: 32 },
    { action: 'changeTextCase', ...title, textCase: 'UPPER' },
    { action: 'changeOpacity', ...title, opacity: 0.8 },
    { action: 'changeCornerRadius', ...bar, radius: 12 },
    { action: 'addShadow', ...bar, y: 8, blur: 24 },
    { action: 'addBackgroundBlur', ...bar, blur: 10 },
    { action: 'reorder', ...bar, position: 'front' },
    { action: 'hide', targetId: '1:4' },
    { action: 'setLayout', targetId: '1:8', direction: 'vertical', gap: 12, padding: 4 },
    { action: 'setVariant', targetId: '1:9', property: 'On', value: 'No' },
    { action: 'useToken', targetId: '1:8', field: 'fill', token: 'color/accent' },
    { action: 'generateImage', targetId: '1:6', imagePrompt: 'A moon' },
  ];
  t.same(new Set(steps.map(({ action }) => action)), new Set(editActions), 'no action of the schema is missing here');
  const variant = await apply(steps);
  t.same(
    variant.report.map(({ index, outcome }) => [index, outcome]),
    steps.map((step, index) => [index, step.action === 'generateImage' ? 'waiting' : 'applied']),
  );
  t.same(
    variant.report.filter(({ note }) => note !== undefined),
    [],
    'all as asked',
  );

  const newBar = variant.layer('1:2');
  const frame = variant.clone();
  t.same([newBar.absoluteX - frame.absoluteX, newBar.absoluteY - frame.absoluteY], [30, 40]);
  t.same([newBar.width, newBar.height], [120, 60]);
  t.equal(colorOf(newBar.fills), '#abcdef');
  t.equal(newBar.fills[0]?.opacity, 0.5, 'without an opacity the old one is kept');
  t.equal(colorOf(newBar.strokes), '#445566');
  t.equal(newBar.strokeWeight, 2);
  t.equal(newBar.strokes[0]?.opacity, 0.5);
  t.same(newBar.cornerRadii, [12, 12, 12, 12]);
  t.match(newBar.effects, [
    { type: 'DROP_SHADOW', radius: 24, offset: { x: 0, y: 8 } },
    { type: 'BACKGROUND_BLUR', radius: 10 },
  ]);
  t.equal(frame.children[frame.children.length - 1]?.id, newBar.id);
  t.match(variant.layer('1:3'), {
    characters: 'Good evening',
    fontName: { family: 'Inter', style: 'Bold' },
    fontSize: 32,
    textCase: 'UPPER',
    opacity: 0.8,
  });
  t.match(variant.layer('1:4'), { strokeWeight: 3, visible: false });
  t.equal(colorOf(variant.layer('1:4').strokes), '#0000ff');
  t.match(variant.layer('1:6').fills, [{ type: 'GRADIENT_LINEAR' }]);
  t.same(variant.layer('1:8').strokes, []);
  t.equal(colorOf(variant.layer('1:8').fills), '#0d6fd1');
  t.equal(model.fingerprint('1:1'), before, 'the source is untouched, byte for byte');
});

t.test('scales a line height in pixels with its letters', async (t) => {
  const { apply, figma } = await openVariants(card);
  const variant = await apply([{ action: 'changeFontSize', ...title, fontSize: 32 }]);
  const node = await figma.getNodeByIdAsync(variant.layer('1:3').id);
  t.same(node?.type === 'TEXT' && node.lineHeight, { unit: 'PIXELS', value: 40 });
});

t.test('moves layers relatively, inside groups, and to the same place in a rotated parent', async (t) => {
  const turned: NodeSpec = {
    type: 'FRAME',
    id: '2:1',
    name: 'Turned',
    x: 150,
    y: 150,
    width: 50,
    height: 50,
    rotation: 90,
    clipsContent: false,
    children: [{ type: 'RECTANGLE', id: '2:2', name: 'Inner', x: 5, y: 10, width: 10, height: 20 }],
  };
  const { apply } = await openVariants({ ...card, children: [...(card.children ?? []), turned] });
  const variant = await apply([
    { action: 'move', ...bar, x: -4, y: 6, relative: true },
    { action: 'move', targetId: '1:6', x: 10, y: 20 },
    { action: 'move', targetId: '1:5', x: 10, y: 5, relative: true },
    { action: 'move', targetId: '2:2', x: 100, y: 30 },
  ]);
  t.same(variant.outcomes, ['applied', 'applied', 'applied', 'applied']);
  const frame = variant.clone();
  const placeOf = (id: string): [number, number] => {
    const node = variant.layer(id);
    return [node.absoluteX - frame.absoluteX, node.absoluteY - frame.absoluteY];
  };
  t.same(placeOf('1:2'), [6, 26]);
  t.same(placeOf('1:6'), [20, 25], 'first by itself, then with its group');
  t.same(placeOf('1:7'), [60, 165]);
  // Turned by 90 degrees, a box of 10 x 20 is 20 x 10, and its origin is its box's bottom left.
  const [x, y] = placeOf('2:2');
  t.ok(Math.abs(x - 100) < 1e-6 && Math.abs(y - 40) < 1e-6, `${x}, ${y}`);
});

t.test('keeps sides that were not mentioned and line shapes, and scales children along', async (t) => {
  const { apply } = await openVariants(card);
  const variant = await apply([
    { action: 'resize', ...bar, height: 80 },
    { action: 'resize', targetId: '1:7', width: 50, height: 9 },
    { action: 'resize', ...title, scale: 2 },
    { action: 'resize', targetId: '1:1', width: 600 },
    { action: 'resize', targetId: '1:4' },
  ]);
  t.same(variant.outcomes.slice(0, 1), ['applied']);
  t.match(variant.layer('1:2'), { width: 100, height: 80 });
  t.match(variant.layer('1:7'), { width: 50, height: 0 });
  t.match(variant.layer('1:3'), { width: 160, height: 40, fontSize: 32 });
  t.match(variant.clone(), { width: 600, height: 200 });
  t.equal(variant.outcomes[4], 'skipped: no size was given');
});

t.test('skips and reports what a layer cannot have and applies the rest', async (t) => {
  const { apply } = await openVariants(card);
  const variant = await apply([
    { action: 'changeFill', targetId: '1:5', color: '#000000' },
    { action: 'addStroke', targetId: '1:5', color: '#000000' },
    { action: 'changeText', ...bar, content: 'x' },
    { action: 'changeFont', ...bar, fontFamily: 'Inter' },
    { action: 'changeCornerRadius', targetId: '1:7', radius: 4 },
    { action: 'removeStroke', ...bar },
    { action: 'generateImage', targetId: '1:5', imagePrompt: 'x' },
    { action: 'move', targetId: '1:1', x: 0, y: 0 },
    { action: 'hide', targetId: '1:1' },
    { action: 'reorder', targetId: '1:1', position: 'back' },
    { action: 'hide', targetId: '9:9' },
    { action: 'changeOpacity', ...bar, opacity: 0.5 },
  ]);
  t.same(variant.outcomes, [
    'skipped: a group has no fill',
    'skipped: a group has no outline',
    'skipped: a rectangle has no text',
    'skipped: a rectangle has no text',
    'skipped: a line has no corners to round',
    'skipped: it has no outline',
    'skipped: a group cannot hold a picture',
    'skipped: the frame itself is not moved',
    'skipped: the frame itself cannot be hidden',
    'skipped: the frame itself cannot be reordered',
    'skipped: layer "layer 9:9" was not found',
    'applied',
  ]);
});

t.test('reports what was done differently than asked', async (t) => {
  const { apply } = await openVariants(card);
  const variant = await apply([
    { action: 'changeFill', targetId: '1:4', color: '#0000ff' },
    { action: 'changeStroke', ...bar, color: '#0000ff' },
    { action: 'addStroke', ...bar, color: '#00ff00' },
    { action: 'reorder', ...bar, position: 40 },
  ]);
  t.same(variant.outcomes, [
    'applied: it is drawn with lines only: they took the color',
    'applied: it had no outline: one was added',
    'applied: it had an outline: that was changed',
    'applied: there are fewer layers: it went to the front',
  ]);
  t.equal(colorOf(variant.layer('1:4').strokes), '#0000ff');
});

t.test('places a layer exactly where requested among its siblings', async (t) => {
  const { apply } = await openVariants(card);
  for (const [id, position, expected] of [
    ['1:2', 2, ['1:3', '1:4', '1:2', '1:8', '1:5']],
    ['1:5', 1, ['1:2', '1:5', '1:3', '1:4', '1:8']],
    ['1:4', 'back', ['1:4', '1:2', '1:3', '1:8', '1:5']],
    ['1:3', 'front', ['1:2', '1:4', '1:8', '1:5', '1:3']],
  ] as const) {
    const variant = await apply([{ action: 'reorder', targetId: id, position }]);
    t.same(
      variant.clone().children.map(({ originId }) => originId),
      expected,
    );
  }
});

t.test('finds a layer by name without an id if the name is unique', async (t) => {
  const twins: NodeSpec[] = [1, 2].map((n) => ({ type: 'RECTANGLE', id: `3:${n}`, name: 'Twin' }));
  const plugin = await openVariants({ ...card, children: [...(card.children ?? []), ...twins] });
  const variant = await plugin.apply([
    { action: 'hide', target: 'Bar' } as Step,
    { action: 'hide', target: 'Twin' } as Step,
  ]);
  t.same(variant.outcomes, ['applied', 'skipped: layer "Twin" was not found']);
});

t.test('skips an action of a newer service by name', async (t) => {
  const { apply } = await openVariants(card);
  const variant = await apply([{ action: 'spin', ...bar } as unknown as Step]);
  t.same(variant.outcomes, ['skipped: this version of the plugin does not know "spin"']);
});

/** How far along the gradient a point of the layer's box is. */
function at(transform: ReturnType<typeof gradientAt>, x: number, y: number): number {
  return transform[0][0] * x + transform[0][1] * y + transform[0][2];
}

function near(value: number, wanted: number): boolean {
  return Math.abs(value - wanted) < 1e-9;
}

t.test('a gradient runs from corner to corner at its angle', async (t) => {
  const across = gradientAt(0, 200, 100);
  t.ok(near(at(across, 0, 0.7), 0) && near(at(across, 1, 0.2), 1), 'left to right');
  const down = gradientAt(90, 200, 100);
  t.ok(near(at(down, 0.3, 0), 0) && near(at(down, 0.8, 1), 1), 'top to bottom');
  const slant = gradientAt(45, 200, 100);
  t.ok(near(at(slant, 0, 0), 0) && near(at(slant, 1, 1), 1) && near(at(slant, 0.5, 0.5), 0.5), 'corner to corner');
  const back = gradientAt(180, 200, 100);
  t.ok(near(at(back, 1, 0.5), 0) && near(at(back, 0, 0.5), 1), 'right to left');
  t.ok(gradientAt(30, 100, 0).flat().every(Number.isFinite), 'a line has a gradient too');
});

t.test('uses a picture in the instruction at once and skips a failed one with its reason', async (t) => {
  const { apply, model } = await openVariants(card);
  const picture = Buffer.from(pngOf(8, 8)).toString('base64');
  const variant = await apply([
    { action: 'generateImage', ...bar, imagePrompt: 'x', generatedImageBase64: picture },
    { action: 'generateImage', targetId: '1:6', imagePrompt: 'x', imageError: 'The provider was late' },
  ]);
  t.same(variant.outcomes, ['applied', 'skipped: The provider was late']);
  const [paint] = variant.layer('1:2').fills;
  t.equal(paint?.type === 'IMAGE' && model.imageBytes(paint.imageHash ?? '')?.length, 24);
});
