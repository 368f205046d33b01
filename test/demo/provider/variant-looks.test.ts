import t from 'tap';
import { contrastRatio, parseHex, type Rgb, toHex, toOklch } from '../../../demo/provider/color-stats.ts';
import type { Variant } from '../../../demo/provider/edits/make-variants.ts';
import type { Picture } from '../../../demo/provider/look/decode.ts';
import type { EditLayer, GenerateEditsRequest } from '../../../src/schemas/edits.ts';
import { askFor, colorsOf, page, paint, variantsFor } from './ask-variants.ts';

function box(id: string, x: number, y: number, width: number, height: number, color?: string): EditLayer {
  return { id, name: id, type: 'FRAME', x, y, width, height, ...(color === undefined ? {} : paint(color)) };
}

function words(id: string, x: number, y: number, color: string): EditLayer {
  return { ...box(id, x, y, 200, 20, color), type: 'TEXT', text: 'Some words', fontSize: 14 };
}

/** Five variants of layers, each found by its place: `L1` is the first. */
function variantsOf(layers: EditLayer[], picture?: Picture): Variant[] {
  return variantsFor(askFor('sign-in', { layers }), '', picture);
}

function lightnessOf(color: Rgb): number {
  return toOklch(color)[0];
}

function hueDistance(a: Rgb, b: Rgb): number {
  return Math.abs(((toOklch(a)[2] - toOklch(b)[2] + 540) % 360) - 180);
}

function actionsOn(variants: readonly Variant[], target: string, action: RegExp) {
  return variants.flatMap(({ instructions }) =>
    instructions.filter((one) => one.target === target && action.test(one.action)),
  );
}

await t.test('grounds are light, dark or deep, never of a muddy middle lightness', async (t) => {
  for (const before of ['#ffffff', '#12161f']) {
    const grounds = colorsOf(variantsOf([{ ...page, ...paint(before) }, words('t', 40, 40, '#888888')]), 'L1', before);
    for (const ground of grounds) {
      const lightness = lightnessOf(ground);
      t.ok(lightness < 0.45 || lightness > 0.72, `${ground.join()} is ${lightness.toFixed(2)} light`);
    }
    t.ok(
      grounds.some((ground) => lightnessOf(ground) < 0.45),
      `one is dark if the frame is ${before}`,
    );
    t.ok(
      grounds.some((ground) => lightnessOf(ground) > 0.72),
      'one is light',
    );
  }
});

await t.test('a dark frame whose words are drawn on its surfaces stays dark', async (t) => {
  const rgba = new Uint8Array(1280 * 900 * 4);
  const fill = (x: number, y: number, width: number, height: number, color: Rgb): void => {
    for (let row = y; row < y + height; row++)
      for (let at = x; at < x + width; at++) rgba.set([...color, 255], 4 * (row * 1280 + at));
  };
  fill(0, 0, 1280, 900, [18, 22, 31]);
  const buttons = [0, 1, 2].map((at): EditLayer => {
    fill(60, 112 + 60 * at, 80, 14, [226, 232, 240]);
    return { ...box(`b${at}`, 40, 100 + 60 * at, 200, 40), type: 'INSTANCE', text: 'Reports' };
  });
  const layers = [{ ...page, ...paint('#12161f') }, ...buttons];
  for (const ground of colorsOf(variantsOf(layers, { width: 1280, height: 900, rgba }), 'L1', '#12161f'))
    t.ok(lightnessOf(ground) < 0.45, ground.join());
});

await t.test('slate gray text stays neutral; text in the leading hue follows the palette', async (t) => {
  const layers = [
    page,
    { ...box('button', 40, 200, 200, 40, '#0d6efd') },
    words('slate', 40, 40, '#64748b'),
    words('link', 40, 80, '#0d6efd'),
  ];
  const variants = variantsOf(layers);
  for (const color of colorsOf(variants, 'L3', '#64748b')) t.ok(toOklch(color)[1] < 0.06, color.join());
  const links = colorsOf(variants, 'L4', '#0d6efd');
  t.ok(links.filter((color) => toOklch(color)[1] > 0.06).length >= 4, 'links keep a color');
});

