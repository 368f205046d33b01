import { createConfig, lintFromString } from '@redocly/openapi-core';
import { Validator } from '@seriousme/openapi-schema-validator';
import t from 'tap';
import { startApp } from '../helpers/app.ts';
import type { OpenApi } from './open-api.ts';

/** Every route that the document must have, and every status it may answer. */
const promised: Readonly<Record<string, readonly number[]>> = {
  'POST /api/rename-layers': [200, 400, 401, 408, 411, 413, 415, 429, 500, 502, 503],
  'POST /api/generate-edits': [200, 400, 401, 408, 411, 413, 415, 429, 500, 502, 503],
  'GET /api/prompts': [200, 429, 500, 503],
  'GET /api/analytics': [200, 400, 401, 429, 500, 503],
  'GET /health': [200, 503],
  'GET /health/live': [200],
};

const { app } = await startApp(t);
const api = (await app.inject('/openapi.json')).json<OpenApi>();
const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
);

t.test('is valid OpenAPI 3.1 without custom keywords or empty text', async (t) => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(api) as never);
  t.same(result.errors ?? [], []);
  t.equal(result.valid, true);
  t.equal(validator.version, '3.1');
  t.notMatch(JSON.stringify(api), /Default Response|errorMessage|"\$id"|def-\d/);
});

t.test('contains exactly the routes and statuses of the service', async (t) => {
  const told = operations.map(([name, { responses }]) => [name, Object.keys(responses).map(Number)] as const);
  t.same(Object.fromEntries(told), promised);
});

t.test('describes errors, every reply and the rate-limit headers', async (t) => {
  for (const [name, { responses, summary }] of operations) {
    t.type(summary, 'string', name);
    for (const [status, { description, content, headers = {} }] of Object.entries(responses)) {
      t.ok(description.length > 4, `${name} ${status}`);
      if (Number(status) >= 400 && !name.startsWith('GET /health')) {
        const { schema, examples = {} } = content?.['application/json'] ?? {};
        t.same(schema, { $ref: '#/components/schemas/ErrorReply' }, `${name} ${status}`);
        t.ok(Object.keys(examples).length > 0, `${name} ${status} has an example`);
      }
      const limited = !name.startsWith('GET /health') && !['401', '500'].includes(status);
      t.equal('ratelimit-remaining' in headers, limited, `${name} ${status}`);
      t.equal('retry-after' in headers, limited && ['429', '503'].includes(status), `${name} ${status}`);
    }
  }
  t.same(api.components.schemas['ErrorReply']?.required, ['error', 'message', 'code', 'requestId']);
});

t.test('describes both streams with every event', async (t) => {
  for (const [path, name, types] of [
    ['/api/rename-layers', 'RenameEvent', ['job', 'layer', 'done', 'error']],
    ['/api/generate-edits', 'EditsEvent', ['job', 'variant', 'image', 'done', 'error']],
  ] as const) {
    const { content } = api.paths[path]?.['post']?.responses['200'] ?? {};
    t.same(Object.keys(content ?? {}), ['application/json', 'application/x-ndjson']);
    t.match(content?.['application/x-ndjson'], {
      schema: { type: 'string' },
      'x-line-schema': { $ref: `#/components/schemas/${name}` },
      example: /"type":"job".*\n.*"type":"done"/s,
    });
    t.same(
      api.components.schemas[name]?.anyOf?.map(({ properties }) => properties?.['type']?.const),
      types,
    );
  }
});

t.test('describes secrets and headers where they are read', async (t) => {
  const schemes = api.components.securitySchemes;
  for (const name of ['accessKey', 'analyticsToken'])
    t.match(schemes[name], { type: 'http', scheme: 'bearer', description: String });
  t.same(api.paths['/api/analytics']?.['get']?.security, [{ analyticsToken: [] }]);
  t.same(api.paths['/api/prompts']?.['get']?.security, [], 'open to anyone');
  const headersOf = (path: string) =>
    api.paths[path]?.['post']?.parameters?.map(({ name, in: where }) => `${where} ${name}`);
  t.same(headersOf('/api/rename-layers'), ['header X-Figma-User', 'header Idempotency-Key']);
  t.same(headersOf('/api/generate-edits'), ['header X-Figma-User', 'header Idempotency-Key']);
  t.same(
    api.paths['/api/rename-layers']?.['post']?.security,
    [{}, { accessKey: [] }],
    'a key may be left out of an open service',
  );
  const closed = await startApp(t, { env: { ACCESS_KEYS: '0123456789abcdef' } });
  const { paths } = (await closed.app.inject('/openapi.json')).json<OpenApi>();
  t.same(paths['/api/rename-layers']?.['post']?.security, [{ accessKey: [] }]);
});

t.test("the publishers' linter finds no error", async (t) => {
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source: JSON.stringify(api), config });
  const told = problems.map(({ severity, ruleId, message, location }) => [
    severity,
    ruleId,
    message,
    location[0]?.pointer,
  ]);
  t.same(
    told.filter(([severity]) => severity === 'error'),
    [],
  );
});

t.test('gives every operation a name for generated clients', async (t) => {
  const names = operations.map(([, { operationId = '' }]) => operationId);
  t.same(
    names.toSorted((a, b) => a.localeCompare(b)),
    ['generateEdits', 'getAnalytics', 'getHealth', 'getLiveness', 'listPrompts', 'renameLayers'],
  );
});

t.test('describes a picture as a base64 string', async (t) => {
  const { properties } = api.components.schemas['GenerateEditsRequest'] ?? {};
  t.match(properties?.['frameImageBase64'], { type: 'string', contentEncoding: 'base64' });
  t.match(api.components.schemas['RenameRequest']?.properties?.['layers']?.items?.properties?.['imageBase64'], {
    type: 'string',
    contentEncoding: 'base64',
  });
});
