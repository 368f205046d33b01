import { encode } from 'fast-png';
import t from 'tap';
import type { Ask, LayerAsk } from '../../../demo/provider/ask.ts';
import { nameLayers } from '../../../demo/provider/naming/name-layers.ts';
import { readSample, type SampleLayer } from './call-provider.ts';

function toAsk(layers: readonly SampleLayer[], style = 'snake_case'): Ask {
  const asked = layers.map((layer, index): LayerAsk => ({ number: index + 1, ...layer }));
  return {
    kind: 'naming',
    model: '',
    system: '',
    texts: [`naming style: ${style}`],
    layers: asked,
    imageCount: 0,
    aspectRatio: '',
  };
}

/** Names layers in calls of five, as the service sends them. */
function nameInBatches(layers: readonly SampleLayer[], style?: string): string[] {
  const names: string[] = [];
  for (let at = 0; at < layers.length; at += 5) {
    names.push(...nameLayers(toAsk(layers.slice(at, at + 5), style)).map(({ name }) => name));
  }
  return names;
}

function nameOne(layer: Partial<LayerAsk>, style = 'snake_case'): string {
  const ask = toAsk([], style);
  return nameLayers({ ...ask, layers: [{ number: 1, type: 'RECTANGLE', ...layer }] })[0]?.name ?? '';
}

/** A picture of one colour per pixel, as a data URL. */
function draw(width: number, height: number, paint: (x: number, y: number) => readonly number[]): string {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set(paint(i % width, Math.floor(i / width)), i * 4);
  const png = encode({ width, height, data, channels: 4, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

const clear = [0, 0, 0, 0];
const red = [231, 74, 59, 255];
const navy = [27, 42, 92, 255];

await t.test('the 79 layers of a real dashboard get good names', (t) => {
  const layers = readSample('dashboard');
  const names = nameInBatches(layers);
  t.equal(names.length, 79);
  const different = new Set(layers.map((layer) => `${layer.type} ${layer.text} ${layer.image}`)).size;
  const distinct = new Set(names).size;
  t.ok(distinct >= 75 && distinct <= different, `${distinct} distinct names for ${different} different layers`);
  names.forEach((name, index) => {
    t.match(name, /^[a-z0-9]+(_[a-z0-9]+){1,4}$/, `${name} is two to five words in snake_case`);
    t.not(name, layers[index]?.currentName);
  });
  const expected = {
    0: 'sb_admin_2_brand',
    3: 'dashboard_nav_item',
    8: 'periwinkle_gear_icon',
    21: 'sb_admin_pro_description',
    22: 'upgrade_pro_button',
    24: 'search_input',
    28: 'silver_bell_icon',
    29: 'red_badge_3_plus',
    35: 'dashboard_title',
    38: 'earnings_monthly_stat_card',
    40: 'amount_40k',
    59: 'blue_line_chart',
    64: 'blue_green_donut_chart',
    72: 'red_progress_bar',
  };
  for (const [index, name] of Object.entries(expected)) t.equal(names[Number(index)], name);
  t.end();
});

await t.test('swapping the pictures of two layers without text changes their names', (t) => {
  const layers = readSample('dashboard');
  const plain = layers.filter((layer) => !layer.text);
  const pairs = plain.slice(1).map((layer, index) => [plain[index], layer] as const);
  for (const [a, b] of pairs) {
    if (a?.image === b.image) continue;
    if (!a) throw new Error('the sample has lost its layers');
    const before = nameInBatches([a, b]);
    const after = nameInBatches([
      { ...a, image: b.image },
      { ...b, image: a.image },
    ]);
    t.not(after[0], before[0]);
    t.not(after[1], before[1]);
  }
  t.end();
});

await t.test('in one call, layers that differ get different names and the same ones share theirs', (t) => {
  const wide = draw(60, 40, () => red);
  const tall = draw(40, 60, () => red);
  const box = { currentName: 'Rectangle', type: 'RECTANGLE', width: 30, height: 20, x: 0, y: 0 };
  const [a, b, c] = nameLayers(
    toAsk([
      { ...box, image: wide },
      { ...box, image: tall },
      { ...box, image: wide },
    ]),
  );
  t.not(a?.name, b?.name);
  t.equal(a?.name, c?.name);
  t.end();
});

await t.test('names come in every style', (t) => {
  const layer = { type: 'INSTANCE', text: 'Login with Google', width: 200, height: 40 };
  t.equal(nameOne(layer, 'snake_case'), 'login_google_button');
  t.equal(nameOne(layer, 'kebab-case'), 'login-google-button');
  t.equal(nameOne(layer, 'camelCase'), 'loginGoogleButton');
  t.equal(nameOne(layer, 'PascalCase'), 'LoginGoogleButton');
  t.equal(nameOne(layer, 'Title Case'), 'Login Google Button');
  t.equal(nameOne(layer, 'Slash/Case'), 'Button/Login Google');
  t.end();
});

await t.test('shapes are told by their pixels', (t) => {
  const disc = draw(24, 24, (x, y) => (Math.hypot(x - 11.5, y - 11.5) < 12 ? red : clear));
  const ring = draw(60, 60, (x, y) => (Math.abs(Math.hypot(x - 29.5, y - 29.5) - 25) < 4 ? navy : clear));
  const noise = draw(200, 150, (x, y) => [(x * 37 + y * 91) % 256, (x * y) % 256, (x * 11 + y * 3) % 256, 255]);
  t.equal(nameOne({ type: 'ELLIPSE', image: disc }), 'red_dot');
  t.equal(nameOne({ type: 'VECTOR', image: ring }), 'navy_ring');
  t.equal(nameOne({ image: draw(300, 2, () => navy) }), 'navy_divider');
  t.equal(nameOne({ image: draw(2, 300, () => navy) }), 'navy_vertical_divider');
  t.match(nameOne({ image: noise }), /^wide_.*_photo$/);
  t.equal(nameOne({ image: draw(200, 16, (x) => (x < 100 ? red : [230, 230, 235, 255])) }), 'red_progress_bar');
  t.end();
});

await t.test('letters of any script are kept', (t) => {
  t.equal(nameOne({ type: 'TEXT', text: 'Überblick für März', width: 100, height: 16 }), 'überblick_für_märz_label');
  t.equal(nameOne({ type: 'INSTANCE', text: '送信', width: 80, height: 32 }), '送信_button');
  t.end();
});

await t.test('a picture that is broken, foreign, huge or missing costs no name', (t) => {
  const png = draw(30, 20, () => red).slice('data:image/png;base64,'.length);
  const bytes = Buffer.from(png, 'base64');
  const wrongSize = Buffer.from(bytes);
  wrongSize.writeUInt32BE(4_000_000_000, 16);
  const jpeg = Buffer.from('ffd8ffc0001108004000500301220002110103110', 'hex');
  const broken = [bytes.subarray(0, 40), bytes.subarray(0, 10), wrongSize, Buffer.alloc(0), Buffer.from('hello'), jpeg];
  for (const picture of broken) {
    t.match(nameOne({ image: `data:image/png;base64,${picture.toString('base64')}` }), /^[a-z_]+$/);
  }
  t.match(nameOne({ image: 'data:,' }), /^[a-z_]+$/);
  t.match(nameOne({ type: '' }), /^[a-z_]+$/);
  t.match(nameOne({ type: 'TEXT', text: ' \u{200b}!!! ' }), /^[a-z_]+$/);
  t.end();
});