await t.test('green and red words keep their hue', async (t) => {
  const layers = [
    page,
    box('button', 40, 200, 400, 60, '#0d6efd'),
    words('up', 40, 40, '#198754'),
    words('down', 40, 80, '#dc3545'),
  ];
  const variants = variantsOf(layers);
  for (const [target, before] of [
    ['L3', '#198754'],
    ['L4', '#dc3545'],
  ] as const) {
    const hue = parseHex(before) ?? [0, 0, 0];
    for (const color of colorsOf(variants, target, before)) t.ok(hueDistance(color, hue) < 25, color.join());
  }
});

/** The colors of a red message beside a button in a brand's color. */
function messagesWith(brand: string): Rgb[] {
  const layers = [page, box('button', 40, 200, 400, 60, brand), words('error', 40, 40, '#dc2626')];
  return colorsOf(variantsOf(layers), 'L3', '#dc2626');
}

await t.test(
  'a red message stays red beside an orange brand, and follows the palette if red is the brand',
  async (t) => {
    const red = parseHex('#dc2626') ?? [0, 0, 0];
    for (const color of messagesWith('#c2410c')) t.ok(hueDistance(color, red) < 25, color.join());
    t.ok(messagesWith('#dc2626').some((color) => hueDistance(color, red) > 40));
  },
);

await t.test('a pale or translucent tint stays a tint of its hue and does not become a strong color', async (t) => {
  const light = [page, box('button', 40, 600, 400, 60, '#0d6efd'), box('badge', 40, 40, 90, 28, '#d1fae5')];
  const green = parseHex('#d1fae5') ?? [0, 0, 0];
  const variants = variantsOf(light);
  const grounds = colorsOf(variants, 'L1', '#ffffff');
  for (const [at, color] of colorsOf(variants, 'L3', '#d1fae5').entries()) {
    t.ok(hueDistance(color, green) < 25, `${color.join()} is green`);
    t.ok(contrastRatio(color, grounds[at] ?? color) < 2, `${color.join()} is near its ground`);
  }
  const veil: EditLayer = {
    ...box('badge', 40, 40, 90, 28),
    fills: [{ type: 'SOLID', color: '#22c55e', opacity: 0.15 }],
  };
  const dark = variantsOf([{ ...page, ...paint('#12161f') }, box('button', 40, 600, 400, 60, '#0d6efd'), veil]);
  const veils = colorsOf(dark, 'L3', '#22c55e');
  for (const color of veils) t.ok(hueDistance(color, parseHex('#22c55e') ?? [0, 0, 0]) < 25, color.join());
});

await t.test('the track of a switch can be seen, and its knob stays white and round', async (t) => {
  const track: EditLayer = { ...box('track', 40, 40, 44, 24, '#cbd5e1'), cornerRadius: 12 };
  const knob: EditLayer = { ...box('knob', 42, 42, 20, 20, '#ffffff'), cornerRadius: 10 };
  const variants = variantsOf([page, track, knob]);
  t.same(actionsOn(variants, 'L3', /Fill|Gradient|Corner/), []);
  t.same(actionsOn(variants, 'L2', /Corner/), []);
  const grounds = colorsOf(variants, 'L1', '#ffffff');
  for (const [at, color] of colorsOf(variants, 'L2', '#cbd5e1').entries())
    t.ok(contrastRatio(color, grounds[at] ?? color) > 1.15, color.join());
});

await t.test('portraits and dots stay round, a button takes the corners of its direction', async (t) => {
  const portrait: EditLayer = {
    ...box('face', 40, 40, 48, 48),
    type: 'ELLIPSE',
    fills: [{ type: 'IMAGE' }],
    cornerRadius: 24,
  };
  const dot: EditLayer = { ...box('dot', 200, 40, 10, 10, '#22c55e'), cornerRadius: 5 };
  const pill: EditLayer = { ...box('pill', 40, 200, 160, 48, '#0d6efd'), cornerRadius: 24, text: 'Send' };
  const variants = variantsOf([page, { ...portrait, type: 'RECTANGLE' }, dot, pill]);
  t.same([...actionsOn(variants, 'L2', /Corner/), ...actionsOn(variants, 'L3', /Corner/)], []);
  t.ok(actionsOn(variants, 'L4', /Corner/).length >= 3);
});

