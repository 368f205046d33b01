import { wcagContrast } from 'culori';
import t from 'tap';
import { createLayerTree } from '../../../src/edits/layer-tree.ts';
import { createReviewContext } from '../../../src/edits/review/review-context.ts';
import { reviewVariant } from '../../../src/edits/review/review-variant.ts';
import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';
import type { EditLayer, GenerateEditsRequest } from '../../../src/schemas/edits.ts';
import { makeRequest } from '../layers.ts';

type Change = EditInstruction extends infer One ? (One extends EditInstruction ? Omit<One, 'target'> : never) : never;

const white = [{ type: 'SOLID', color: '#ffffff' }];
const ink = [{ type: 'SOLID', color: '#222222' }];
const page: EditLayer = { id: 'page', name: 'Page', type: 'FRAME', x: 0, y: 0, width: 400, height: 400, fills: white };
const card: EditLayer = { ...page, id: 'card', parentId: 'page', name: 'Card', x: 20, y: 20, width: 200, height: 160 };
const title: EditLayer = {
  id: 'title',
  parentId: 'card',
  name: 'Title',
  type: 'TEXT',
  x: 40,
  y: 40,
  width: 100,
  height: 20,
  text: 'Good morning',
  fontSize: 16,
  fills: ink,
};

function review(
  layers: EditLayer[],
  changes: readonly (readonly [id: string, change: Change])[],
  palette: string[] = [],
  more: Partial<GenerateEditsRequest> = {},
) {
  const tree = createLayerTree(layers);
  const request = makeRequest({ layers, frameWidth: 400, frameHeight: 400, ...more });
  const steps = changes.map(([id, change]) => {
    const node = tree.nodes.find(({ layer }) => layer.id === id);
    if (node === undefined) throw new Error(`no layer ${id}`);
    return { node, instruction: { ...change, target: node.layer.name, targetId: id } };
  });
  const { steps: kept, checks, notes } = reviewVariant(steps, createReviewContext(request, tree), palette);
  const instructions = kept.map(({ instruction }) => instruction);
  const colorOf = (id: string): string | undefined => {
    const last = instructions.findLast(({ action, targetId }) => action === 'changeFill' && targetId === id);
    return last?.action === 'changeFill' ? last.color : undefined;
  };
  return { instructions, checks, reasons: notes.map(({ reason }) => reason), colorOf };
}

t.test('recolors unreadable text on a darker surface to the nearest readable palette color', async (t) => {
  const { checks, colorOf } = review(
    [page, card, title],
    [['card', { action: 'changeFill', color: '#14213d' }]],
    ['#14213d', '#333333', '#e5e5e5', '#fca311'],
  );
  t.equal(colorOf('title'), '#fca311');
  t.match(checks, { contrastFailures: 0, repaired: 1, withoutEffect: 0 });
});

t.test('lightens or darkens the color itself if no palette color passes', async (t) => {
  const blue = '#4e73df';
  const { checks, colorOf } = review(
    [page, card, title],
    [['title', { action: 'changeFill', color: '#9fb4f0' }]],
    [blue, '#dddddd'],
  );
  const color = colorOf('title') ?? '';
  t.ok(wcagContrast(color, '#ffffff') >= 4.5, color);
  t.match(checks, { contrastFailures: 0, repaired: 1 });
});

t.test('requires only 3:1 for large text', async (t) => {
  const large = { ...title, fontSize: 24, height: 30 };
  const color = '#888888'; // 3.54 to 1 on white
  t.same(review([page, card, large], [['title', { action: 'changeFill', color }]]).colorOf('title'), color);
  t.not(review([page, card, title], [['title', { action: 'changeFill', color }]]).colorOf('title'), color);
});

