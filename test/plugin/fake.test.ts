import type { FrameNode, InstanceNode, RectangleNode, TextNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import t from 'tap';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { pngOf, solid } from './stage.ts';

const layers: NodeSpec[] = [
  {
    type: 'FRAME',
    id: '1:1',
    name: 'Frame',
    width: 300,
    height: 200,
    children: [
      { type: 'RECTANGLE', id: '1:2', name: 'Box', fills: [solid('#ff0000')] },
      { type: 'TEXT', id: '1:3', name: 'Hi', characters: 'Hi', autoRename: true },
      { type: 'TEXT', id: '1:4', name: 'Odd', characters: 'Odd', fontName: { family: 'Gotham', style: 'Bold' } },
      {
        type: 'TEXT',
        id: '1:5',
        name: 'Mixed',
        characters: [
          { characters: 'a', fontSize: 10 },
          { characters: 'b', fontSize: 20 },
        ],
      },
      {
        type: 'INSTANCE',
        id: '1:6',
        name: 'Button',
        mainComponentId: '2:1',
        children: [{ type: 'RECTANGLE', id: 'I1:6;2:2', name: 'Plate' }],
      },
      {
        type: 'GROUP',
        id: '1:7',
        name: 'Group',
        children: [{ type: 'ELLIPSE', id: '1:8', name: 'Dot', x: 50, y: 60 }],
      },
    ],
  },
  { type: 'COMPONENT', id: '2:1', name: 'Button', x: 900, children: [{ type: 'RECTANGLE', id: '2:2', name: 'Plate' }] },
];

async function open() {
  const fake = createFake({
    document: {
      pages: [
        { name: 'One', children: layers },
        { name: 'Two', children: [{ type: 'FRAME', id: '3:1', name: 'Far' }] },
      ],
    },
    exportPicture: async () => new Uint8Array([1]),
  });
  const get = async <Node>(id: string): Promise<Node> => (await fake.figma.getNodeByIdAsync(id)) as unknown as Node;
  return { ...fake, get };
}

t.test('reading or writing a property a node lacks throws', async (t) => {
  const { get } = await open();
  const box = await get<Record<string, unknown>>('1:2');
  t.throws(() => box['characters'], /no such property 'characters' on RECTANGLE node/);
  t.throws(() => box['colour'], /no such property 'colour'/);
  t.throws(() => (box['colour'] = 1), /no such property 'colour'/);
  t.throws(() => (box['width'] = 10), /read only/);
  t.throws(() => (box['id'] = 'x'), /read only/);
  t.equal('children' in box, false);
  t.equal('fills' in box, true);
  const group = await get<Record<string, unknown>>('1:7');
  t.throws(() => group['fills'], /no such property 'fills' on GROUP node/);
});

t.test('anything outside the API or without await throws', async (t) => {
  const { figma, get } = await open();
  const any = figma as unknown as Record<string, (id?: string) => unknown>;
  t.throws(() => any['getNodeById']?.('1:1'), /dynamic-page. Use figma.getNodeByIdAsync/);
  t.throws(() => any['createWidget'], /has no figma.createWidget/);
  const { currentPage } = figma;
  t.throws(() => (figma.currentPage = currentPage), /dynamic-page. Use figma.setCurrentPageAsync/);
  const instance = await get<InstanceNode>('1:6');
  t.throws(() => instance.mainComponent, /dynamic-page. Use node.getMainComponentAsync/);
  t.equal((await instance.getMainComponentAsync())?.id, '2:1');
  const box = await get<RectangleNode>('1:2');
  t.throws(() => (box.fillStyleId = 'S:1'), /dynamic-page/);
});

t.test('a page that was not loaded hides its layers', async (t) => {
  const { figma, get } = await open();
  const page = await get<typeof figma.currentPage>('0:2');
  t.throws(() => page.children, /Cannot access a page before/);
  await figma.setCurrentPageAsync(page);
  t.equal(figma.currentPage.children[0]?.id, '3:1');
});

t.test('fills are replaced, not edited, and must be valid', async (t) => {
  const { get, figma } = await open();
  const box = await get<RectangleNode>('1:2');
  const fills = box.fills as unknown as { opacity: number }[];
  t.throws(() => (fills[0]!.opacity = 0.5), TypeError);
  t.throws(() => fills.push({ opacity: 1 }), TypeError);
  const paint = { type: 'SOLID', color: { r: 0, g: 0, b: 0 } } as const;
  t.throws(() => (box.fills = [{ ...paint, color: { r: 255, g: 0, b: 0 } }]), /from 0 to 1/);
  t.throws(() => (box.fills = [{ ...paint, color: { r: 0, g: 0, b: 0, a: 1 } as never }]), /Unrecognized key/);
  t.throws(() => (box.fills = figma.mixed), /mixed/);
  t.throws(() => (box.fills = [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: 'nope' }]), /No image has the hash/);
  t.throws(() => (box.effects = [{ type: 'DROP_SHADOW' } as never]), /in set_effects/);
  box.fills = [paint];
  t.match(box.fills, [paint]);
});

