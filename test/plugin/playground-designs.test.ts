import t from 'tap';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { decodeName } from '../../plugin-ui/playground/page/designs/layer-name.ts';
import { readFigmaJson } from '../../plugin-ui/playground/page/designs/read-figma-json.ts';
import { parseLength, readSize } from '../../plugin-ui/playground/page/designs/svg-size.ts';

t.test('reads lengths in every absolute unit, not percentages', async (t) => {
  const near = (text: string, pixels: number) => t.ok(Math.abs((parseLength(text) ?? 0) - pixels) < 0.01, text);
  near('12', 12);
  near('12px', 12);
  near('25.4mm', 96);
  near('2.54cm', 96);
  near('1in', 96);
  near('72pt', 96);
  near('6pc', 96);
  near('2em', 32);
  near(' 1e2 ', 100);
  for (const text of [null, '', '100%', 'auto', '5 px 3']) t.equal(parseLength(text), undefined, String(text));
});

t.test('a drawing has its own size, else its viewBox, never a percentage', async (t) => {
  t.same(readSize('100%', '100%', '0 0 1440 900'), { width: 1440, height: 900 });
  t.same(readSize('100%', null, '0 0 1440 900'), { width: 1440, height: 900 });
  t.same(readSize('720', '100%', '0 0 1440 900'), { width: 720, height: 450 });
  t.same(readSize(null, '450', '0,0,1440,900'), { width: 720, height: 450 });
  t.same(readSize('10', '20', null), { width: 10, height: 20 });
});

function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

t.test('repairs names whose UTF-8 was read byte by byte and leaves others', async (t) => {
  for (const name of ['Café', 'ボタン', 'Кнопка', '🙂 face']) t.equal(decodeName(bytesOf(name)), name);
  for (const name of ['Café', 'Frame 1', 'ボタン', 'Straße']) t.equal(decodeName(name), name);
});

const file = {
  name: 'Shop',
  styles: { '5:1': { name: 'Brand/Blue', styleType: 'FILL' } },
  document: {
    type: 'DOCUMENT',
    id: '0:0',
    children: [
      { type: 'CANVAS', id: '0:9', name: 'Empty', children: [] },
      {
        type: 'CANVAS',
        id: '0:1',
        name: 'Page 1',
        children: [
          {
            type: 'FRAME',
            id: '1:1',
            name: 'Frame 7',
            absoluteBoundingBox: { x: -500, y: 100, width: 320, height: 200 },
            clipsContent: true,
            layoutMode: 'VERTICAL',
            itemSpacing: 12,
            paddingTop: 8,
            fills: [{ type: 'SOLID', color: { r: 1, g: 1, b: 1, a: 1 } }],
            children: [
              {
                type: 'GROUP',
                id: '1:2',
                name: 'Group 1',
                absoluteBoundingBox: { x: -490, y: 120, width: 100, height: 40 },
                children: [
                  {
                    type: 'RECTANGLE',
                    id: '1:3',
                    name: 'Rectangle 1',
                    absoluteBoundingBox: { x: -490, y: 120, width: 100, height: 40 },
                    constraints: { horizontal: 'LEFT_RIGHT', vertical: 'TOP' },
                    cornerRadius: 8,
                    fills: [
                      {
                        type: 'SOLID',
                        color: { r: 0, g: 0, b: 1, a: 1 },
                        boundVariables: { color: { type: 'VARIABLE_ALIAS', id: 'V:1' } },
                      },
                    ],
                    styles: { fill: '5:1' },
                  },
                ],
              },
              {
                type: 'INSTANCE',
                id: '1:4',
                name: 'Button',
                componentId: '9:9',
                absoluteBoundingBox: { x: -490, y: 170, width: 80, height: 30 },
                componentProperties: {
                  'Label#1:0': { type: 'TEXT', value: 'Buy' },
                  State: { type: 'VARIANT', value: 'Hover' },
                },
                children: [
                  {
                    type: 'TEXT',
                    id: 'I1:4;9:10',
                    name: 'Buy',
                    characters: 'Buy',
                    absoluteBoundingBox: { x: -480, y: 175, width: 40, height: 20 },
                    style: { fontFamily: 'Lora', fontWeight: 600, fontSize: 16, textAutoResize: 'WIDTH_AND_HEIGHT' },
                  },
                ],
              },
              { type: 'REGULAR_POLYGON', id: '1:5', name: 'Polygon 1', absoluteBoundingBox: null },
              { type: 'WIDGET', id: '1:6', name: 'Odd' },
            ],
          },
        ],
      },
    ],
  },
};

