import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { openPlugin, type Stage } from './stage.ts';

let runs = 0;

/** What a run of the selection would send. */
async function layersOf(plugin: Stage, ...ids: string[]) {
  await plugin.select(...ids);
  runs += 1;
  plugin.send({ type: 'export-for-renaming', runId: `run ${runs}` });
  return plugin.next('layers-for-renaming');
}

async function idsOf(plugin: Stage, ...ids: string[]): Promise<string[]> {
  return (await layersOf(plugin, ...ids)).layers.map(({ id }) => id);
}

function frame(id: string, name: string, children: readonly NodeSpec[], more: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'FRAME', id, name, width: 300, height: 200, children, ...more };
}

function instance(id: string, name: string, mainComponentId: string): NodeSpec {
  return { type: 'INSTANCE', id, name, mainComponentId, children: [] };
}

function text(id: string, characters: string, more: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'TEXT', id, name: characters, characters, ...more };
}

function screen(at: number, cardName: string): NodeSpec {
  return frame(`${at}:1`, `Screen ${at}`, [
    frame(`${at}:2`, cardName, [
      { type: 'RECTANGLE', id: `${at}:3`, name: 'Rectangle 1' },
      { type: 'RECTANGLE', id: `${at}:4`, name: 'Rectangle 1' },
    ]),
    { type: 'RECTANGLE', id: `${at}:5`, name: 'Rectangle 9', locked: at === 2 },
  ]);
}

const vectors: NodeSpec[] = [
  { type: 'VECTOR', id: '2:1', name: 'Vector', width: 8, height: 8 },
  { type: 'ELLIPSE', id: '2:2', name: 'Ellipse 1', width: 4, height: 4 },
];
const icon = (more: Partial<NodeSpec> = {}): NodeSpec =>
  frame('1:2', 'Frame 2', vectors, { width: 24, height: 24, ...more });

t.test('leaves out parts of an icon but not the icon', async (t) => {
  const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', [icon()])] });
  t.same(await idsOf(plugin, '1:1'), ['1:1', '1:2']);
  t.equal((await plugin.select('2:1')).reasons.iconPart, 1, 'also when one is selected by itself');
});

t.test('something larger, wide, or with words or a picture is not an icon', async (t) => {
  const label: NodeSpec = { type: 'TEXT', id: '2:3', name: 'Text 1', characters: 'Go', width: 8, height: 8 };
  for (const [why, spec] of [
    ['larger', icon({ width: 80, height: 80 })],
    ['a row', icon({ width: 60, height: 20 })],
    ['words', icon({ children: [...vectors, label] })],
    ['no drawing', icon({ children: [vectors[1] as NodeSpec] })],
  ] as const) {
    const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', [spec])] });
    t.equal((await plugin.select('1:1')).reasons.iconPart, 0, why);
  }
});

t.test('leaves out the operands of a boolean operation at any size', async (t) => {
  const union: NodeSpec = {
    type: 'BOOLEAN_OPERATION',
    id: '3:1',
    name: 'Union',
    width: 200,
    height: 90,
    children: vectors,
  };
  const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', [union])] });
  t.same(await idsOf(plugin, '1:1'), ['1:1', '3:1']);
});

t.test("an instance with its component's name counts as unnamed, a renamed one does not", async (t) => {
  const button: NodeSpec = { type: 'COMPONENT', id: '5:1', name: 'Controls/Button', children: [] };
  const set: NodeSpec = {
    type: 'COMPONENT_SET',
    id: '6:1',
    name: 'Toggle',
    children: [{ type: 'COMPONENT', id: '6:2', name: 'State=On', children: [] }],
  };
  const children = [
    instance('7:1', 'Controls/Button', '5:1'),
    instance('7:2', 'Button', '5:1'),
    instance('7:3', 'Toggle', '6:2'),
    instance('7:4', 'Buy now', '5:1'),
  ];
  const plugin = await openPlugin({ layers: [button, set, frame('1:1', 'Checkout', children)] });
  const { layers, leftOut } = await layersOf(plugin, '1:1');
  t.same(
    layers.map(({ id, componentName }) => [id, componentName]),
    [
      ['7:3', 'Toggle'],
      ['7:2', 'Controls/Button'],
      ['7:1', 'Controls/Button'],
    ],
  );
  t.match(leftOut, [
    { id: '1:1', name: 'Checkout', reasons: ['alreadyNamed'] },
    { id: '7:4', name: 'Buy now', reasons: ['alreadyNamed'] },
  ]);
});

