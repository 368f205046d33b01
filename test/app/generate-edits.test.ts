import { cpSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { until } from '../helpers/until.ts';

const frame = {
  userEmail: 'designer@example.com',
  frameName: 'Sign in',
  frameWidth: 800,
  frameHeight: 600,
  layers: [
    {
      id: '1:1',
      name: 'Card',
      type: 'FRAME',
      x: 0,
      y: 0,
      width: 400,
      height: 300,
      fills: [{ type: 'SOLID', color: '#4e73df' }],
    },
    { id: '1:2', name: 'Title', type: 'TEXT', x: 10, y: 10, width: 200, height: 30, text: 'Welcome', fontSize: 24 },
    { id: '1:3', name: 'Photo', type: 'RECTANGLE', x: 0, y: 100, width: 400, height: 200, hasImageFill: true },
  ],
};

interface EditsJson {
  jobId?: string;
  variants?: {
    variantIndex: number;
    instructions: { action: string; generatedImageBase64?: string; imageError?: string }[];
  }[];
  warnings?: string[];
  message?: string;
}

async function post(url: string, more: object, accept = 'application/json') {
  const reply = await fetch(`${url}/api/generate-edits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ ...frame, ...more }),
  });
  const text = await reply.text();
  const lines = text.split('\n').filter((line) => line !== '');
  return { status: reply.status, json: (accept.includes('ndjson') ? {} : JSON.parse(text)) as EditsJson, lines };
}

function promptsFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
  cpSync(join(projectRoot(), 'prompts/default.txt'), join(folder, 'default.txt'));
  writeFileSync(join(folder, '..', 'outside.txt'), 'outside');
  symlinkSync(join(folder, '..', 'outside.txt'), join(folder, 'link.txt'));
  return folder;
}

const env = { RATE_LIMIT_EDITS: '1000' };

t.test('a promptFile that is not a bare name is 400 before any model call', async (t) => {
  const { url, provider } = await startApp(t, { env });
  const tricks = [
    '../default.txt',
    '..\\default.txt',
    'a/b.txt',
    'a\\b.txt',
    '%2e%2e%2fdefault.txt',
    'default%00.txt',
    'default\u0000.txt',
    'C:default.txt',
    'C:\\default.txt',
    '\\\\host\\share.txt',
    '/etc/passwd',
    '.txt',
    ' .txt',
    'default',
    'default.txt\n',
    '',
    `${'a'.repeat(300)}.txt`,
    '..txt/../x.txt',
  ];
  for (const promptFile of tricks) {
    const { status, json } = await post(url, { promptFile });
    t.equal(status, 400, JSON.stringify(promptFile));
    const rule = promptFile.length > 255 ? 'have at most 255 characters' : 'be a bare file name that ends in .txt';
    t.equal(json.message, `promptFile must ${rule}`, JSON.stringify(promptFile));
  }
  t.equal(provider.stats.calls, 0);
});

t.test('an invalid field is named with the allowed values', async (t) => {
  const { url, provider } = await startApp(t, { env });
  const [card] = frame.layers;
  const faults: [object, string][] = [
    [{ variantCount: 0 }, 'variantCount must be 1 to 5'],
    [{ variantCount: 6 }, 'variantCount must be 1 to 5'],
    [{ variantCount: 2.5 }, 'variantCount must be an integer'],
    [{ frameWidth: 0 }, 'frameWidth must be greater than 0'],
    [{ avoidThemes: ['x'.repeat(101)] }, 'avoidThemes/0 must have at most 100 characters'],
    [{ layers: [{ ...card, height: -1 }] }, 'layers/0/height must be at least 0'],
    [
      { layers: [{ ...card, cornerRadius: { topLeft: 1 } }] },
      'layers/0/cornerRadius must be a number or an object of topLeft, topRight, bottomLeft and bottomRight',
    ],
  ];
  for (const [more, message] of faults) {
    const { status, json } = await post(url, more);
    t.equal(status, 400, message);
    t.equal(json.message, message);
  }
  t.equal(provider.stats.calls, 0);
});

t.test('records which prompt a job used, including failed jobs', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const { app, url, provider } = await startApp(t, { env: { ...env, DATABASE_URL: databaseUrl } });
  const done = await post(url, { promptFile: 'gone.txt' });
  t.equal(done.status, 200);
  provider.setFaults(() => 'unauthorized');
  t.equal((await post(url, {})).status, 502);
  await app.jobs.flush(5000);
  t.same(await sql`select status, prompt_file, frame_name from jobs order by created_at`, [
    { status: 'completed', prompt_file: 'default.txt', frame_name: 'Sign in' },
    { status: 'failed', prompt_file: 'default.txt', frame_name: 'Sign in' },
  ]);
});

t.test('ignores a symbolic link in the prompt folder, uses the default and says so in the reply', async (t) => {
  const { url } = await startApp(t, { env: { ...env, PROMPTS_DIR: promptsFolder() } });
  const { status, json } = await post(url, { promptFile: 'link.txt', variantCount: 1 });
  t.equal(status, 200);
  t.match(json.warnings?.join(' '), /link\.txt/);
});

t.test('replies with five variants and their pictures in document order', async (t) => {
  const { url, app } = await startApp(t, { env });
  const { status, json } = await post(url, { generateImages: true });
  t.equal(status, 200);
  t.same(
    json.variants?.map(({ variantIndex }) => variantIndex),
    [1, 2, 3, 4, 5],
  );
  const pictures =
    json.variants?.flatMap(({ instructions }) => instructions.filter(({ action }) => action === 'generateImage')) ?? [];
  t.ok(pictures.length > 0);
  for (const { generatedImageBase64 = '' } of pictures) {
    t.equal(Buffer.from(generatedImageBase64, 'base64').readUInt32BE(0), 0x89504e47, 'a PNG');
  }
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('streams the job, every variant before any picture, then done', async (t) => {
  const { url } = await startApp(t, { env });
  const { lines } = await post(url, { generateImages: true }, 'application/x-ndjson');
  const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
  t.match(types.join(' '), /^job( variant){5}( image)+ done$/);
});

t.test('makes no pictures unless they are requested', async (t) => {
  const { url, provider } = await startApp(t, { env });
  const { json } = await post(url, { variantCount: 2 });
  t.equal(json.variants?.length, 2);
  t.equal(provider.stats.byKind.picture, 0);
});

t.test('releases the memory of a client that never reads soon after the deadline', async (t) => {
  const { url, app } = await startApp(t, {
    env: { ...env, BODY_BUDGET_MB: '20' },
    change: withTimeLimit(6_000),
    demo: { imageBytes: 1_500_000 },
  });
  const body = JSON.stringify({ ...frame, generateImages: true });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  t.teardown(() => socket.destroy());
  socket.on('error', () => undefined).pause();
  socket.write(
    `POST /api/generate-edits HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await until('its pictures are held', () => app.byteLimit.usedBytes > 1_000_000);
  await until('they are given back', () => app.byteLimit.usedBytes === 0);
  t.equal(app.ai.queue.running, 0);
});