t.test('accounts for paint order, parent opacity, gradients and overlays', async (t) => {
  const veil: EditLayer = {
    ...card,
    id: 'veil',
    name: 'Veil',
    fills: [{ type: 'SOLID', color: '#000000', opacity: 0.7 }],
  };
  const light = { ...title, fills: [{ type: 'SOLID', color: '#eeeeee' }] };
  t.equal(review([page, card, veil, light], []).checks.contrastFailures, 0, 'light letters on a dark veil');
  t.match(
    review([page, card, veil, light], [['veil', { action: 'changeOpacity', opacity: 0.2 }]], ['#222222']).colorOf(
      'title',
    ),
    '#222222',
  );
  t.match(
    review(
      [page, card, title],
      [['card', { action: 'addGradient', colors: ['#ffffff', '#808080'] }]],
      ['#000000'],
    ).colorOf('title'),
    '#000000',
    'the worse end of a gradient decides',
  );
  const split = review([page, card, title], [['card', { action: 'addGradient', colors: ['#ffffff', '#000000'] }]]);
  t.equal(split.checks.contrastFailures, 1, 'no color can be read on black and white');
  const dim = review([page, card, title], [['title', { action: 'changeOpacity', opacity: 0.2 }]]);
  t.equal(dim.checks.contrastFailures, 0);
});

const { fills: _fills, ...unfilled } = title;
const withLink: EditLayer = { ...unfilled, mixedFills: [...ink, { type: 'SOLID', color: '#0b5394' }] };

t.test('the part of a text that is hardest to read decides, such as a link in a sentence', async (t) => {
  const layers = [page, card, withLink];
  t.same(review(layers, [['card', { action: 'changeFill', color: '#f4f1ea' }]]).reasons, [], 'each part can be read');
  const dark = review(layers, [['card', { action: 'changeFill', color: '#9ab6d3' }]], ['#111111', '#ffffff']);
  t.equal(dark.colorOf('title'), '#111111', 'the link is too close to its ground');
  t.match(dark.checks, { contrastFailures: 0, repaired: 1 });
  t.equal(review(layers, [['title', { action: 'changeFill', color: '#222222' }]]).instructions.length, 1, 'one color');
});

t.test('measures the colors of a text as they are seen over each other', async (t) => {
  const shade: EditLayer = { ...title, fills: [...ink, { type: 'SOLID', color: '#ffffff', opacity: 0.1 }] };
  t.equal(review([page, card, shade], []).checks.repaired, 0, 'a thin coat over dark letters');
  const faint: EditLayer = { ...title, fills: [{ type: 'SOLID', color: '#222222', opacity: 0.4 }] };
  t.equal(review([page, card, faint], []).checks.repaired, 1, 'faint letters over the ground');
  const group: EditLayer = { ...card, opacity: 0.4 };
  const onDim = review([page, group, title], [['page', { action: 'changeFill', color: '#000000' }]], ['#ffffff']);
  t.equal(onDim.checks.contrastFailures, 1, 'a dim card shows the dark page and dims its words: no color helps');
});

t.test('does not make text on a picture or unknown background harder to read', async (t) => {
  const photo: EditLayer = { ...card, fills: [{ type: 'IMAGE' }], hasImageFill: true };
  const light = { ...title, fills: white };
  t.same(review([photo, light], []).instructions, [], 'white on a photo is left alone');
  const { colorOf } = review(
    [photo, light],
    [['title', { action: 'changeFill', color: '#333333' }]],
    ['#f0f0f0', '#333333'],
  );
  t.equal(colorOf('title'), '#f0f0f0');
});

t.test('drops and reports instructions that change nothing, are undone later or are impossible', async (t) => {
  const button: EditLayer = {
    ...card,
    id: 'button',
    type: 'INSTANCE',
    name: 'Button',
    x: 40,
    y: 100,
    width: 80,
    height: 40,
  };
  const icon: EditLayer = {
    ...card,
    id: 'icon',
    parentId: 'button',
    type: 'VECTOR',
    name: 'Icon',
    x: 50,
    y: 110,
    width: 16,
    height: 16,
  };
  const { instructions, reasons, checks } = review(
    [page, card, title, button, icon],
    [
      ['card', { action: 'changeFill', color: '#ffffff' }],
      ['card', { action: 'changeFill', color: '#eeeeee' }],
      ['card', { action: 'changeFill', color: '#f4f1ea' }],
      ['card', { action: 'removeStroke' }],
      ['title', { action: 'changeFontSize', fontSize: 16 }],
      ['title', { action: 'changeCornerRadius', radius: 8 }],
      ['icon', { action: 'resize', width: 32, height: 32 }],
      ['card', { action: 'setLayout', gap: 8 }],
      ['button', { action: 'setVariant', property: 'State', value: 'Hover' }],
      ['button', { action: 'hide' }],
      ['icon', { action: 'changeFill', color: '#ff0000' }],
    ],
  );
  t.same(
    instructions.map(({ action, targetId }) => `${action} ${targetId}`),
    ['changeFill card', 'hide button'],
  );
  t.equal(reasons.length, 9);
  t.match(checks, { withoutEffect: 0, repaired: 9 });
});

