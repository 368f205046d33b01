import t from 'tap';
import { colorDistance, contrastRatio, parseHex, type Rgb } from '../../../demo/provider/color-stats.ts';
import { makeVariants, type Variant } from '../../../demo/provider/edits/make-variants.ts';
import { checkInstruction } from '../../../src/edits/check-instruction.ts';
import { createLayerHandles } from '../../../src/edits/layer-handles.ts';
import type { GenerateEditsRequest } from '../../../src/schemas/edits.ts';
import { askFor, colorsOf, page, paint, variantsFor } from './ask-variants.ts';

function themesOf(variants: readonly Variant[]): string[] {
  return variants.map(({ theme }) => theme);
}

await t.test('makes five different variants of a real design with instructions the service accepts', (t) => {
  for (const sample of ['dashboard', 'sign-in']) {
    const request = askFor(sample, { generateImages: true });
    const handles = createLayerHandles(request.layers);
    const variants = variantsFor(request);
    t.equal(new Set(themesOf(variants)).size, 5);
    t.equal(new Set(variants.map(({ instructions }) => JSON.stringify(instructions))).size, 5);
    for (const { theme, humanPrompt, instructions } of variants) {
      t.match(humanPrompt, /^In [a-z]+/);
      t.ok(instructions.length >= 10, `${theme}: ${instructions.length} instructions`);
      const faults = instructions.map((one) => checkInstruction(one, handles)).filter((checked) => 'fault' in checked);
      t.same(faults, [], theme);
    }
    const actions = new Set(variants.flatMap(({ instructions }) => instructions.map(({ action }) => action)));
    for (const action of ['changeFill', 'changeFont', 'changeFontSize', 'changeCornerRadius', 'addShadow', 'hide']) {
      t.ok(actions.has(action), action);
    }
  }
  t.end();
});

await t.test('text on a recolored surface stays readable', (t) => {
  const card = { id: '1', name: 'Card', type: 'FRAME', x: 100, y: 100, width: 400, height: 300 };
  const word = {
    id: '2',
    name: 'Word',
    type: 'TEXT',
    x: 120,
    y: 120,
    width: 200,
    height: 20,
    text: 'Hello',
    fontSize: 14,
  };
  const layers = [
    { ...card, ...paint('#ffffff') },
    { ...word, ...paint('#858796') },
  ];
  for (const { theme, instructions } of variantsFor(askFor('sign-in', { layers }))) {
    const colorOf = (target: string, old: string): Rgb => {
      const fill = instructions.find((one) => one.action === 'changeFill' && one.target === target);
      const color = fill?.['color'];
      return parseHex(typeof color === 'string' ? color : old) ?? [0, 0, 0];
    };
    const ratio = contrastRatio(colorOf('L2', '#858796'), colorOf('L1', '#ffffff'));
    t.ok(ratio >= 4.5, `${theme}: ${ratio.toFixed(1)}`);
  }
  t.end();
});

await t.test('five variants differ from each other and from the frame in their background', (t) => {
  for (const before of ['#ffffff', '#12161f']) {
    const text = {
      id: '2',
      name: 'Title',
      type: 'TEXT',
      x: 40,
      y: 40,
      width: 300,
      height: 40,
      text: 'Hi',
      fontSize: 32,
    };
    const layers = [
      { ...page, ...paint(before) },
      { ...text, ...paint(before === '#ffffff' ? '#222222' : '#eeeeee') },
    ];
    const grounds = [
      parseHex(before) ?? [0, 0, 0],
      ...colorsOf(variantsFor(askFor('sign-in', { layers })), 'L1', before),
    ];
    for (const [at, ground] of grounds.entries()) {
      for (const other of grounds.slice(at + 1))
        t.ok(colorDistance(ground, other) >= 0.05, `${ground.join()} and ${other.join()}`);
    }
  }
  t.end();
});

await t.test('words drawn on a layer stay readable when their background changes', (t) => {
  const link = { id: '2', name: 'Link', type: 'INSTANCE', x: 100, y: 100, width: 200, height: 40, text: 'Reports' };
  const ink: Rgb = [105, 122, 141];
  const rgba = new Uint8Array(1280 * 900 * 4).fill(255);
  for (let y = 112; y < 128; y++) for (let x = 120; x < 180; x++) rgba.set([...ink, 255], 4 * (y * 1280 + x));
  const variants = variantsFor(askFor('sign-in', { layers: [page, link] }), '', { width: 1280, height: 900, rgba });
  const before = contrastRatio(ink, [255, 255, 255]);
  const grounds = colorsOf(variants, 'L1', '#ffffff');
  for (const [at, own] of colorsOf(variants, 'L2', '#000001').entries()) {
    const ground = own[2] === 1 ? grounds[at] : own;
    const after = contrastRatio(ink, ground ?? own);
    t.ok(after >= Math.min(4.5, before - 0.2), `${variants[at]?.theme}: ${before.toFixed(1)} to ${after.toFixed(1)}`);
  }
  t.end();
});

await t.test('a frame whose page is not a layer stays light or dark', (t) => {
  for (const [ground, isDark] of [
    [[255, 255, 255], false],
    [[18, 22, 31], true],
  ] as const) {
    const rgba = new Uint8Array(1280 * 900 * 4);
    for (let at = 0; at < rgba.length; at += 4) rgba.set([...ground, 255], at);
    const fill = isDark ? '#1a2332' : '#fafafa';
    const card = { id: '1', name: 'Card', type: 'FRAME', x: 100, y: 100, width: 500, height: 300, ...paint(fill) };
    const picture = { width: 1280, height: 900, rgba };
    const make = (more: Partial<GenerateEditsRequest>): Variant[] =>
      variantsFor(askFor('sign-in', { layers: [card], ...more }), '', picture);
    for (const color of colorsOf(make({}), 'L1', fill)) {
      t.equal(contrastRatio(color, [255, 255, 255]) > 4.5, isDark, color.join());
    }
    if (!isDark) t.ok(themesOf(make({ brief: 'dark mode' })).includes('Midnight Focus'), 'a brief may ask for it');
  }
  t.end();
});

