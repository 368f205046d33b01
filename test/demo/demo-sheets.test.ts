import { join } from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import { choosePictured } from '../../demo/command/choose-pictured.ts';
import { composeSheet, makeTile, type SheetTile } from '../../demo/command/compose-sheet.ts';
import { buildNamingRequest } from '../../demo/command/naming-request.ts';
import { type DesignLayer, readDesign } from '../../demo/command/read-design.ts';
import { decodePng, rgbAt } from '../../demo/render/raster.ts';
import { measureCall } from '../../eval/run/measure-call.ts';
import { projectRoot } from '../../src/project-root.ts';
import { layOutSheet } from '../../src/schemas/sheet-layout.ts';
import { startApp } from '../helpers/app.ts';
import { postRename } from '../helpers/rename-requests.ts';
import { completion, startStubProvider } from '../helpers/stub-provider.ts';

/** A disc of a color on nothing. */
function disc(color: string, px: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${px}" height="${px}"><circle cx="50%" cy="50%" r="50%" fill="${color}"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function layer(id: string, more: Partial<DesignLayer>): DesignLayer {
  return { id, currentName: id, type: 'FRAME', picture: { type: 'image/png', base64: 'AAAA' }, ...more };
}

t.test('places each picture in its cell on a contrasting backdrop and enlarges small ones', async (t) => {
  const colors = ['#ffffff', '#101010', '#2050c0'];
  const tiles = await Promise.all(colors.map(async (color) => makeTile(await disc(color, 16))));
  t.ok(tiles.every((tile) => tile?.width === 128 && tile.height === 128));
  const sheet = decodePng(await composeSheet(tiles as SheetTile[]));
  const layout = layOutSheet(3);
  t.same([sheet.width, sheet.height], [layout.width, layout.height]);
  for (const [index, { area }] of layout.cells.entries()) {
    const lumaAt = (x: number, y: number): number => {
      const [red, green, blue] = rgbAt(sheet.data, (Math.round(y) * sheet.width + Math.round(x)) * 4);
      return 0.299 * red + 0.587 * green + 0.114 * blue;
    };
    const center = lumaAt(area.x + area.width / 2, area.y + area.height / 2);
    const corner = lumaAt(area.x + 2, area.y + 2);
    t.ok(Math.abs(center - corner) > 90, `${colors[index]}: ${center} on ${corner}`);
  }
});

t.test('makes no tile of a picture that cannot be decoded', async (t) => {
  t.equal(await makeTile(Buffer.from('no picture')), undefined);
});

t.test('gives texts and full frames no cell, and a layer without text always one', async (t) => {
  const layers = [
    layer('text', { type: 'TEXT', text: 'Hello' }),
    layer('full', { text: 'a b' }),
    ...['a', 'b'].map((id) => layer(id, { parent: 'full', text: id })),
    ...Array.from({ length: 14 }, (_, index) => layer(`icon${index}`, { type: 'VECTOR' })),
    { id: 'bare', currentName: 'bare', type: 'FRAME' },
  ];
  const ids = choosePictured(layers).map((sheet) => sheet.map(({ id }) => id));
  t.equal(ids.length, 2);
  t.ok(ids.every(({ length }) => length <= 12));
  t.same(
    ids.flat(),
    layers.map(({ id }) => id).filter((id) => !['text', 'full', 'bare'].includes(id)),
  );
});

t.test('names a real design with a few small sheets', async (t) => {
  const { url, provider } = await startApp(t);
  const design = await readDesign(join(projectRoot(), 'samples/dashboard'));
  const body = await buildNamingRequest(design, { style: 'snake_case', rules: undefined, pictures: 'sheet' });
  const each = await buildNamingRequest(design, { style: 'snake_case', rules: undefined, pictures: 'each' });
  const [bytes, bytesOfEach] = [body, each].map((request) => JSON.stringify(request).length) as [number, number];
  t.ok(bytes < bytesOfEach / 2, `${bytes} instead of ${bytesOfEach} bytes`);
  const { status, json } = await postRename(url, body);
  t.equal(status, 200);
  t.ok(json.layers?.every(({ status: of }) => of === 'renamed'));
  t.ok(provider.stats.calls <= 9, `${provider.stats.calls} calls for 79 layers`);
});

t.test('names fifty layers of a real design in at most six calls with under 9,000 tokens', async (t) => {
  for (const folder of ['samples/dashboard', 'eval/designs/inbox-dark', 'eval/designs/shop', 'eval/designs/bank-de']) {
    const letters = 'abcdefghijklmnop';
    const provider = await startStubProvider(t, (call, index) =>
      completion({
        names: call.layers.map((_, at) => ({ layer: at + 1, name: `part_${letters[index]}${letters[at]}` })),
      }),
    );
    const { url } = await startApp(t, { providerUrl: provider.url });
    const design = await readDesign(join(projectRoot(), folder));
    const part = { ...design, layers: design.layers.slice(0, 50) };
    const body = await buildNamingRequest(part, { style: 'snake_case', rules: undefined, pictures: 'sheet' });
    const { status, json } = await postRename(url, body);
    t.equal(status, 200);
    t.ok(json.layers?.every(({ status: of }) => of === 'renamed'));
    t.ok(provider.calls.length <= 6, `${provider.calls.length} calls for ${folder}`);
    const measured = provider.calls.map((call) => measureCall(JSON.stringify(call.json), '{}', false));
    const tokens = (await Promise.all(measured)).reduce(
      (sum, { textTokens, pictureTokens }) => sum + textTokens + pictureTokens,
      0,
    );
    t.ok(tokens > 1000 && tokens < 9000, `${tokens} tokens for ${folder}`);
  }
});
