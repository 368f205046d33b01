import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Test } from 'tap';
import type { MainMessage, UiMessage } from '../../plugin-ui/src/messages.ts';
import { projectRoot } from '../../src/project-root.ts';
import { startApp } from '../helpers/app.ts';
import type { LayerSpec } from '../plugin/foreign/create-document.ts';
import { type HostOptions, openInHost } from '../plugin/foreign/create-host.ts';

const dist = (name: string): string => readFileSync(join(projectRoot(), 'plugin-ui/dist', name), 'utf8');

/** Where the built UI looks for the service. */
const builtFor = 'http://localhost:3000';
const editor = 'http://editor.example';

/** An editor's page: three frames of no origin, the plugin's page written into the innermost, messages from the top. */
const editorPage = `<!doctype html><title>Editor</title><body><script>
  const inner = '<script>addEventListener("message", ({ data }) => { if (data.page) { document.open(); document.write(data.page); document.close(); } }); parent.postMessage({ ready: true }, "*");<\\/script>';
  const relay = (html) => '<body style="margin:0"><script>addEventListener("message", ({ data, source }) => { if (source === frames[0]) parent.postMessage(data, "*"); });<\\/script><iframe sandbox="allow-scripts" style="border:0;width:100%;height:100vh" srcdoc="' + html.replaceAll('&', '&amp;').replaceAll('"', '&quot;') + '"></iframe>';
  const outer = document.createElement('iframe');
  outer.sandbox = 'allow-scripts';
  outer.style = 'width:420px;height:680px';
  outer.srcdoc = relay(relay(inner));
  addEventListener('message', ({ data }) => {
    if (data.ready) loadPage();
    if (data.pluginMessage) toMain(encode(data.pluginMessage));
  });
  const encode = (value) => JSON.stringify(value, (key, inner) => inner instanceof Uint8Array ? { bytes: btoa(String.fromCharCode(...inner)) } : inner);
  const decode = (text) => JSON.parse(text, (key, inner) => inner && typeof inner.bytes === 'string' ? Uint8Array.from(atob(inner.bytes), (letter) => letter.charCodeAt(0)) : inner);
  const post = (message) => frames[0][0][0].postMessage(message, '*');
  globalThis.tell = (text) => post({ pluginMessage: decode(text) });
  globalThis.show = (page) => post({ page });
  document.body.append(outer);
</script></body>`;

type Globals = { show: (page: string) => void; tell: (text: string) => void };

/** The built plugin in an editor that is not ours: its page three frames deep, its main thread on the typings alone. */
async function openEditor(t: Test, browser: Browser, options: Omit<HostOptions, 'onMessage' | 'picture'>) {
  const service = await startApp(t, { demo: { latencyMs: 20 } });
  const context = await browser.newContext();
  t.teardown(() => context.close());
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.route(`${editor}/**`, (route) => route.fulfill({ contentType: 'text/html', body: editorPage }));
  await page.route(`${builtFor}/**`, async (route) => {
    const response = await route.fetch({ url: route.request().url().replace(builtFor, service.url) });
    await route.fulfill({ response });
  });
  const picture = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#4477aa' } })
    .png()
    .toBuffer();
  const host = openInHost(dist('main.js'), {
    ...options,
    picture: new Uint8Array(picture),
    onMessage: (message) => void tell(page, message),
  });
  await page.exposeFunction('toMain', (text: string) => host.send(decode(text)));
  await page.exposeFunction('loadPage', () =>
    page.evaluate((html) => (globalThis as unknown as Globals).show(html), dist('ui.html')),
  );
  await page.goto(`${editor}/file`);
  const plugin = page.frameLocator('iframe').frameLocator('iframe').frameLocator('iframe');
  return { host, plugin, complaints };
}

/** Bytes cross between the browser and this process as base64. */
function decode(text: string): UiMessage {
  return JSON.parse(text, (_key, value: unknown) => {
    const { bytes } = (typeof value === 'object' && value !== null ? value : {}) as { bytes?: unknown };
    return typeof bytes === 'string' ? new Uint8Array(Buffer.from(bytes, 'base64')) : value;
  }) as UiMessage;
}

async function tell(page: Page, message: MainMessage): Promise<void> {
  const text = JSON.stringify(message, (_key, value: unknown) =>
    value instanceof Object && value.constructor.name === 'Uint8Array'
      ? { bytes: Buffer.from(value as Uint8Array).toString('base64') }
      : value,
  );
  await page.evaluate((json) => (globalThis as unknown as Globals).tell(json), text);
}

const variables = {
  'V:1': { name: 'color/surface', color: '#ffffff' },
  'V:2': { name: 'color/text', color: '#111111' },
};

/** A color that comes from a variable, as the editor resolves it. */
function linked(id: keyof typeof variables): object[] {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(variables[id].color.slice(at, at + 2), 16) / 255);
  return [{ type: 'SOLID', color: { r, g, b }, boundVariables: { color: { type: 'VARIABLE_ALIAS', id } } }];
}