t.test('merges a size or layout in two parts; changing a missing outline adds one', async (t) => {
  const row: EditLayer = { ...card, layout: { direction: 'horizontal', gap: 8 } };
  const { instructions } = review(
    [page, row, title],
    [
      ['card', { action: 'setLayout', gap: 16 }],
      ['card', { action: 'setLayout', padding: 24 }],
      ['card', { action: 'resize', width: 240 }],
      ['card', { action: 'resize', height: 180 }],
      ['card', { action: 'changeStroke', color: '#dddddd', weight: 1 }],
    ],
  );
  t.match(instructions, [
    { action: 'setLayout', gap: 16, padding: 24 },
    { action: 'resize', width: 240, height: 180 },
    { action: 'addStroke', weight: 1 },
  ]);
});

t.test('brings layers that leave the frame back to its edge', async (t) => {
  const { instructions, checks } = review(
    [page, card, title],
    [['card', { action: 'move', x: 300, y: 0, relative: true }]],
  );
  t.match(instructions, [{ action: 'move', x: 200, y: 20 }]);
  t.match(checks, { outsideFrame: 0, repaired: 1 });
  t.match(review([page, card], [['card', { action: 'resize', width: 900 }]]).instructions, [
    { width: 380, height: 160 },
  ]);
});

t.test('limits text growth evenly where it would hit a neighbor or leave its card', async (t) => {
  const beside: EditLayer = { ...title, id: 'beside', name: 'Beside', x: 150, width: 60, text: 'Later' };
  const below: EditLayer = { ...title, id: 'below', name: 'Below', y: 100, text: 'Good evening' };
  const { instructions, checks } = review(
    [page, card, title, beside, below],
    [
      ['title', { action: 'changeFontSize', fontSize: 40 }],
      ['below', { action: 'changeFontSize', fontSize: 40 }],
    ],
  );
  const sizes = instructions.map((one) => (one.action === 'changeFontSize' ? one.fontSize : 0));
  t.ok(
    sizes.every((size) => size === sizes[0] && size < 40),
    sizes.join(),
  );
  t.match(checks, { overlaps: 0, cutOff: 0 });
  t.ok(checks.repaired > 0);
});

t.test('leaves forgotten layers as they are if changing all would exceed 500 instructions', async (t) => {
  const cards = Array.from(
    { length: 520 },
    (_, at): EditLayer => ({
      ...card,
      id: `card-${at}`,
      name: `Card ${at}`,
      x: 2 * (at % 26),
      y: 2 * Math.floor(at / 26),
      width: 2,
      height: 2,
    }),
  );
  const changed = (count: number) =>
    review(
      [page, ...cards],
      cards.slice(0, count).map(({ id = '' }) => [id, { action: 'changeFill', color: '#f4f1ea' }]),
    ).instructions.length;
  t.equal(changed(400), 400);
  const few = cards.slice(0, 490);
  const evened = review(
    [page, ...few],
    few.slice(0, 400).map(({ id = '' }) => [id, { action: 'changeFill', color: '#f4f1ea' }]),
  );
  t.equal(evened.instructions.length, 490);
});

t.test('judges text on a page without a fill by the page, not by white letters on a picture', async (t) => {
  const hero: EditLayer = { ...page, id: 'hero', name: 'Hero', height: 200, fills: [{ type: 'IMAGE' }] };
  const onHero = (id: string, y: number): EditLayer => ({ ...title, id, parentId: 'hero', y, fills: white });
  const { parentId: _, ...loose } = title;
  const footer: EditLayer = { ...loose, id: 'footer', y: 360, fills: [{ type: 'SOLID', color: '#8392ab' }] };
  const { colorOf } = review(
    [hero, onHero('a', 20), onHero('b', 60), onHero('c', 100), footer],
    [['footer', { action: 'changeFill', color: '#303e72' }]],
    ['#dedfe2', '#303e72'],
  );
  t.equal(colorOf('footer'), '#303e72');
});