t.test(
  'a text named after its words counts as unnamed, also with folded line breaks; a switch leaves texts out',
  async (t) => {
    const texts: NodeSpec[] = [
      { type: 'TEXT', id: '2:1', name: 'Sign in now', characters: 'Sign in\nnow', autoRename: false },
      { type: 'TEXT', id: '2:2', name: 'Pay', characters: 'Pay', autoRename: true },
      { type: 'TEXT', id: '2:3', name: 'Headline', characters: 'Welcome', autoRename: false },
    ];
    const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', texts)] });
    const { settings } = plugin.hello;
    t.same(await idsOf(plugin, '1:1'), ['1:1', '2:2', '2:1']);
    plugin.send({ type: 'save-settings', settings: { ...settings, skip: { ...settings.skip, autoText: true } } });
    await plugin.next('settings-saved');
    t.same(await idsOf(plugin, '1:1'), ['1:1']);
  },
);

t.test('sends the most telling words inside a frame with it', async (t) => {
  const many = Array.from({ length: 30 }, (_, index) => text(`9:${index}`, `Row ${index}`));
  const inner = frame('1:2', 'Frame 2', [
    text('2:1', 'Email'),
    text('2:2', 'Hidden', { visible: false }),
    text('2:4', 'Clear', { opacity: 0 }),
  ]);
  const plugin = await openPlugin({
    layers: [frame('1:1', 'Frame 1', [inner, text('2:3', 'Sign in')]), frame('1:3', 'Frame 3', many)],
  });
  const byId = new Map((await layersOf(plugin, '1:1', '1:3')).layers.map((layer) => [layer.id, layer]));
  t.equal(byId.get('1:1')?.text, 'Email | Sign in');
  t.equal(byId.get('1:2')?.text, 'Email');
  t.equal(byId.get('1:3')?.text?.split(' | ').length, 12);
  t.equal(byId.get('1:2')?.parentId, '1:1');
});

t.test('positions are those on the screen, also for screens in a section', async (t) => {
  const box: NodeSpec = { type: 'RECTANGLE', id: '2:1', name: 'Rectangle 1', x: 10, y: 20, width: 5, height: 5 };
  const inner = frame('1:2', 'Frame 2', [box], { x: 30, y: 40 });
  const section: NodeSpec = {
    type: 'SECTION',
    id: '8:1',
    name: 'Section 1',
    x: 1000,
    y: 1000,
    width: 900,
    height: 900,
    children: [frame('1:1', 'Frame 1', [inner], { x: 100, y: 100 })],
  };
  const plugin = await openPlugin({ layers: [section] });
  t.match(
    (await layersOf(plugin, '8:1')).layers.map(({ id, x, y }) => ({ id, x, y })),
    [
      { id: '8:1', x: 0, y: 0 },
      { id: '1:1', x: 0, y: 0 },
      { id: '1:2', x: 30, y: 40 },
      { id: '2:1', x: 40, y: 60 },
    ],
  );
});

t.test('offers layers at the same place of other screens as twins, as Smart Animate matches them', async (t) => {
  const section: NodeSpec = {
    type: 'SECTION',
    id: '8:1',
    name: 'Flow',
    width: 900,
    height: 900,
    children: [screen(3, 'Frame 2')],
  };
  const plugin = await openPlugin({ layers: [screen(1, 'Frame 2'), screen(2, 'Frame 2'), section, screen(4, 'Card')] });
  const { layers } = await layersOf(plugin, '1:1');
  t.same(Object.fromEntries(layers.map(({ id, twinIds }) => [id, twinIds])), {
    '1:2': ['2:2', '3:2'],
    '1:3': ['2:3', '3:3'],
    '1:4': ['2:4', '3:4'],
    '1:5': ['3:5', '4:5'],
  });
  const both = await layersOf(plugin, '1:1', '2:1', '8:1');
  t.same(
    both.layers.filter(({ twinIds }) => twinIds !== undefined).map(({ id, twinIds }) => [id, twinIds]),
    [
      ['1:5', ['4:5']],
      ['3:5', ['4:5']],
    ],
  );
});

t.test('a run takes the selection, the page or all pages', async (t) => {
  const other: NodeSpec = { type: 'RECTANGLE', id: '9:1', name: 'Rectangle 1' };
  const plugin = await openPlugin({
    layers: [frame('1:1', 'Frame 1', []), frame('1:2', 'Frame 2', [])],
    otherPages: [{ name: 'Page 2', children: [other] }],
  });
  await plugin.select('1:1');
  for (const [scope, ids, name] of [
    ['page', ['1:2', '1:1'], 'Page 1'],
    ['file', ['1:2', '1:1', '9:1'], 'Untitled'],
    ['selection', ['1:1'], 'Frame 1'],
  ] as const) {
    plugin.send({ type: 'set-scope', scope });
    const { summary } = await plugin.next('selection-changed');
    t.match(summary, { scope, toName: ids.length, name });
    plugin.send({ type: 'export-for-renaming', runId: scope });
    const { layers, frameName } = await plugin.next('layers-for-renaming');
    t.same(
      layers.map(({ id }) => id),
      ids,
    );
    t.equal(frameName, name);
  }
});