t.test('a layer of every type opens with all that the REST API says of it', async (t) => {
  const alias = { type: 'VARIABLE_ALIAS', id: 'V:1' };
  const solid = { type: 'SOLID', color: { r: 0, g: 0, b: 0, a: 1 } };
  const types =
    'FRAME GROUP SECTION COMPONENT COMPONENT_SET INSTANCE RECTANGLE ELLIPSE LINE REGULAR_POLYGON STAR VECTOR ' +
    'BOOLEAN_OPERATION TEXT TEXT_PATH SLOT TRANSFORM_GROUP SLICE TABLE STICKY WIDGET';
  const children = types.split(' ').map((type, index) => ({
    type,
    id: `1:${index}`,
    name: type,
    absoluteBoundingBox: { x: 0, y: 10 * index, width: 40, height: 8 },
    opacity: 0.5,
    isMask: false,
    fills: [solid],
    strokes: [solid],
    strokeWeight: 2,
    strokeAlign: 'INSIDE',
    individualStrokeWeights: { top: 1, right: 2, bottom: 3, left: 4 },
    effects: [{ type: 'LAYER_BLUR', radius: 4, visible: true }],
    cornerRadius: 4,
    constraints: { horizontal: 'SCALE', vertical: 'TOP' },
    styles: { fill: '5:1', stroke: '5:1', effect: '5:2', text: '5:3' },
    boundVariables: { fills: [alias], opacity: alias, itemSpacing: alias, size: { x: alias } },
    layoutMode: 'HORIZONTAL',
    itemSpacing: 8,
    characters: 'Hi',
    style: { fontFamily: 'Inter', fontWeight: 400, fontSize: 12 },
  }));
  const page = { type: 'CANVAS', id: '0:1', name: 'Page 1', children };
  const json = JSON.stringify({ name: 'All', document: { type: 'DOCUMENT', id: '0:0', children: [page] } });
  const { file } = readFigmaJson(json, 'all.json');
  const { figma } = createFake({ document: file.document, exportPicture: async () => new Uint8Array() });
  const read = async (type: string, ...fields: string[]): Promise<unknown[]> => {
    const node = await figma.getNodeByIdAsync(`1:${types.split(' ').indexOf(type)}`);
    return fields.map((field) => (node !== null && field in node ? (node as never)[field] : 'none'));
  };
  t.same(await read('FRAME', 'opacity', 'itemSpacing', 'strokeLeftWeight', 'fillStyleId'), [0.5, 8, 4, '5:1']);
  t.same(await read('FRAME', 'boundVariables'), [{ opacity: alias, itemSpacing: alias }]);
  t.same(await read('GROUP', 'boundVariables', 'fills'), [{ opacity: alias }, 'none']);
  t.same(await read('BOOLEAN_OPERATION', 'constraints', 'cornerRadius'), ['none', 4]);
  t.same(await read('STAR', 'constraints'), [{ horizontal: 'SCALE', vertical: 'MIN' }]);
  t.match(await read('TEXT', 'characters', 'textStyleId', 'fills'), ['Hi', '5:3', [{ type: 'SOLID' }]]);
});

t.test('opens a REST API file with its structure, positions and links', async (t) => {
  const { name, file: opened } = readFigmaJson(JSON.stringify(file), 'shop.json');
  t.equal(name, 'Shop');
  t.equal(opened.firstFrameId, '1:1');
  t.same(opened.fonts, [{ family: 'Lora', style: 'Semi Bold' }]);
  const { figma, model } = createFake({
    document: opened.document,
    fonts: opened.fonts,
    exportPicture: async () => new Uint8Array(),
  });
  const get = async (id: string) => (await figma.getNodeByIdAsync(id)) as unknown as Record<string, unknown>;
  t.match(model.find('1:3'), { absoluteX: -490, absoluteY: 120, width: 100, height: 40, cornerRadii: [8, 8, 8, 8] });
  t.match(model.find('I1:4;9:10'), { absoluteX: -480, absoluteY: 175, width: 40, height: 20, characters: 'Buy' });
  const frame = await get('1:1');
  t.same(
    ['layoutMode', 'itemSpacing', 'paddingTop', 'clipsContent'].map((property) => frame[property]),
    ['VERTICAL', 12, 8, true],
  );
  const rectangle = await get('1:3');
  t.match(rectangle['constraints'], { horizontal: 'STRETCH', vertical: 'MIN' });
  t.equal(rectangle['fillStyleId'], '5:1');
  t.equal((await figma.getStyleByIdAsync('5:1'))?.name, 'Brand/Blue');
  t.match(rectangle['boundVariables'], { fills: [{ id: 'V:1' }] });
  const text = await get('I1:4;9:10');
  t.same([text['autoRename'], text['textAutoResize']], [true, 'WIDTH_AND_HEIGHT']);
  t.equal(model.find('1:5')?.type, 'POLYGON');
  t.equal(model.find('1:6')?.type, 'RECTANGLE');
});

