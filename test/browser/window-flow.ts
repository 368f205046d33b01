import type { Browser } from 'playwright-core';
import sharp from 'sharp';
import type { Test } from 'tap';
import type { RenameRequest } from '../../src/schemas/rename.ts';
import { until } from '../helpers/until.ts';
import { nameLayers, openStage, openTab, reopen, type Stage, textsInInstances } from './helpers/stage.ts';

/** A body as it was sent: pictures in base64. */
interface SentBody {
  readonly layers: readonly { id: string; type: string; imageBase64: string; text?: string }[];
  readonly sheets?: readonly { layerIds: string[]; imageBase64: string }[];
  readonly namingStyle: RenameRequest['namingStyle'];
}

/** The plugin's window: its keys, its life, and what leaves it. */
export async function testWindow(t: Test, browser: Browser): Promise<void> {
  await t.test('Ctrl+Z in the window undoes names on the canvas, and typing in a text field', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin, page } = stage;
    const before = await stage.layerNames();
    await nameLayers(stage);
    await plugin.getByLabel('Find in the new names').fill('x');
    await page.keyboard.press('Control+z');
    t.same(await stage.layerNames(), before);
    await plugin.getByRole('button', { name: 'Apply 14 names' }).click();
    await plugin.locator('strong', { hasText: '14 layers renamed' }).waitFor();
    t.notSame(await stage.layerNames(), before);
    await page.keyboard.press('Control+z');
    await plugin.getByRole('button', { name: /^Revert/ }).waitFor({ state: 'detached' });
    t.same(await stage.layerNames(), before);
  });

  await t.test('names and applies at once if review is off', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    await stage.plugin.getByRole('button', { name: 'Name and apply' }).click();
    await stage.plugin.locator('strong', { hasText: '14 layers renamed' }).waitFor();
    await stage.plugin.getByRole('button', { name: 'Revert 14 names' }).waitFor();
  });

  await t.test('resumes a run whose window was closed without paying twice', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin, provider } = stage;
    await nameLayers(stage);
    const names = await newNames(stage);
    await stage.page.waitForTimeout(400);
    const { calls } = provider.stats;
    await reopen(stage);
    await plugin.getByText('14 of 14 names received').waitFor();
    await stage.screenshot('resume');
    await plugin.getByRole('button', { name: 'Resume' }).click();
    await plugin.getByRole('button', { name: 'Apply 14 names' }).click();
    await plugin.locator('strong', { hasText: '14 layers renamed' }).waitFor();
    t.equal(provider.stats.calls, calls);
    t.same((await stage.layerNames()).toSorted(), [...names, ...textsInInstances].toSorted());
    await reopen(stage);
    t.equal(await plugin.getByRole('button', { name: 'Resume' }).count(), 0, 'applied names are not offered again');
  });

  await t.test(
    'a run whose window was closed in the middle keeps its names and asks for the others alone',
    async (t) => {
      const env = { LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '1', DEDUPE: 'false' };
      const stage = await openStage(t, browser, { demo: { latencyMs: 300, look: false }, env });
      const { plugin, provider } = stage;
      await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
      // However slow the browser is, most layers are still without a name when it closes the window.
      await until('the second call has begun', () => provider.stats.calls >= 2);
      provider.setLatency({ latencyMs: 60_000 });
      await plugin
        .getByRole('textbox', { name: /^New name of/ })
        .nth(3)
        .waitFor();
      // Names are written a moment after they came.
      await stage.page.waitForTimeout(400);
      await reopen(stage);
      await plugin.getByText(/^\d+ of 14 names received/).waitFor();
      const offered = Number(
        /^\d+/.exec((await plugin.getByText(/^\d+ of 14 names received/).textContent()) ?? '')?.[0],
      );
      t.ok(offered >= 4 && offered < 14, `${offered} names were kept`);
      await until('the call of the closed window has ended', () => provider.stats.inFlight === 0);
      provider.setLatency({ latencyMs: 20 });
      const { calls } = provider.stats;
      await plugin.getByRole('button', { name: 'Resume' }).click();
      await plugin.getByRole('button', { name: 'Apply 14 names' }).waitFor();
      t.ok(provider.stats.calls - calls <= 14 - offered, `${provider.stats.calls - calls} calls for the other layers`);
    },
  );

  await t.test('a second run on unchanged layers asks nothing and changes nothing', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin, provider } = stage;
    await nameLayers(stage);
    await plugin.getByRole('button', { name: 'Apply 14 names' }).click();
    await plugin.getByRole('button', { name: 'Revert 14 names' }).waitFor();
    const names = await stage.layerNames();
    const { calls } = provider.stats;
    await plugin.getByRole('switch', { name: /^Skip layers that have a name/ }).uncheck();
    await plugin.getByRole('button', { name: 'Name 14 layers' }).click();
    await plugin.getByRole('heading', { name: 'Named before, unchanged' }).waitFor();
    t.equal(await plugin.locator('.row-same').count(), 14);
    t.equal(provider.stats.calls, calls);
    t.same(await stage.layerNames(), names);
    await plugin.getByRole('button', { name: 'Name again' }).click();
    await plugin.getByRole('heading', { name: 'Please check' }).waitFor();
    t.ok(provider.stats.calls > calls, 'on purpose it asks');
  });

  await t.test("sends pictures as a few numbered sheets, with short ids and the file's naming style", async (t) => {
    const stage = await openStage(t, browser, { sample: 'dashboard', demo: { latencyMs: 20 } });
    const frame = await stage.pluginFrame();
    // The browser shows no test what a Blob holds once it is sent.
    await frame.evaluate(`{
      const Original = Blob;
      globalThis.sent = [];
      globalThis.Blob = class extends Original {
        constructor(parts, options) {
          super(parts, options);
          if (options?.type === 'application/json') globalThis.sent.push(this);
        }
      };
    }`);
    await stage.plugin.getByRole('button', { name: /^Name \d+ layers$/ }).click();
    await stage.plugin.getByRole('button', { name: /^Apply \d+ names$/ }).waitFor();
    const sent = await frame.evaluate<string[]>('Promise.all(globalThis.sent.map((blob) => blob.text()))');
    const bodies = sent.map((text) => JSON.parse(text) as SentBody);
    const sentBytes = sent.reduce((sum, { length }) => sum + length, 0);
    const layers = bodies.flatMap((body) => body.layers);
    const sheets = bodies.flatMap(({ sheets: own = [] }) => own);
    t.ok(layers.length > 50);
    t.ok(layers.every(({ id }) => /^\d+$/.test(id)));
    t.ok(layers.every(({ imageBase64 }) => imageBase64 === ''));
    t.equal(bodies[0]?.namingStyle, 'Title Case');
    t.ok(sheets.length > 0 && sheets.length <= Math.ceil(layers.length / 12), `${sheets.length} sheets`);
    const shown = sheets.flatMap(({ layerIds }) => layerIds);
    t.equal(new Set(shown).size, shown.length, 'each layer in one cell');
    const texts = layers.filter(({ type, text }) => type === 'TEXT' && text !== undefined);
    t.ok(texts.length > 0 && texts.every(({ id }) => !shown.includes(id)), 'a text needs none');
    for (const { layerIds, imageBase64 } of sheets) {
      const { width, height, format } = await sharp(Buffer.from(imageBase64, 'base64')).metadata();
      t.equal(width, Math.min(4, layerIds.length) * 256);
      t.equal(height, Math.ceil(layerIds.length / 4) * 256);
      t.ok(format === 'png' || format === 'jpeg');
    }
    t.comment(`${layers.length} layers, ${sheets.length} sheets, ${Math.round(sentBytes / 1000)} KB`);
    t.ok(sentBytes < 150_000 * bodies.length + 150_000 * sheets.length, `${sentBytes} bytes`);
  });

  await t.test('"Use this one" applies a variant to its frame as one step of undo', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const { plugin, page } = stage;
    await openTab(stage, 'Variants');
    await plugin.getByRole('button', { name: 'Make five variants' }).click();
    await plugin.getByRole('button', { name: 'Make five more' }).waitFor();
    await plugin
      .getByRole('img', { name: /^Preview of/ })
      .nth(4)
      .waitFor();
    const before = await stage.layerNames();
    const [theme = ''] = await plugin.getByRole('article').getByRole('heading').allTextContents();
    await plugin.getByRole('button', { name: `Use this one: ${theme}`, exact: true }).click();
    await plugin.locator('strong', { hasText: `${theme} was applied to the frame` }).waitFor();
    t.equal(await plugin.getByRole('article').count(), 4);
    t.same(
      (await stage.layerNames()).filter((name) => name.endsWith(` - ${theme}`)),
      [],
    );
    await plugin.getByRole('tab', { name: 'Variants' }).focus();
    await page.keyboard.press('Control+z');
    await page.locator('.tree-name', { hasText: ` - ${theme}` }).waitFor();
    t.same(await stage.layerNames(), before);
  });

  await t.test('redraws pictures Figma would refuse: WebP, and larger than 4,096 px', async (t) => {
    const stage = await openStage(t, browser, { demo: { latencyMs: 20 } });
    const solid = { channels: 3, background: '#336699' } as const;
    const webp = await sharp({ create: { width: 40, height: 30, ...solid } })
      .webp()
      .toBuffer();
    const large = await sharp({ create: { width: 5000, height: 20, ...solid } })
      .png()
      .toBuffer();
    const picture = { action: 'generateImage', target: 'Rectangle 1', imagePrompt: 'A sea' };
    const variant = {
      variantIndex: 1,
      theme: 'Sea',
      humanPrompt: 'By the sea.',
      instructions: [picture, picture],
      readableInstructions: ['A sea', 'A sea'],
    };
    const lines = [
      { type: 'job', jobId: 'x', total: 1 },
      { type: 'variant', variant },
      imageEvent(0, webp),
      imageEvent(1, large),
      { type: 'done', variants: 1, durationMs: 1 },
    ];
    const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await stage.page.route('**/api/generate-edits', (route) =>
      route.fulfill({ body, contentType: 'application/x-ndjson', headers: { 'access-control-allow-origin': '*' } }),
    );
    await openTab(stage, 'Variants');
    await stage.plugin.getByRole('button', { name: 'Make five variants' }).click();
    await stage.plugin.getByText('2 applied', { exact: true }).waitFor();
    t.same(stage.complaints, []);
  });
}

function imageEvent(instructionIndex: number, bytes: Buffer): object {
  const generatedImageBase64 = bytes.toString('base64');
  return { type: 'image', variantIndex: 1, instructionIndex, done: 1, total: 2, generatedImageBase64 };
}

async function newNames({ plugin }: Stage): Promise<string[]> {
  const fields = await plugin.getByRole('textbox', { name: /^New name of/ }).all();
  return Promise.all(fields.map((field) => field.inputValue()));
}
