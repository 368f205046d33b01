import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { nameLayers, openStage, type Stage } from './helpers/stage.ts';

const bytesOf = (text: string): string => [...new TextEncoder().encode(text)].map((byte) => `&#${byte};`).join('');

/** What Figma's own exports hold and the page once lost. */
const exported = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100%" height="100%" viewBox="0 0 640 400">
<defs><rect id="shape" width="20" height="20"/><clipPath id="clip"><rect width="100" height="50"/></clipPath></defs>
<g id="Frame 7">
<rect id="Rectangle 1" width="640" height="400" fill="white"/>
<foreignObject x="0" y="0" width="640" height="400"><div xmlns="http://www.w3.org/1999/xhtml" style="backdrop-filter:blur(4px);height:100%"></div></foreignObject>
<line id="Rule" x1="10" y1="60" x2="600" y2="60" stroke="black"/>
<path id="Upright" d="M20 80V300" stroke="black"/>
<use id="Used" href="#shape" x="300" y="100" fill="red"/>
<a id="Link" href="#"><rect id="In link" x="400" y="100" width="30" height="30" fill="blue"/></a>
<switch id="Choice"><rect id="In switch" x="460" y="100" width="30" height="30" fill="green"/></switch>
<text id="${bytesOf('Café ☕')}" x="40" y="200" font-size="24" fill="black">Café</text>
<g id="Clipped" clip-path="url(#clip)"><rect id="Rectangle 2" width="80" height="390" fill="#8899aa"/></g>
<g id="Outer"><g id="Small"><rect id="Apart" x="500" y="300" width="40" height="40" fill="#445566"/></g></g>
</g></svg>`;

async function openFile(stage: Stage, name: string, text: string): Promise<void> {
  const mimeType = name.endsWith('.json') ? 'application/json' : 'image/svg+xml';
  await stage.page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(text) });
  await stage.page
    .locator('.tree-name', { hasText: name.endsWith('.json') ? 'Card' : /Frame 7|Top/ })
    .first()
    .waitFor();
}

async function downloaded(stage: Stage, button: string): Promise<string> {
  const downloading = stage.page.waitForEvent('download');
  await stage.page.getByRole('button', { name: button }).click();
  return readFileSync(await (await downloading).path(), 'utf8');
}

function box(x: number, y: number, width: number, height: number) {
  return { x, y, width, height };
}

/** Files as Figma gives them out. */
export async function testRealFiles(t: Test, browser: Browser): Promise<void> {
  await t.test('a Figma export keeps size, lines, links, uses, names and nesting and can be named', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    await openFile(stage, 'export.svg', exported);
    const names = await stage.layerNames();
    t.same(names, [
      'Frame 7',
      'Outer',
      'Small',
      'Apart',
      'Clipped',
      'Rectangle 2',
      'Café ☕',
      'Choice',
      'In switch',
      'Link',
      'In link',
      'Used',
      'Upright',
      'Rule',
      'Rectangle 1',
    ]);
    const levels = await stage.page
      .locator('[role=treeitem]')
      .evaluateAll((items) => items.map((item) => (item as unknown as HTMLElementLike).getAttribute('aria-level')));
    t.same(levels, ['1', '2', '3', '4', '2', '3', '2', '2', '3', '2', '3', '2', '2', '2', '2']);
    await stage.plugin.getByRole('button', { name: /^Name \d+ layers?$/ }).waitFor();
    await nameLayers(stage);
    // The page's policy refuses the style that is written into the blur, and says so.
    const others = stage.complaints.filter((complaint) => !complaint.startsWith('Refused to apply inline style'));
    t.same(others, [], 'pictures can be drawn although a blur is in the file');
  });

  await t.test("the download has the outer frame's new name", async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    await openFile(stage, 'export.svg', exported);
    await nameLayers(stage);
    await stage.plugin.getByRole('button', { name: /^Apply \d+ names?$/ }).click();
    await stage.plugin.locator('strong', { hasText: /layers? renamed/ }).waitFor();
    const [frame = ''] = await stage.layerNames();
    t.not(frame, 'Frame 7');
    const text = await downloaded(stage, 'Download SVG');
    t.match(text, `id="${frame}"`);
    t.notMatch(text, 'id="Frame 7"');
  });

  await t.test('opens 1,500 nested groups without a crash', async (t) => {
    const stage = await openStage(t, browser);
    const depth = 1500;
    const groups = Array.from({ length: depth }, (_, at) => `<g id="Group ${at}">`).join('');
    const nested = `${groups}<rect id="Deep" width="50" height="50" fill="red"/>${'</g>'.repeat(depth)}`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><g id="Top">${nested}</g></svg>`;
    await openFile(stage, 'deep.svg', svg);
    t.same((await stage.layerNames()).slice(0, 2), ['Top', 'Group 0']);
    await stage.page.getByRole('button', { name: 'Zoom in' }).click();
    t.same(stage.complaints, []);
  });

  await t.test('of a file with more layers than it opens, the playground opens the first and says so', async (t) => {
    const stage = await openStage(t, browser);
    const rects = Array.from(
      { length: 20_100 },
      (_, at) => `<rect id="Rectangle ${at}" x="${at % 200}" width="1" height="9"/>`,
    );
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><g id="Top">${rects.join('')}</g></svg>`;
    await openFile(stage, 'large.svg', svg);
    await stage.page.getByText('large.svg has 20,101 layers. The playground opens the first 20,000').waitFor();
    await stage.plugin.getByRole('button', { name: 'Name the first 2,000 layers' }).waitFor();
    t.same(stage.complaints, []);
  });

  await t.test('opens, names, varies and returns a REST API file with its structure', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const fill = { type: 'SOLID', color: { r: 0.2, g: 0.4, b: 0.8, a: 1 } };
    const children = [
      {
        type: 'FRAME',
        id: '1:1',
        name: 'Card',
        absoluteBoundingBox: box(200, 100, 320, 160),
        layoutMode: 'VERTICAL',
        fills: [{ ...fill, color: { r: 1, g: 1, b: 1, a: 1 } }],
        children: [
          {
            type: 'RECTANGLE',
            id: '1:2',
            name: 'Rectangle 1',
            absoluteBoundingBox: box(216, 116, 60, 60),
            fills: [fill],
          },
          {
            type: 'TEXT',
            id: '1:3',
            name: 'Text 1',
            characters: 'Hello',
            absoluteBoundingBox: box(216, 190, 100, 20),
            fills: [fill],
            style: { fontFamily: 'Inter', fontWeight: 400, fontSize: 16 },
          },
        ],
      },
    ];
    const pages = [{ type: 'CANVAS', id: '0:1', name: 'Page 1', children }];
    const file = { name: 'Shop', document: { type: 'DOCUMENT', id: '0:0', children: pages } };
    await openFile(stage, 'shop.json', JSON.stringify(file));
    await nameLayers(stage);
    await stage.plugin.getByRole('button', { name: /^Apply \d+ names?$/ }).click();
    await stage.plugin.locator('strong', { hasText: /layers? renamed/ }).waitFor();
    const text = await downloaded(stage, 'Download JSON');
    t.notMatch(text, 'Rectangle 1');
    t.match(JSON.parse(text), { name: 'Shop', document: { children: [{ name: 'Page 1' }] } });
    t.same(stage.complaints, []);
  });
}

interface HTMLElementLike {
  getAttribute(name: string): string | null;
}
