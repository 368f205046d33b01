import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import t, { type Test } from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { renameBody, sampleLayers, samplePicture, textLayers } from '../helpers/rename-requests.ts';
import type { OpenApi } from './open-api.ts';

const key = '0123456789abcdef';
const token = 'a-token-of-the-test-0123';
const frame = {
  userEmail: 'designer@example.com',
  frameName: 'Sign in',
  frameWidth: 800,
  frameHeight: 600,
  variantCount: 2,
  generateImages: true,
  frameImageBase64: samplePicture(0),
  layers: [
    { id: '1', name: 'Title', type: 'TEXT', x: 10, y: 10, width: 200, height: 30, text: 'Welcome', fontSize: 24 },
    { id: '2', name: 'Photo', type: 'RECTANGLE', x: 0, y: 100, width: 400, height: 200, hasImageFill: true },
  ],
};

const { url: databaseUrl } = await testDatabase(t);
const { app, url, provider } = await startApp(t, {
  env: { DATABASE_URL: databaseUrl, ACCESS_KEYS: key, ANALYTICS_TOKEN: token },
});
const api = (await app.inject('/openapi.json')).json<OpenApi>();
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(api, 'api');

/** A part of the document, by its JSON pointer, as a check. */
function checkOf(...pointer: string[]) {
  return ajv.compile({
    $ref: `api#/${pointer.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
  });
}

/** Whether a reply, its body or each of its lines, is as the document says of its route and status. */
async function check(
  t: Test,
  method: 'get' | 'post',
  path: string,
  reply: Response,
  expected: number,
): Promise<unknown[]> {
  t.equal(reply.status, expected, path);
  const type = reply.headers.get('content-type')?.split(';')[0] ?? '';
  const text = await reply.text();
  const values = (type === 'application/json' ? [text] : text.split('\n').filter((line) => line !== '')).map(
    (line) => JSON.parse(line) as unknown,
  );
  const { responses } = api.paths[path]?.[method] ?? { responses: {} };
  t.ok(responses[expected]?.content?.[type], `${method} ${path} may answer ${expected} with ${type}`);
  const schema = type === 'application/json' ? 'schema' : 'x-line-schema';
  const fits = checkOf('paths', path, method, 'responses', String(expected), 'content', type, schema);
  for (const value of values) t.ok(fits(value), `${path} ${expected}: ${JSON.stringify(fits.errors)}`);
  const promised = Object.keys(responses[expected]?.headers ?? {}).filter((name) => name.startsWith('ratelimit'));
  if (expected === 200) for (const name of promised) t.ok(reply.headers.has(name), `${path} has ${name}`);
  return values;
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    body: JSON.stringify(body),
  });
}

const stream = { accept: 'application/x-ndjson' };

t.test('names match the document, whole and as a stream', async (t) => {
  const body = renameBody([...sampleLayers(3), { id: 'none', currentName: 'x', type: 'VECTOR', imageBase64: '' }]);
  t.ok(checkOf('components', 'schemas', 'RenameRequest')(body), 'what was asked is a request as described');
  await check(t, 'post', '/api/rename-layers', await post('/api/rename-layers', body), 200);
  const lines = await check(t, 'post', '/api/rename-layers', await post('/api/rename-layers', body, stream), 200);
  t.equal(lines.length, 6);
});

t.test('variants with pictures match the document, whole and as a stream', async (t) => {
  t.ok(checkOf('components', 'schemas', 'GenerateEditsRequest')(frame), 'what was asked is a request as described');
  const [whole] = await check(t, 'post', '/api/generate-edits', await post('/api/generate-edits', frame), 200);
  t.match(JSON.stringify(whole), /generatedImageBase64/);
  const lines = await check(t, 'post', '/api/generate-edits', await post('/api/generate-edits', frame, stream), 200);
  t.ok(lines.some((line) => (line as { type: string }).type === 'image'));
});

t.test("the README's request is answered as described", async (t) => {
  const readme = readFileSync(join(projectRoot(), 'README.md'), 'utf8');
  const [, path = '', body = ''] =
    /^curl -s localhost:3000(\S+) -H 'content-type: application\/json' -d '([^']+)'$/m.exec(readme) ?? [];
  const [reply] = await check(t, 'post', '/api/rename-layers', await post(path, JSON.parse(body)), 200);
  const [, shown = ''] = /^(\{ "jobId": "…".*\})$/m.exec(readme) ?? [];
  t.same((reply as { layers: unknown }).layers, (JSON.parse(shown) as { layers: unknown }).layers);
});

t.test("the document's examples match their schemas and are answered as described", async (t) => {
  for (const path of ['/api/rename-layers', '/api/generate-edits']) {
    const { requestBody, responses } = api.paths[path]?.['post'] ?? { responses: {} };
    await check(t, 'post', path, await post(path, requestBody?.content['application/json']?.example), 200);
    for (const [status, { content }] of Object.entries(responses)) {
      const { example, examples = {} } = content?.['application/json'] ?? {};
      const fits = checkOf('paths', path, 'post', 'responses', status, 'content', 'application/json', 'schema');
      const values = [
        example,
        ...Object.values(examples as Record<string, { value: object }>).map(({ value }) => value),
      ];
      for (const value of values.filter((each) => each !== undefined)) {
        t.ok(fits(value), `${path} ${status}: ${JSON.stringify(fits.errors)}`);
      }
    }
    const stream = String(responses['200']?.content?.['application/x-ndjson']?.example);
    const fits = checkOf('paths', path, 'post', 'responses', '200', 'content', 'application/x-ndjson', 'x-line-schema');
    for (const line of stream.trim().split('\n'))
      t.ok(fits(JSON.parse(line)), `${line}: ${JSON.stringify(fits.errors)}`);
  }
});

t.test('GET replies match the document', async (t) => {
  for (const path of ['/api/prompts', '/health', '/health/live'])
    await check(t, 'get', path, await fetch(url + path), 200);
  const report = await fetch(`${url}/api/analytics?days=30`, { headers: { authorization: `Bearer ${token}` } });
  const [figures] = await check(t, 'get', '/api/analytics', report, 200);
  t.match(figures, { summary: Array });
});

t.test('errors match the document, before and during a stream', async (t) => {
  const path = '/api/rename-layers';
  await check(t, 'post', path, await post(path, renameBody([])), 400);
  await check(t, 'post', path, await post(path, renameBody(), { authorization: 'Bearer none' }), 401);
  await check(t, 'post', path, await post(path, renameBody(), { 'content-type': 'text/plain' }), 415);
  await check(t, 'get', '/api/analytics', await fetch(`${url}/api/analytics`), 401);
  provider.setFaults(() => 'unauthorized');
  await check(t, 'post', path, await post(path, renameBody(textLayers(1))), 502);
  const lines = await check(t, 'post', path, await post(path, renameBody(textLayers(1)), stream), 200);
  t.match(lines.at(-1), { type: 'error', code: /^EXPORTER_/ });
  provider.setFaults(undefined);
  const limited = await startApp(t, { env: { RATE_LIMIT_API: '1', DATABASE_URL: 'off' } });
  await fetch(`${limited.url}/api/prompts`);
  await check(t, 'get', '/api/prompts', await fetch(`${limited.url}/api/prompts`), 429);
});