t.test('returns the file with new names and nothing else changed', async (t) => {
  const { file: opened } = readFigmaJson(JSON.stringify(file), 'shop.json');
  const renamed = JSON.parse(opened.rename(new Map([['1:3', 'card']]))) as typeof file;
  const expected = JSON.stringify(file).replace('"Rectangle 1"', '"card"');
  t.equal(JSON.stringify(renamed), expected);
});

t.test('refuses another kind of file with the reason', async (t) => {
  t.throws(() => readFigmaJson('nope', 'a.json'), /a\.json is not JSON/);
  t.throws(() => readFigmaJson('{"a":1}', 'a.json'), /not a file of Figma's REST API/);
  t.throws(() => readFigmaJson('null', 'a.json'), /not a file of Figma's REST API/);
  t.throws(() => readFigmaJson('{"document":{"type":"DOCUMENT","children":[]}}', 'a.json'), /holds no layers/);
});

t.test('opens, draws and distinguishes 1,500 nested groups and 50,000 layers', async (t) => {
  let deep: NodeSpec = { type: 'RECTANGLE', id: 'deep', name: 'Deep', width: 10, height: 10 };
  for (let level = 0; level < 1500; level += 1) {
    deep = { type: 'GROUP', id: `g${level}`, name: 'Group', children: [deep] };
  }
  const wide: NodeSpec[] = Array.from({ length: 50_000 }, (_, at) => ({ type: 'RECTANGLE', id: `w${at}`, name: 'R' }));
  const { model } = createFake({
    document: { pages: [{ name: 'Page', children: [deep, { type: 'FRAME', id: 'f', name: 'F', children: wide }] }] },
    exportPicture: async () => new Uint8Array(),
  });
  t.equal(model.layers.length, 2);
  t.equal(model.layers, model.layers, 'drawn once while nothing changes');
  const before = ['g1499', 'f'].map((id) => [model.version(id), model.fingerprint(id)]);
  model.rename('deep', 'Found');
  t.not(model.version('g1499'), before[0]?.[0]);
  t.equal(model.version('f'), before[1]?.[0]);
  t.not(model.fingerprint('g1499'), before[0]?.[1]);
  t.ok((before[0]?.[1]?.toString().length ?? 0) < 5_000_000, 'a state is as long as its layers are many');
});

function screen(count: number, id: string) {
  const children = Array.from({ length: count - 1 }, (_, at) => ({ type: 'RECTANGLE', id: `${id}:${at}`, name: 'R' }));
  return { type: 'FRAME', id, name: id, children };
}

t.test('opens whole screens of a huge file up to 20,000 layers, and says so', async (t) => {
  const open = (...pages: ReturnType<typeof screen>[][]) => {
    const children = pages.map((own, at) => ({ type: 'CANVAS', id: `0:${at}`, name: 'Page', children: own }));
    return readFigmaJson(JSON.stringify({ document: { type: 'DOCUMENT', children } }), 'big.json').file;
  };
  const count = (specs: readonly NodeSpec[]): number =>
    specs.reduce((sum, { children = [] }) => sum + 1 + count(children), 0);
  const of = ({ document }: ReturnType<typeof open>) => document.pages.map(({ children }) => count(children));
  const fits = open([screen(15_000, 'a')], [screen(5_000, 'b')]);
  t.same(of(fits), [15_000, 5_000]);
  t.equal(fits.note, undefined);
  const tooMany = open([screen(15_000, 'a')], [screen(5_000, 'b'), screen(1, 'c')]);
  t.same(of(tooMany), [15_000, 5_000]);
  t.match(tooMany.note, /has 20,001 layers.*opens the first 20,000/);
  const oneScreen = open([screen(30_000, 'a'), screen(1, 'b')]);
  t.same(of(oneScreen), [20_000]);
  t.match(oneScreen.note, /has 30,001 layers.*opens the first 20,000/);
  t.equal(JSON.parse(oneScreen.rename(new Map())).document.children[0].children[0].children.length, 29_999);
});