t.test('changes a forgotten card of a row like the others, but not one deliberately left out', async (t) => {
  const cards = [0, 1, 2, 3].map(
    (at): EditLayer => ({ ...card, id: `card-${at}`, name: `Card ${at}`, x: at * 100, width: 90 }),
  );
  const tint: Change = { action: 'changeFill', color: '#f4f1ea' };
  const forgotten = review(
    [page, ...cards],
    [
      ['card-0', tint],
      ['card-1', tint],
      ['card-2', tint],
    ],
  );
  t.equal(forgotten.colorOf('card-3'), '#f4f1ea');
  t.equal(forgotten.checks.repaired, 1);
  t.equal(review([page, ...cards], [['card-0', tint]]).instructions.length, 1);
});

t.test('maps colors to a close token meant for that place', async (t) => {
  const tokens = [
    { name: 'border/strong', color: '#14213d' },
    { name: 'surface/inverse', color: '#14213e' },
    { name: 'text/on-inverse', color: '#F8F9FA' },
  ];
  const { instructions, reasons } = review(
    [page, card, title],
    [
      ['card', { action: 'changeFill', color: '#14213d' }],
      ['title', { action: 'changeFill', color: '#f8f9fa' }],
      ['card', { action: 'addStroke', color: '#14213d', weight: 2 }],
    ],
    [],
    { tokens },
  );
  t.match(instructions, [
    { action: 'useToken', field: 'fill', token: 'surface/inverse' },
    { action: 'useToken', field: 'text', token: 'text/on-inverse' },
    { action: 'addStroke', weight: 2 },
    { action: 'useToken', field: 'stroke', token: 'border/strong' },
  ]);
  t.ok(reasons.includes('surface/inverse'));
});

t.test('a text on a path is kept readable, linked and evened out as other texts are', async (t) => {
  const slogan: EditLayer = { ...title, id: 'slogan', name: 'Slogan', type: 'TEXT_PATH' };
  const layers = [page, card, slogan];
  const dark = review(layers, [['card', { action: 'changeFill', color: '#14213d' }]], ['#fca311']);
  t.equal(dark.colorOf('slogan'), '#fca311');
  t.match(dark.checks, { contrastFailures: 0, repaired: 1 });

  const tokens = [
    { name: 'surface/inverse', color: '#336699' },
    { name: 'text/accent', color: '#336699' },
  ];
  const recolor: Change = { action: 'changeFill', color: '#336699' };
  t.match(review(layers, [['slogan', recolor]], [], { tokens }).instructions, [
    { action: 'useToken', field: 'text', token: 'text/accent' },
  ]);
  t.same(review(layers, [['slogan', { action: 'useToken', field: 'fill', token: 'text/accent' }]]).instructions, []);

  const button: EditLayer = { ...card, id: 'button', name: 'Button', text: 'Good morning' };
  const own = { ...slogan, parentId: 'button' };
  t.equal(colorsSet(review([page, button, own], [['button', { action: 'changeFill', color: '#eeeeee' }]])), 1);
});

/** How many fills are set: more than were asked for if the words of a surface were taken for unreadable. */
function colorsSet({ instructions }: { instructions: readonly EditInstruction[] }): number {
  return instructions.filter(({ action }) => action === 'changeFill').length;
}

t.test('a text on a path counts for overlaps as a whole, since its letters follow the path', async (t) => {
  const slogan: EditLayer = { ...title, id: 'slogan', name: 'Slogan', type: 'TEXT_PATH', y: 100, height: 60 };
  const layers = [page, card, title, slogan];
  const { checks } = review(layers, [['slogan', { action: 'move', x: 60, y: 30 }]]);
  t.match({ overlaps: 0, repaired: 1 }, { overlaps: checks.overlaps, repaired: checks.repaired });
});