function textOf(id: string, characters: string, y: number): LayerSpec {
  const size = { x: 24, y, width: 200, height: 20, fontSize: 16 };
  return { type: 'TEXT', id, name: characters, characters, autoRename: true, fills: linked('V:2'), ...size };
}

const card: LayerSpec = {
  type: 'FRAME',
  id: '1:1',
  name: 'Frame 1',
  x: 40,
  y: 40,
  width: 320,
  height: 200,
  layoutMode: 'VERTICAL',
  itemSpacing: 8,
  clipsContent: true,
  fills: linked('V:1'),
  children: [
    textOf('1:2', 'Good morning', 24),
    { type: 'RECTANGLE', id: '1:3', name: 'Rectangle 1', x: 24, y: 52, width: 272, height: 60, fills: linked('V:1') },
    { type: 'INSTANCE', id: '1:4', name: 'Button', x: 24, y: 124, width: 100, height: 40, mainComponentId: '5:2' },
  ],
};
const neighbor: LayerSpec = { type: 'FRAME', id: '2:1', name: 'Frame 2', x: 2000, y: 40, width: 320, height: 200 };
const set: LayerSpec = {
  type: 'COMPONENT_SET',
  id: '5:1',
  name: 'Button',
  y: 800,
  children: [{ type: 'COMPONENT', id: '5:2', name: 'State=Hover' }],
};

export async function testForeignHost(t: Test, browser: Browser): Promise<void> {
  await t.test('in another editor a mixed tree is named, and variants and given names are left alone', async (t) => {
    const { host, plugin, complaints } = await openEditor(t, browser, {
      layers: [card, { ...neighbor, name: 'Checkout' }, set],
      selected: ['1:1', '2:1', '5:1'],
    });
    await plugin.getByRole('button', { name: 'Name 4 layers' }).click();
    await plugin.getByRole('button', { name: /^Apply \d names$/ }).click();
    await plugin.locator('strong', { hasText: /layers renamed/ }).waitFor();
    t.not(host.layer('1:1')?.['name'], 'Frame 1');
    t.not(host.layer('1:3')?.['name'], 'Rectangle 1');
    for (const [id, name] of [
      ['2:1', 'Checkout'],
      ['5:1', 'Button'],
      ['5:2', 'State=Hover'],
    ] as const) {
      t.equal(host.layer(id)?.['name'], name);
    }
    await plugin.getByRole('button', { name: /^Revert/ }).click();
    await plugin.locator('strong', { hasText: /names? restored/ }).waitFor();
    t.equal(host.layer('1:1')?.['name'], 'Frame 1');
    t.same(complaints, []);
  });

  await t.test(
    'in another editor five variants of a frame in a section touch nothing else and say what they unlink',
    async (t) => {
      const section: LayerSpec = {
        type: 'SECTION',
        id: '9:1',
        name: 'Home',
        width: 2600,
        height: 600,
        children: [card, neighbor],
      };
      const { host, plugin, complaints } = await openEditor(t, browser, {
        layers: [section, set],
        selected: ['1:1'],
        variables,
      });
      const state = (): string =>
        JSON.stringify(['1:1', '1:2', '1:3', '1:4', '2:1', '5:1', '5:2'].map((id) => host.layer(id)));
      await plugin.getByRole('tab', { name: 'Variants' }).click();
      const before = state();
      await plugin.getByRole('button', { name: 'Make five variants' }).click();
      await plugin.getByRole('button', { name: 'Make five more' }).waitFor({ timeout: 60_000 });
      await plugin
        .getByRole('img', { name: /^Preview of/ })
        .nth(4)
        .waitFor();
      t.equal(state(), before);
      const applied = host.told.filter((message) => message.type === 'variant-applied');
      t.equal(applied.length, 5);
      for (const { frameId, report } of applied) {
        const clone = host.layer(frameId);
        t.equal(clone?.['parentId'], '9:1', 'it stays in the section');
        const layers = [clone, ...(clone?.childIds ?? []).map((id) => host.layer(id))];
        const unlinked = layers.filter((layer, index) => isLinked(source(index)) && !isLinked(layer?.['fills']));
        const said = report.filter(({ note = '' }) => note.includes('no longer linked to the variable'));
        t.ok(said.length >= unlinked.length, `${unlinked.length} unlinked, ${said.length} said`);
      }
      await discardAll(plugin);
      t.same(host.layer('9:1')?.childIds, ['1:1', '2:1']);
      t.same(complaints, []);
    },
  );
}

function source(index: number): unknown {
  return index === 0 ? card['fills'] : card.children?.[index - 1]?.['fills'];
}

function isLinked(fills: unknown): boolean {
  return JSON.stringify(fills ?? []).includes('VARIABLE_ALIAS');
}

async function discardAll(plugin: FrameLocator): Promise<void> {
  const buttons = plugin.getByRole('button', { name: /^Discard / });
  for (let left = await buttons.count(); left > 0; left -= 1) {
    await buttons.first().click();
    await buttons.nth(left - 1).waitFor({ state: 'detached' });
  }
}