await t.test('a red outline that marks an error stays, a gray one follows the palette', async (t) => {
  const bad: EditLayer = { ...box('bad', 40, 40, 300, 44, '#ffffff'), strokes: paint('#dc2626').fills };
  const good: EditLayer = { ...box('good', 40, 120, 300, 44, '#ffffff'), strokes: paint('#d1d5db').fills };
  const variants = variantsOf([page, bad, good]);
  t.same(actionsOn(variants, 'L2', /Stroke/), []);
  t.ok(actionsOn(variants, 'L3', /Stroke/).length > 0);
});

function partsOfPage(height: number): EditLayer[] {
  return [box('top', 0, 0, 1280, height), box('rest', 0, height, 1280, height), words('t', 40, 40, '#222222')];
}

await t.test('parts of a page without a fill are painted only if no strip of the page is left', async (t) => {
  t.ok(actionsOn(variantsOf(partsOfPage(450)), 'L1', /Fill/).length >= 4, 'two parts that are the whole page');
  t.same(actionsOn(variantsOf(partsOfPage(300)), 'L1', /Fill/), [], 'a third of the page would stay white');
});

await t.test('a text in several colors keeps them unless one could not be read', async (t) => {
  const text: EditLayer = {
    ...words('t', 40, 40, '#000000'),
    mixedFills: [
      { type: 'SOLID', color: '#1f2937' },
      { type: 'SOLID', color: '#1d4ed8' },
    ],
  };
  delete text.fills;
  const variants = variantsOf([page, text]);
  for (const [at, ground] of colorsOf(variants, 'L1', '#ffffff').entries()) {
    const fill = actionsOn(variants.slice(at, at + 1), 'L2', /Fill/)[0];
    const colors = fill === undefined ? ['#1f2937', '#1d4ed8'] : [String(fill['color'])];
    for (const color of colors)
      t.ok(contrastRatio(parseHex(color) ?? ground, ground) >= 4.5, `${variants[at]?.theme}: ${color}`);
  }
  const repainted = actionsOn(variants, 'L2', /Fill/).length;
  t.ok(repainted > 0 && repainted < 5, `${repainted} of 5 variants give it one color`);
});

await t.test('primary and accent are color tokens of the file if one is near', async (t) => {
  const button: EditLayer = { ...box('button', 40, 200, 200, 40, '#0d6efd'), text: 'Send' };
  const layers = [page, button, words('t', 40, 40, '#222222')];
  const usedIn = (more: Partial<GenerateEditsRequest>): string[] =>
    variantsFor(askFor('sign-in', { layers, ...more })).flatMap(({ palette }) => palette);
  const lively = usedIn({}).find((color) => toOklch(parseHex(color) ?? [0, 0, 0])[1] > 0.12) ?? '';
  const [red, green, blue] = parseHex(lively) ?? [0, 0, 0];
  const near = toHex([red > 9 ? red - 9 : red + 9, green, blue]);
  t.notOk(usedIn({}).includes(near));
  t.ok(usedIn({ tokens: [{ name: 'brand', color: near }] }).includes(near), `${near} for ${lively}`);
  t.notOk(usedIn({ tokens: [{ name: 'far', color: '#ff00ff' }] }).includes('#ff00ff'));
});

await t.test(
  'gaps of auto layout and lines of components follow the direction where the frame allows it',
  async (t) => {
    const list: EditLayer = {
      ...box('list', 40, 100, 400, 400, '#ffffff'),
      layout: { direction: 'vertical', gap: 16 },
    };
    const row: EditLayer = { ...box('row', 40, 100, 400, 60, '#ffffff'), type: 'INSTANCE', parentId: 'list' };
    const component = { name: 'Row', properties: { Divider: true, Icon: true, State: 'Rest' } };
    const variants = variantsFor(
      askFor('sign-in', { layers: [page, list, { ...row, component }], brief: 'minimal', variantCount: 1 }),
    );
    t.match(actionsOn(variants, 'L2', /setLayout/), [{ gap: 20 }]);
    t.same(actionsOn(variants, 'L3', /setVariant/), [
      { action: 'setVariant', target: 'L3', property: 'Divider', value: false },
    ]);
    const bold = variantsFor(
      askFor('sign-in', { layers: [page, { ...row, component }], brief: 'bold', variantCount: 1 }),
    );
    t.same(actionsOn(bold, 'L2', /setVariant/), []);
  },
);