t.test('characters need loaded fonts, their color does not, and a missing font cannot load', async (t) => {
  const { figma, get } = await open();
  const text = await get<TextNode>('1:3');
  for (const write of [
    () => (text.characters = 'x'),
    () => (text.fontSize = 20),
    () => (text.textCase = 'UPPER'),
    () => (text.textAutoResize = 'HEIGHT'),
    () => text.resize(10, 10),
    () => text.rescale(2),
  ]) {
    t.throws(write, /unloaded font "Inter Regular"/);
  }
  text.fills = [];
  await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  t.throws(() => (text.fontName = { family: 'Inter', style: 'Bold' }), /unloaded font "Inter Bold"/);
  text.characters = 'Bye';
  t.equal(text.name, 'Bye', 'the name follows the words');
  text.name = 'Title';
  t.equal(text.autoRename, false, 'until it is given one');
  const odd = await get<TextNode>('1:4');
  t.equal(odd.hasMissingFont, true);
  t.throws(() => (odd.characters = 'x'), /missing font "Gotham Bold"/);
  await t.rejects(figma.loadFontAsync({ family: 'Gotham', style: 'Bold' }), /could not be loaded/);
});

t.test('mixed styles are a symbol that does not reach the UI', async (t) => {
  const { figma, get } = await open();
  const text = await get<TextNode>('1:5');
  const post = figma.ui.postMessage;
  t.throws(() => post({ type: 'x' }), /No UI/, 'before the window is shown');
  figma.showUI('');
  t.equal(text.fontSize, figma.mixed);
  t.same(
    text.getStyledTextSegments(['fontSize']).map(({ start, end, fontSize }) => [start, end, fontSize]),
    [
      [0, 1, 10],
      [1, 2, 20],
    ],
  );
  t.throws(() => post({ size: text.fontSize }), /could not be cloned/);
});

t.test('an invisible node has no bounds and no picture', async (t) => {
  const { get } = await open();
  const frame = await get<FrameNode>('1:1');
  const box = await get<RectangleNode>('1:2');
  t.ok(await box.exportAsync());
  await t.rejects(box.exportAsync({ format: 'JPG' }), /PNG only/);
  frame.visible = false;
  t.equal(box.visible, true, 'its own flag says nothing of its parents');
  t.equal(box.absoluteRenderBounds, null);
  await t.rejects(box.exportAsync(), /may not have any visible layers/);
});

t.test('an instance protects what its component defines and allows the rest', async (t) => {
  const { get } = await open();
  const instance = await get<InstanceNode>('1:6');
  const plate = await get<RectangleNode>('I1:6;2:2');
  for (const write of [
    () => (plate.x = 5),
    () => plate.resize(10, 10),
    () => plate.rescale(2),
    () => (plate.rotation = 10),
    () => (plate.layoutPositioning = 'ABSOLUTE'),
  ]) {
    t.throws(write, /cannot be overridden in an instance/);
  }
  t.throws(() => plate.remove(), /not allowed/);
  const box = await get<RectangleNode>('1:2');
  t.throws(() => instance.appendChild(box), /inside of an instance/);
  plate.name = 'Renamed';
  plate.visible = false;
  plate.fills = [];
  t.equal(plate.name, 'Renamed');
});

t.test('skipInvisibleInstanceChildren hides layers in instances, not in frames', async (t) => {
  const { figma, get } = await open();
  const instance = await get<InstanceNode>('1:6');
  const frame = await get<FrameNode>('1:1');
  const [plate] = instance.children;
  if (plate !== undefined) plate.visible = false;
  (await get<RectangleNode>('1:2')).visible = false;
  const all = frame.findAll().length;
  t.equal(instance.children.length, 1);
  figma.skipInvisibleInstanceChildren = true;
  t.equal(figma.skipInvisibleInstanceChildren, true);
  t.equal(instance.children.length, 0);
  t.equal(frame.findAll().length, all - 1);
  t.equal(await figma.getNodeByIdAsync('I1:6;2:2'), null);
  t.throws(() => plate?.name, { message: /invisible node inside an instance/ });
  t.equal((await get<RectangleNode>('1:2')).visible, false);
});

t.test('a section has neither render bounds nor a rotation', async (t) => {
  const { figma } = createFake({
    document: { pages: [{ name: 'One', children: [{ type: 'SECTION', id: '4:1', name: 'Section' }] }] },
    exportPicture: async () => new Uint8Array([1]),
  });
  const [section] = figma.currentPage.children;
  t.notOk('absoluteRenderBounds' in (section ?? {}));
  t.throws(() => (section as FrameNode).absoluteRenderBounds, {
    message: /no such property 'absoluteRenderBounds' on SECTION/,
  });
  t.notOk('rotation' in (section ?? {}));
  t.ok(section?.absoluteBoundingBox);
});

