import { encode } from 'fast-png';
import t from 'tap';
import { type Ask, type LayerAsk, readAsk } from '../../../demo/provider/ask.ts';
import { nameLayers } from '../../../demo/provider/naming/name-layers.ts';
import { readSample, type SampleLayer } from './call-provider.ts';

const extent = 'They reach over 1280 x 900 px.';

function toAsk(layers: readonly Partial<LayerAsk>[], style = 'snake_case'): Ask {
  const asked = layers.map((layer, index): LayerAsk => ({ number: index + 1, type: 'FRAME', ...layer }));
  const texts = [`naming style: ${style}\n${extent}`];
  return {
    kind: 'naming',
    model: '',
    system: '',
    texts,
    layers: asked,
    imageCount: 0,
    pictures: [],
    aspectRatio: '',
    body: {},
  };
}

async function nameAll(layers: readonly Partial<LayerAsk>[], style?: string): Promise<string[]> {
  return (await nameLayers(toAsk(layers, style))).map(({ name }) => name);
}

/** Names layers in calls of a dozen, as the service sends them. */
async function nameInBatches(layers: readonly SampleLayer[]): Promise<string[]> {
  const names: string[] = [];
  for (let at = 0; at < layers.length; at += 12) names.push(...(await nameAll(layers.slice(at, at + 12))));
  return names;
}

async function nameOne(layer: Partial<LayerAsk>, style?: string): Promise<string> {
  return (await nameAll([layer], style))[0] ?? '';
}

function text(text: string, fontSize = 14, height = 17): Promise<string> {
  return nameOne({ type: 'TEXT', text, fontSize, width: 200, height, x: 400, y: 400 });
}

function box(layer: Partial<LayerAsk>): Promise<string> {
  return nameOne({ type: 'INSTANCE', ...layer });
}

/** One of four lanes of a board. */
function column(at: number): Partial<LayerAsk> {
  return {
    text: `Lane ${at} holds some cards`,
    width: 280,
    height: 600,
    x: 20 + 300 * at,
    y: 130,
    order: { at: at + 1, of: 4, layout: 'row' },
  };
}