t.test('splits more layers than a run holds into several runs', async (t) => {
  const children = Array.from(
    { length: 2500 },
    (_, at) => ({ type: 'RECTANGLE', id: `2:${at}`, name: 'Rectangle' }) as const,
  );
  const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', children)] });
  t.equal((await plugin.select('1:1')).toName, 2501);
  plugin.send({ type: 'export-for-renaming', runId: 'a', limit: 2000 });
  const { layers, remaining } = await plugin.next('layers-for-renaming');
  t.equal(layers.length, 2000);
  t.equal(remaining, 501);
  plugin.send({ type: 'cancel-export', runId: 'a' });
});

t.test('slot content belongs to the designer; the slot and the rest to the component', async (t) => {
  const card: NodeSpec = {
    type: 'COMPONENT',
    id: '5:1',
    name: 'Card',
    children: [{ type: 'SLOT', id: '5:2', name: 'Slot', children: [] }],
  };
  const own: NodeSpec = { type: 'RECTANGLE', id: '9:1', name: 'Rectangle 1' };
  const used: NodeSpec = {
    ...instance('7:1', 'Card', '5:1'),
    children: [{ type: 'SLOT', id: 'I7:1;5:2', name: 'Slot', children: [own] }],
  };
  const plugin = await openPlugin({ layers: [card, frame('1:1', 'Frame 1', [used])] });
  t.same(await idsOf(plugin, '1:1'), ['1:1', '7:1', '9:1']);
});

t.test('text on a path is text', async (t) => {
  const onPath: NodeSpec = {
    type: 'TEXT_PATH',
    id: '2:1',
    name: 'Round and round',
    characters: 'Round and round',
    autoRename: true,
  };
  const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', [onPath])] });
  t.match((await layersOf(plugin, '1:1')).layers[1], { id: '2:1', text: 'Round and round', needsPicture: false });
  t.equal((await plugin.select('1:1')).reasons.autoText, 1);
});

t.test('detects the naming style of a page unless it has too few names', async (t) => {
  for (const [names, style] of [
    [['hero-banner', 'nav-bar', 'call-to-action', 'Card'], 'kebab-case'],
    [['Hero Banner', 'Nav Bar', 'Call To Action', 'Frame 12'], 'Title Case'],
    [['hero_banner', 'nav_bar', 'sign_up'], 'snake_case'],
    [['heroBanner', 'navBar', 'signUp'], 'camelCase'],
    [['HeroBanner', 'NavBar', 'SignUp'], 'PascalCase'],
    [['Button/Primary', 'Button / Ghost', 'Icon/Home'], 'Slash/Case'],
    [['hero-banner', 'Nav Bar', 'signUp', 'call_to_action'], null],
    [['hero-banner', 'nav-bar'], null],
  ] as const) {
    const children = names.map((name, at) => frame(`2:${at}`, name, []));
    const plugin = await openPlugin({ layers: [frame('1:1', 'Frame 1', children)] });
    t.equal((await plugin.select('1:1')).fileStyle, style, names.join(', '));
  }
});

t.test('selecting on a page of 50,000 layers, and all of them, reads in turns under 50 ms', async (t) => {
  const screens = Array.from({ length: 100 }, (_, at) =>
    frame(
      `s:${at}`,
      `Screen ${at}`,
      Array.from({ length: 500 }, (_leaf, leaf) => ({ type: 'RECTANGLE', name: `Rectangle ${leaf}` }) as const),
    ),
  );
  const plugin = await openPlugin({ layers: screens, readBudgetMs: 50 });
  plugin.model.reads.reset();
  t.equal((await plugin.select('s:7')).total, 501);
  t.ok(plugin.model.reads.totalMs < 50, `${plugin.model.reads.totalMs} ms in all`);
  plugin.send({ type: 'set-scope', scope: 'page' });
  t.equal((await plugin.next('selection-changed')).summary.total, 50_100);
  plugin.send({ type: 'export-for-renaming', runId: 'big', limit: 2000 });
  t.equal((await plugin.next('layers-for-renaming')).layers.length, 2000);
  plugin.send({ type: 'cancel-export', runId: 'big' });
  t.ok(plugin.model.reads.longestTurnMs < 50, `${plugin.model.reads.longestTurnMs} ms in a turn`);
});