await t.test('without a picture assumes that words drawn on a layer are muted', (t) => {
  const field = { id: '2', name: 'Field', type: 'INSTANCE', x: 100, y: 100, width: 200, height: 40, text: 'Search' };
  const variants = variantsFor(askFor('sign-in', { layers: [page, { ...field, ...paint('#ffffff') }] }));
  for (const color of colorsOf(variants, 'L2', '#ffffff')) {
    t.ok(contrastRatio(color, [255, 255, 255]) < 1.15, color.join());
  }
  t.end();
});

await t.test('gives a text a font that has its letters', (t) => {
  const word = {
    id: '2',
    name: 'Word',
    type: 'TEXT',
    x: 40,
    y: 40,
    width: 300,
    height: 20,
    fontSize: 14,
    ...paint('#222222'),
  };
  const fontsFor = (text: string): string[] =>
    variantsFor(askFor('sign-in', { layers: [page, { ...word, text }] })).flatMap(({ instructions }) =>
      instructions.flatMap(({ action, fontFamily }) => (action === 'changeFont' ? String(fontFamily) : [])),
    );
  t.ok(fontsFor('お知らせ一覧').every((family) => /^Noto (?:Sans|Serif) JP$/.test(family)));
  t.ok(fontsFor('설정').every((family) => family.endsWith('KR')));
  t.ok(fontsFor('مرحبا بك').every((family) => family.endsWith('Arabic')));
  t.notOk(fontsFor('Welcome').some((family) => family.startsWith('Noto')));
  t.end();
});

function sizesWith(...layers: GenerateEditsRequest['layers']): number[] {
  return variantsFor(askFor('sign-in', { layers: [page, ...layers] })).flatMap(({ instructions }) =>
    instructions.flatMap(({ action, fontSize }) => (action === 'changeFontSize' ? Number(fontSize) : [])),
  );
}

await t.test('a title grows into free room and never into its neighbors', (t) => {
  const title = {
    id: '2',
    name: 'Title',
    type: 'TEXT',
    x: 40,
    y: 40,
    width: 190,
    height: 40,
    text: 'Quarterly report',
    fontSize: 24,
  };
  const beside = { id: '3', name: 'Button', type: 'INSTANCE', x: 236, y: 40, width: 90, height: 40, text: 'Share' };
  t.ok(Math.max(...sizesWith(title)) >= 30);
  t.same(sizesWith(title, beside), []);
  t.end();
});

await t.test('makes as many variants as requested, none under a theme to avoid', (t) => {
  t.equal(variantsFor(askFor('sign-in', { variantCount: 1 })).length, 1);
  const seen: string[] = [];
  for (let round = 0; round < 4; round++) {
    const themes = themesOf(variantsFor(askFor('sign-in', { avoidThemes: seen })));
    t.equal(themes.length, 5);
    for (const theme of themes) t.notOk(seen.includes(theme), theme);
    seen.push(...themes);
  }
  t.end();
});

function first(system: string, brief = ''): Variant | undefined {
  return variantsFor(askFor('sign-in', { brief }), system)[0];
}

await t.test('follows the prompt file and the brief', (t) => {
  t.equal(first('Work in a minimal, quiet way.')?.theme, 'Quiet Minimal');
  t.equal(first('Accessibility comes first: contrast and legible type.')?.theme, 'Clear Contrast');
  t.equal(first('Bold brand work.')?.theme, 'Bold Brand');
  t.equal(first('Work in a minimal, quiet way.', 'Something playful and fun')?.theme, 'Playful Pop');
  t.match(first('Bold brand work.', 'Make it green')?.humanPrompt, /green|emerald|forest/);
  t.end();
});

function picturesFor(request: GenerateEditsRequest) {
  return variantsFor(request).map(({ instructions }) =>
    instructions.filter(({ action }) => action === 'generateImage'),
  );
}

await t.test('asks for pictures only if wanted: image layers first, at most two per variant', (t) => {
  for (const asked of picturesFor(askFor('dashboard', { generateImages: true }))) {
    t.equal(asked.length, 2);
    t.same(
      asked.map(({ target }) => target),
      ['L79', 'L21'],
      'the two largest layers with an image',
    );
    t.match(asked[0]?.['imagePrompt'], /for "Sign in.*#[0-9a-f]{6}/);
  }
  t.ok(picturesFor(askFor('dashboard')).every((asked) => asked.length === 0));
  const plain = { id: 'a', name: 'Hero', type: 'RECTANGLE', x: 0, y: 0, width: 400, height: 300 };
  t.ok(picturesFor(askFor('sign-in', { layers: [plain], generateImages: true })).every((asked) => asked.length === 1));
  t.end();
});

await t.test('survives invalid JSON lines, odd values and a frame without layers', (t) => {
  t.equal(makeVariants('', '').length, 5);
  const text = 'Frame: {"name":3}\nLayers:\n{"id":"L1"\n{"id":"L2","x":"left"}\nAvoid themes: bad\nVariants: many';
  t.equal(makeVariants('', text).length, 5);
  t.end();
});