t.test("does not use a font that lacks a text's letters", async (t) => {
  for (const [text, good, bad] of [
    ['こんにちは世界', 'Noto Sans JP', 'Inter'],
    ['안녕하세요', 'Noto Sans KR', 'Poppins'],
    ['مرحبا', 'Cairo', 'Space Grotesk'],
    ['שלום', 'Heebo', 'Lora'],
    ['Hello', 'Lora', ''],
  ] as const) {
    const layers = [page, card, { ...title, text }];
    t.equal(review(layers, [['title', { action: 'changeFont', fontFamily: good }]]).instructions.length, 1, good);
    if (bad !== '')
      t.same(review(layers, [['title', { action: 'changeFont', fontFamily: bad }]]).instructions, [], bad);
  }
});

t.test('keeps the surface readable for words that came without text', async (t) => {
  const button: EditLayer = {
    ...card,
    id: 'button',
    type: 'INSTANCE',
    name: 'Button',
    text: 'Sign in',
    x: 40,
    y: 100,
    width: 120,
    height: 40,
    fills: [{ type: 'SOLID', color: '#1e3a8a' }],
  };
  const own = review([page, card, button], [['button', { action: 'changeFill', color: '#f2e9c9' }]]);
  t.ok(wcagContrast(own.colorOf('button') ?? '', '#ffffff') >= 4.5);
  t.match(own.checks, { contrastFailures: 0, repaired: 1 });
  const link: EditLayer = { ...button, id: 'link', name: 'Link', text: 'Help', fills: [] };
  const under = review(
    [page, card, link],
    [['card', { action: 'changeFill', color: '#14213d' }]],
    ['#14213d', '#f4f1ea'],
  );
  t.equal(under.colorOf('card'), '#f4f1ea', 'the panel under words that nobody can recolor');
});

const { parentId: _, ...withoutParent } = title;

t.test("measures gray text on a page that is not a layer against its neighbors' background", async (t) => {
  const gray: EditLayer = { ...withoutParent, fills: [{ type: 'SOLID', color: '#8a93a3' }] };
  const light: EditLayer = { ...gray, id: 'light', name: 'Head', y: 80, fills: [{ type: 'SOLID', color: '#e6ebf2' }] };
  const dark: EditLayer = { ...light, fills: ink };
  const pale = [['title', { action: 'changeFill', color: '#c8d0dc' }]] as const;
  t.equal(
    review([gray, light], pale, ['#101418', '#c8d0dc']).colorOf('title'),
    '#c8d0dc',
    'light letters: a dark page',
  );
  t.equal(review([gray, dark], pale, ['#101418', '#c8d0dc']).colorOf('title'), '#101418', 'dark letters: a light page');
});

t.test('gives a surface that would hide words drawn on it a color near the original', async (t) => {
  const bar: EditLayer = { ...card, type: 'INSTANCE', height: 40, text: 'Dashboard' };
  const palette = ['#101526', '#7a97fb', '#eff2f9'];
  const { colorOf } = review([page, bar], [['card', { action: 'changeFill', color: '#101526' }]], palette);
  t.equal(colorOf('card'), '#eff2f9');
});

t.test('finds a token and a property by another case or separator, if only one is alike', async (t) => {
  const properties = { State: 'Default', 'Show icon': true };
  const button: EditLayer = { ...card, id: 'button', type: 'INSTANCE', component: { name: 'Button', properties } };
  const tokens = [
    { name: 'color/primary', color: '#336699' },
    { name: 'a/b', color: '#111111' },
    { name: 'A-B', color: '#222222' },
  ];
  const reviewed = (change: Change) => review([page, button], [['button', change]], [], { tokens }).instructions;
  for (const token of ['Color.Primary', '{color.primary}', '$color/primary', 'var(--color-primary)'])
    t.match(reviewed({ action: 'useToken', field: 'fill', token }), [{ token: 'color/primary' }], token);
  t.same(reviewed({ action: 'useToken', field: 'fill', token: 'a.b' }), [], 'two are alike');
  t.match(reviewed({ action: 'setVariant', property: 'state', value: 'Hover' }), [
    { property: 'State', value: 'Hover' },
  ]);
  t.match(reviewed({ action: 'setVariant', property: 'show_icon', value: 'false' }), [
    { property: 'Show icon', value: false },
  ]);
});