type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** A picture of one color per pixel, as a data URL. */
function draw(width: number, height: number, paint: (x: number, y: number) => Color): string {
  const data = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) data.set(paint(i % width, Math.floor(i / width)), i * 4);
  const png = encode({ width, height, data, channels: 4, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
}

const clear: Color = [0, 0, 0, 0];
const red: Color = [231, 74, 59, 255];
const navy: Color = [27, 42, 92, 255];

/** A plus sign in the middle of a square. */
function plus(side: number, ground: Color): (x: number, y: number) => Color {
  const isBar = (a: number, b: number): boolean =>
    Math.abs(a - side / 2) < side / 18 && Math.abs(b - side / 2) < side / 3;
  return (x, y) => (isBar(x, y) || isBar(y, x) ? navy : ground);
}

/** A control of 300 x 40 px with something written on it. */
function controlWithWords(from: number, to: number): string {
  return draw(300, 40, (x, y) => (x >= from && x < to && y > 14 && y < 26 ? [255, 255, 255, 255] : navy));
}

await t.test('names the 79 layers of a real dashboard by what they are', async (t) => {
  const layers = readSample('dashboard');
  const names = await nameInBatches(layers);
  t.equal(names.length, 79);
  names.forEach((name, index) => {
    t.match(name, /^[a-z0-9]+(_[a-z0-9]+){0,4}$/, `${name} is one to five words in snake_case`);
    t.not(name, layers[index]?.currentName);
  });
  const expected = {
    0: 'sb_admin_logo',
    3: 'dashboard_nav_item',
    21: 'sb_admin_pro_description',
    24: 'search_field',
    35: 'dashboard_heading',
    38: 'earnings_monthly_card',
    40: 'earnings_monthly_amount',
    72: 'sales_tracking_progress_bar',
  };
  for (const [index, name] of Object.entries(expected)) t.equal(names[Number(index)], name);
});

await t.test('names a text by its words, size and role', async (t) => {
  t.equal(await text('Team members', 28, 34), 'team_members_heading');
  t.equal(await text('First name'), 'first_name_label');
  t.equal(await text('$1,299.00'), 'amount');
  t.equal(await text('42 %'), 'value');
  t.equal(await text('12. März 2026'), 'märz_date');
  t.equal(await text('Log in'), 'log_in_label');
  t.equal(await text('Sign up with email'), 'sign_up_email_label');
  t.equal(await text('We ship to every country in the world, and returns are free.'), 'ship_every_country_description');
  t.equal(await text('© 2026 Acme Inc.'), 'acme_inc_copyright_text');
});

await t.test('names a box with words by its place, size and neighbors', async (t) => {
  const row = { order: { at: 2, of: 4, layout: 'row' } };
  t.equal(await box({ text: 'Home Reports Team Billing', x: 0, y: 0, width: 240, height: 900 }), 'sidebar');
  t.equal(await box({ text: 'Acme Home Pricing Sign in', x: 0, y: 0, width: 1280, height: 64 }), 'navbar');
  t.equal(await box({ text: 'Reports', x: 16, y: 200, width: 208, height: 40 }), 'reports_nav_item');
  t.equal(await box({ text: 'Pricing', x: 500, y: 12, width: 80, height: 40, ...row }), 'pricing_nav_item');
  t.equal(await box({ text: 'Save changes', x: 700, y: 600, width: 140, height: 40 }), 'save_changes_button');
  t.equal(await box({ text: 'New', x: 700, y: 600, width: 34, height: 18 }), 'new_badge');
  t.equal(await box({ text: 'Suchen …', x: 700, y: 300, width: 300, height: 40 }), 'suchen_search_field');
  t.equal(await box({ text: 'Choose a country', x: 700, y: 600, width: 300, height: 40 }), 'choose_country_select');
  t.equal(await box({ text: 'I agree to the terms', x: 700, y: 600, width: 300, height: 24 }), 'agree_terms_checkbox');
  t.equal(await box({ text: 'Revenue $12,000 up 4 %', x: 400, y: 200, width: 280, height: 160 }), 'revenue_up_card');
});

await t.test('names a field after the label above it, in the same call or in its context', async (t) => {
  const label = { type: 'TEXT', text: 'Last name', x: 400, y: 300, width: 80, height: 16, fontSize: 13 };
  const field = { type: 'FRAME', text: 'Doe', x: 400, y: 322, width: 320, height: 40 };
  t.same(await nameAll([label, field]), ['last_name_label', 'last_name_input']);
  const image = draw(320, 40, (x, y) => (x > 12 && x < 40 && y > 14 && y < 26 ? navy : [255, 255, 255, 255]));
  t.same(await nameAll([{ ...field, image, beside: [{ type: 'TEXT', text: 'Last name' }] }]), ['last_name_input']);
});

await t.test('names a shape by type and size, and by picture if those are ambiguous', async (t) => {
  const noise = draw(200, 150, (x, y) => [(x * 37 + y * 91) % 256, (x * y) % 256, (x * 11 + y * 3) % 256, 255]);
  t.equal(await nameOne({ type: 'RECTANGLE', image: noise, width: 200, height: 150, x: 500, y: 500 }), 'image');
  t.equal(await nameOne({ type: 'RECTANGLE', width: 300, height: 1 }), 'divider');
  t.equal(await nameOne({ type: 'LINE', width: 300, height: 0 }), 'divider');
  t.equal(await nameOne({ type: 'ELLIPSE', width: 8, height: 8 }), 'status_dot');
  t.equal(await nameOne({ type: 'ELLIPSE', width: 40, height: 40 }), 'avatar');
  t.equal(await nameOne({ type: 'FRAME', width: 200, height: 8 }), 'progress_bar');
  t.equal(await nameOne({ type: 'VECTOR', width: 24, height: 24, image: draw(48, 48, plus(48, clear)) }), 'add_icon');
});

await t.test('names a component with words that the call does not have a button or an input', async (t) => {
  const place = { width: 300, height: 40, x: 500, y: 500 };
  t.equal(await box({ ...place, image: controlWithWords(120, 180) }), 'button');
  t.equal(await box({ ...place, image: controlWithWords(12, 90) }), 'input');
});

await t.test('sees small words on a wide button, whose color covers less than a hundredth of it', async (t) => {
  const image = draw(240, 32, (x, y) => {
    const isThin = x >= 110 && x < 130 && x % 3 === 0 && y >= 13 && y < 19;
    return isThin ? [230 - x, 240, 250, 255] : navy;
  });
  const order = { at: 4, of: 6, layout: 'column' };
  t.equal(await box({ text: 'Login', width: 345, height: 45, x: 700, y: 321, order, image }), 'login_button');
});

await t.test('names a whole frame a page after its largest heading, and on a phone a screen', async (t) => {
  const page = { text: 'Acme Home Settings Members', width: 1280, height: 900, x: 0, y: 0 };
  const texts = [
    { type: 'TEXT', text: 'Home', width: 40, height: 17, fontSize: 14, x: 40, y: 100, inside: 1 },
    { type: 'TEXT', text: 'Settings', width: 160, height: 34, fontSize: 28, x: 300, y: 100, inside: 1 },
  ];
  t.equal((await nameAll([page, ...texts]))[0], 'settings_page');
  t.equal(await nameOne({ ...page, type: 'GROUP' }), 'acme_home_settings_section');
  const ask = toAsk([{ ...page, width: 390, height: 844 }]);
  const onPhone = { ...ask, texts: [ask.texts.join('').replace('1280 x 900', '390 x 844')] };
  t.match((await nameLayers(onPhone))[0]?.name, /_screen$/);
});

await t.test('names the first row of a card its header also within the outline', async (t) => {
  const card = { type: 'FRAME', text: 'Earnings', width: 664, height: 414, x: 248, y: 278 };
  const header = { type: 'FRAME', text: 'Earnings', width: 662, height: 52, x: 249, y: 279, inside: 1 };
  t.equal((await nameAll([card, header]))[1], 'earnings_header');
});

await t.test('names a picture in a card after the words of the card', async (t) => {
  const image = draw(90, 60, (x, y) => (x > y ? navy : red));
  const card = { type: 'FRAME', text: 'Revenue sources', width: 320, height: 400 };
  t.equal(
    await nameOne({ type: 'RECTANGLE', width: 280, height: 200, x: 500, y: 500, image, inside: card }),
    'revenue_sources_image',
  );
});

await t.test("names an icon button after its icon, and an icon after its button's words", async (t) => {
  const button = { type: 'INSTANCE', x: 600, y: 400, width: 40, height: 40 };
  const icon = {
    type: 'VECTOR',
    x: 608,
    y: 408,
    width: 24,
    height: 24,
    inside: 1,
    image: draw(48, 48, plus(48, clear)),
  };
  t.same(await nameAll([button, icon]), ['add_icon_button', 'add_icon']);
  const around = { type: 'INSTANCE', text: 'Reports', width: 120, height: 40 };
  t.equal(await nameOne({ type: 'VECTOR', width: 16, height: 16, inside: around }), 'reports_icon');
});

await t.test('sees a layer of a sheet in its cell', async (t) => {
  const ground: Color = [213, 217, 224, 255];
  const paper: Color = [255, 255, 255, 255];
  const cross = plus(96, paper);
  // Two rows of three: the plus lies in the fifth cell, noise in the third.
  const sheet = draw(3 * 128, 2 * 128, (x, y) => {
    const [column, row] = [Math.floor(x / 128), Math.floor(y / 128)];
    const [dx, dy] = [(x % 128) - 16, (y % 128) - 16];
    if (dx < 0 || dy < 0 || dx >= 96 || dy >= 96) return ground;
    if (row === 1 && column === 1) return cross(dx, dy);
    return row === 0 && column === 2 ? [(dx * 37 + dy * 91) % 256, (dx * dy) % 256, (dx * 11) % 256, 255] : paper;
  });
  const cells = [1, 2, 3, 4, 5, 6].map((cell) => ({
    type: 'RECTANGLE',
    width: 48,
    height: 48,
    x: 500,
    y: 60 * cell + 200,
    cell,
    image: sheet,
  }));
  const names = await nameAll(cells.map((layer, index) => ({ ...layer, type: index === 4 ? 'VECTOR' : 'RECTANGLE' })));
  t.equal(names[4], 'add_icon');
  t.equal(names[2], 'avatar');
});

await t.test('gives different siblings different names and identical ones the same', async (t) => {
  const box = { type: 'TEXT', text: 'Orders', width: 60, height: 17, fontSize: 14, x: 400, y: 300 };
  const [a, b, c] = await nameAll([box, { ...box, image: draw(4, 4, () => red) }, box]);
  t.not(a, b);
  t.equal(a, c);
});

await t.test('writes names in every style', async (t) => {
  const layer = { type: 'INSTANCE', text: 'Login with Google', width: 200, height: 40, x: 600, y: 500 };
  t.equal(await nameOne(layer, 'snake_case'), 'login_google_button');
  t.equal(await nameOne(layer, 'kebab-case'), 'login-google-button');
  t.equal(await nameOne(layer, 'camelCase'), 'loginGoogleButton');
  t.equal(await nameOne(layer, 'PascalCase'), 'LoginGoogleButton');
  t.equal(await nameOne(layer, 'Title Case'), 'Login Google Button');
  t.equal(await nameOne(layer, 'Slash/Case'), 'Button/Login Google');
});

/** A row of a table with its cells, 40 px high; the first is the header. */
function tableRow(at: number, texts: readonly string[], number: number, inside?: number): Partial<LayerAsk>[] {
  const y = 160 + 40 * at;
  const order = { at: at + 1, of: 4, layout: 'column' };
  const row: Partial<LayerAsk> = {
    text: texts.join(' '),
    x: 40,
    y,
    width: 900,
    height: 40,
    order,
    holds: { TEXT: texts.length },
    ...(inside === undefined ? {} : { inside }),
  };
  const cells = texts.map((words, column): Partial<LayerAsk> => {
    const place = { x: 56 + 220 * column, y: y + 12, width: 8 * words.length, height: 16, fontSize: 13 };
    const order = { at: column + 1, of: texts.length, layout: 'row' };
    return { type: 'TEXT', text: words, ...place, order, inside: number };
  });
  return [row, ...cells];
}

await t.test('names a table, its header and its cells by their columns', async (t) => {
  const table = { text: 'Guest Arrival Nights Total', x: 24, y: 140, width: 932, height: 200, holds: { FRAME: 4 } };
  const layers = [
    table,
    ...tableRow(0, ['Guest', 'Arrival', 'Nights', 'Total'], 2, 1),
    ...tableRow(1, ['Ada Bell', '4 May 2026', '3', '€410.00'], 7, 1),
  ];
  t.same(await nameAll(layers), [
    'guest_arrival_table',
    'guest_arrival_header_row',
    'guest_header_label',
    'arrival_header_label',
    'nights_header_label',
    'total_header_label',
    'ada_bell_may_row',
    'ada_bell_label',
    'arrival_may_date_label',
    'nights_value_label',
    'total_amount_label',
  ]);
});

await t.test('names the cells of a row by its subject if the header is in another call', async (t) => {
  const row = { type: 'FRAME', text: 'Ben Ode 5 May 2026 7 May 20', x: 40, y: 240, width: 900, height: 40 };
  const [, ...cells] = tableRow(2, ['Ben Ode', '5 May 2026', '7 May 2026', '€95.00'], 1);
  t.same(await nameAll(cells.map((cell) => ({ ...cell, inside: row }))), [
    'ben_ode_label',
    'ben_may_date_label',
    'ben_may_date_label_2',
    'ben_ode_amount_label',
  ]);
});

await t.test('takes neither links in a bar nor a song with its artist for the row of a table', async (t) => {
  const [bar, ...links] = tableRow(0, ['Shop', 'Stories', 'Visit', 'Help'], 1);
  const atTop = [{ ...bar, y: 10 }, ...links.map((link) => ({ ...link, y: 22 }))];
  t.same(await nameAll(atTop), ['navbar', 'shop_nav_link', 'stories_nav_link', 'visit_nav_link', 'help_nav_link']);
  const song = { text: '2 Tides Mira Vale 3:21', x: 24, y: 400, width: 342, height: 52, holds: { TEXT: 2, FRAME: 1 } };
  const order = { at: 2, of: 4, layout: 'column' };
  t.same(await nameAll([{ ...song, order, beside: [{ type: 'FRAME', text: '1 Noon 2:10' }] }]), [
    'tides_mira_vale_list_item',
  ]);
});

await t.test('keeps letters of any script', async (t) => {
  t.equal(await nameOne({ type: 'TEXT', text: 'Überblick für März', width: 100, height: 16 }), 'überblick_märz_label');
  t.equal(await nameOne({ type: 'INSTANCE', text: '送信', width: 80, height: 32 }), '送信_button');
  t.match(await nameOne({ type: 'TEXT', text: '新しいお知らせ', width: 120, height: 16 }), /^新しい.*_label$/);
  t.equal(await nameOne({ type: 'INSTANCE', text: 'بحث في الموقع', width: 240, height: 40 }), 'بحث_في_search_field');
});

await t.test('reads figures, prices and dates in digits of other scripts', async (t) => {
  t.equal(await text('١٤٩ ر.س'), 'amount');
  t.equal(await text('४९ %'), 'value');
  t.equal(await text('٢٠٢٦/٠٨/١٢'), '٢٠٢٦_٠٨_date');
  t.equal(await text('2×'), 'value');
  t.equal(await text('55 minutes'), 'minutes_value');
  t.equal(await text('Open until 18:00'), 'open_until_label', 'a sentence with a time in it');
});

await t.test('names columns beside each other columns, and one at the edge a sidebar', async (t) => {
  const names = await nameAll([column(0), column(1), column(2), column(3)]);
  for (const name of names) t.match(name, /_column(_\d)?$/);
  const menu = { text: 'Home Reports Users Settings', width: 240, height: 828, x: 0, y: 72 };
  t.equal(await nameOne(menu), 'sidebar');
});

await t.test('treats layers in a sidebar as navigation, but not those in a card at the left', async (t) => {
  const item = { type: 'INSTANCE', text: 'Overview', width: 200, height: 40, x: 40, y: 400 };
  const order = { at: 2, of: 5, layout: 'column' };
  const inside = { type: 'FRAME', text: 'Home Overview Reports', width: 240, height: 828, x: 0, y: 72 };
  t.equal(await nameOne({ ...item, order, inside }), 'overview_nav_item');
  const card = { type: 'FRAME', text: 'Overview of the year', width: 280, height: 220, x: 20, y: 300 };
  t.equal(await nameOne({ ...item, inside: card, holds: { TEXT: 1 } }), 'overview_button');
});

await t.test('knows a switch by a knob in a track, without a picture', async (t) => {
  t.match(await nameOne({ type: 'INSTANCE', width: 48, height: 28, x: 300, y: 400, holds: { ELLIPSE: 1 } }), /switch$/);
  t.match(await nameOne({ type: 'INSTANCE', width: 48, height: 48, x: 300, y: 400, holds: { ELLIPSE: 1 } }), /avatar$/);
});

await t.test('names several texts in a line a row, and one with a verb a button', async (t) => {
  const row = { width: 304, height: 24, x: 58, y: 300, order: { at: 2, of: 3, layout: 'column' } };
  t.match(await nameOne({ ...row, text: 'Flat white £3.40', holds: { TEXT: 3 } }), /item$/);
  const wide = { type: 'INSTANCE', text: 'Save as PDF', width: 304, height: 46, x: 58, y: 840, holds: { TEXT: 1 } };
  t.equal(await nameOne(wide), 'save_pdf_button');
});

await t.test('distinguishes code and messages from labels and alerts', async (t) => {
  t.equal(await text('return round(items)'), 'return_round_items_code_text');
  const bubble = { width: 350, height: 57, x: 500, y: 400, holds: { TEXT: 2 } };
  t.match(await nameOne({ ...bubble, text: 'Are we still on for Saturday? 14:02' }), /message$/);
});

await t.test('finds the logo where reading begins, right to left too', async (t) => {
  const brand = { type: 'TEXT', text: 'واحة', fontSize: 22, width: 50, height: 30, x: 1200, y: 20 };
  t.equal(await nameOne(brand), 'واحة_logo');
  t.not(await nameOne({ ...brand, x: 100 }), 'واحة_logo');
});

await t.test('reads what a call says about a layer from its text', async (t) => {
  const lines = [
    'Layer 2',
    'type: INSTANCE',
    'current name: "Component 4"',
    'text: "Dashboard: all"',
    'size: 228 x 43.5',
    'place: -16, 82',
    'font size: 15',
    'inside: FRAME 390 x 56 at 0, -8 "Menu, \\"main\\""',
    'order: 2 of 7 in a column',
    'beside: INSTANCE "Layouts, grid", TEXT "Pages", VECTOR',
    'holds: 1 TEXT, 2 VECTOR',
    'cell: 3',
  ];
  const body = { messages: [{ role: 'user', content: [{ type: 'text', text: lines.join('\n') }] }] };
  t.same(readAsk(JSON.stringify(body)).layers, [
    {
      number: 2,
      type: 'INSTANCE',
      currentName: 'Component 4',
      text: 'Dashboard: all',
      width: 228,
      height: 43.5,
      x: -16,
      y: 82,
      fontSize: 15,
      inside: { type: 'FRAME', text: 'Menu, "main"', width: 390, height: 56, x: 0, y: -8 },
      order: { at: 2, of: 7, layout: 'column' },
      beside: [{ type: 'INSTANCE', text: 'Layouts, grid' }, { type: 'TEXT', text: 'Pages' }, { type: 'VECTOR' }],
      holds: { TEXT: 1, VECTOR: 2 },
      cell: 3,
    },
  ]);
});

await t.test('a sheet belongs to the layers with a cell before it, a picture to the last layer', async (t) => {
  const content = [
    { type: 'text', text: 'Layer 1\ntype: VECTOR\ncell: 1' },
    { type: 'text', text: 'Layer 2\ntype: TEXT\ntext: "Hello"' },
    { type: 'text', text: 'Layer 3\ntype: VECTOR\ncell: 2' },
    { type: 'image_url', image_url: { url: 'data:sheet' } },
    { type: 'text', text: 'Layer 4\ntype: FRAME' },
    { type: 'image_url', image_url: { url: 'data:own' } },
  ];
  const { layers } = readAsk(JSON.stringify({ messages: [{ role: 'user', content }] }));
  t.same(
    layers.map(({ image }) => image),
    ['data:sheet', undefined, 'data:sheet', 'data:own'],
  );
});

await t.test('names a layer despite a broken, foreign, huge or missing picture', async (t) => {
  const png = draw(30, 20, () => red).slice('data:image/png;base64,'.length);
  const bytes = Buffer.from(png, 'base64');
  const wrongSize = Buffer.from(bytes);
  wrongSize.writeUInt32BE(4_000_000_000, 16);
  const jpeg = Buffer.from('ffd8ffc0001108004000500301220002110103110', 'hex');
  const broken = [bytes.subarray(0, 40), bytes.subarray(0, 10), wrongSize, Buffer.alloc(0), Buffer.from('hello'), jpeg];
  for (const picture of broken) {
    t.match(await nameOne({ image: `data:image/png;base64,${picture.toString('base64')}`, cell: 2 }), /^[a-z_]+$/);
  }
  t.match(await nameOne({ image: 'data:,' }), /^[a-z_]+$/);
  t.match(await nameOne({ type: '' }), /^[a-z_]+$/);
  t.match(await nameOne({ type: 'TEXT', text: ' \u{200b}!!! ' }), /^[a-z_]+$/);
});