t.test('a removed node says so, and a group disappears with its last layer', async (t) => {
  const { get } = await open();
  const group = await get<FrameNode>('1:7');
  const dot = await get<RectangleNode>('1:8');
  dot.remove();
  t.equal(dot.removed, true);
  t.equal(dot.id, '1:8');
  t.throws(() => dot.name, /does not exist/);
  t.throws(() => (dot.name = 'x'), /does not exist/);
  t.equal(group.removed, true);
});

t.test("sizes have a minimum, lines have no height, and resizing fixes a layer's sizing", async (t) => {
  const { get } = await open();
  const box = await get<RectangleNode>('1:2');
  t.throws(() => box.resize(0, 10), />= 0.01/);
  t.throws(() => box.resize(10, Number.NaN), />= 0.01/);
  t.throws(() => box.rescale(0.001), />= 0.01/);
  t.throws(() => (box.layoutSizingHorizontal = 'HUG'), /HUG can only/);
  t.throws(() => (box.layoutSizingHorizontal = 'FILL'), /FILL can only/);
});

t.test('pictures are PNG, JPEG or GIF of at most 4096 px per side', async (t) => {
  const { figma } = await open();
  t.ok(figma.createImage(pngOf(4096, 4096)).hash);
  t.throws(() => figma.createImage(pngOf(4097, 1)), /too large/);
  t.throws(() => figma.createImage(pngOf(1, 5000)), /too large/);
  const gif = new Uint8Array([0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x01, 0x20, 0x01, 0x00]);
  t.throws(() => figma.createImage(gif), /too large/);
  const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 16, 0x10, 1, 3, 0, 0];
  t.throws(() => figma.createImage(new Uint8Array(jpeg)), /too large/);
  jpeg[15] = 0x0f;
  t.ok(figma.createImage(new Uint8Array(jpeg)).hash);
  const webp = new TextEncoder().encode('RIFF0000WEBPVP8 ');
  t.throws(() => figma.createImage(webp), /unsupported/);
});

t.test('undo reaches back twenty steps', async (t) => {
  const { figma, get, undo, model } = await open();
  const box = await get<RectangleNode>('1:2');
  for (let step = 1; step <= 25; step += 1) {
    box.name = `Step ${step}`;
    figma.commitUndo();
  }
  t.equal(model.undoSteps, 20);
  for (let step = 0; step < 20; step += 1) undo();
  t.same([undo(), box.name], [false, 'Step 5']);
});

t.test('undo returns to the last commit, step by step, and never past the beginning', async (t) => {
  const { figma, get, undo, model } = await open();
  const box = await get<RectangleNode>('1:2');
  const start = model.fingerprint('1:1');
  box.name = 'A';
  figma.commitUndo();
  box.name = 'B';
  figma.commitUndo();
  figma.commitUndo();
  box.name = 'C';
  t.same([undo(), box.name], [true, 'B']);
  t.same([undo(), box.name], [true, 'A']);
  t.same([undo(), box.name], [true, 'Box']);
  t.same([undo(), box.name], [false, 'Box']);
  t.equal(model.fingerprint('1:1'), start);
});

t.test('events come later, once for many changes', async (t) => {
  const { figma } = await open();
  const seen: string[] = [];
  figma.on('selectionchange', () => void seen.push('selection'));
  figma.currentPage.selection = [];
  figma.currentPage.selection = figma.currentPage.children.slice(0, 1);
  t.same(seen, []);
  await Promise.resolve();
  t.same(seen, ['selection']);
});

t.test('messages are copied', async (t) => {
  const told: unknown[] = [];
  const { figma } = createFake({
    document: { pages: [{ name: 'One', children: [] }] },
    exportPicture: async () => new Uint8Array(),
    postMessageToUi: (message) => void told.push(message),
  });
  const picture = new Uint8Array([1, 2, 3]);
  const post = figma.ui.postMessage;
  figma.showUI('');
  post({ type: 'x', picture });
  picture[0] = 9;
  await Promise.resolve();
  t.same(told, [{ type: 'x', picture: new Uint8Array([1, 2, 3]) }]);
});

function make(...children: NodeSpec[]) {
  return createFake({
    document: { pages: [{ name: 'One', children }] },
    exportPicture: async () => new Uint8Array(),
  });
}

t.test('refuses a document with an unknown property or a duplicate id', async (t) => {
  t.throws(() => make({ type: 'GROUP', name: 'G', fills: [] }), /no such property 'fills' on GROUP node/);
  t.throws(() => make({ type: 'LINE', id: '1', name: 'A' }, { type: 'LINE', id: '1', name: 'B' }), /id "1"/);
});
