import t from 'tap';
import { startApp } from '../helpers/app.ts';

interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Record<string, Record<string, OpenApiOperation>>;
  readonly components: { readonly schemas: Record<string, OpenApiSchema> };
}

interface OpenApiOperation {
  readonly summary?: string;
  readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> };
  readonly responses: Record<string, { readonly description: string; readonly content?: Record<string, unknown> }>;
}

interface OpenApiSchema {
  readonly type: string;
  readonly required: readonly string[];
  readonly properties: Record<string, Record<string, unknown>>;
}

t.test('/health reports its checks and is healthy without a database', async (t) => {
  const { app } = await startApp(t);
  const reply = await app.inject('/health');
  t.equal(reply.statusCode, 200);
  const health = reply.json<Record<string, unknown>>();
  t.same(Object.keys(health).toSorted(), ['checks', 'status', 'uptime']);
  t.match(health, {
    status: 'ok',
    checks: {
      server: 'ok',
      database: 'disabled',
      memory: { heapUsedMB: Number, heapTotalMB: Number, rssMB: Number, healthyPercent: Number },
    },
  });
  t.ok(Number.isInteger(health['uptime']));
});

t.test('/health is degraded when memory exceeds 80 % of its limit, /health/live is not', async (t) => {
  const { app } = await startApp(t, { env: { MEMORY_LIMIT_MB: '64' } });
  const reply = await app.inject('/health');
  t.equal(reply.statusCode, 503);
  t.match(reply.json(), { status: 'degraded', checks: { database: 'disabled' } });
  t.equal((await app.inject('/health/live')).statusCode, 200);
});

t.test('/health is degraded while the database is unreachable, but jobs are accepted', async (t) => {
  const { app } = await startApp(t, { env: { DATABASE_URL: 'postgres://postgres@127.0.0.1:1/none' } });
  const reply = await app.inject('/health');
  t.equal(reply.statusCode, 503);
  t.match(reply.json(), { status: 'degraded', checks: { server: 'ok', database: 'error' } });
  t.equal((await app.inject('/health/live')).statusCode, 200);
  const job = await app.inject({
    method: 'POST',
    url: '/api/rename-layers',
    payload: { userEmail: 'a@b.de', layers: [{ id: '1', currentName: 'a', type: 'TEXT', text: 'Save' }] },
  });
  t.equal(job.statusCode, 200, job.body);
});

t.test('/openapi.json is OpenAPI 3.1 generated from the request schemas', async (t) => {
  const { app } = await startApp(t);
  const reply = await app.inject('/openapi.json');
  t.equal(reply.statusCode, 200);
  const api = reply.json<OpenApi>();
  t.match(api.openapi, /^3\.1\.\d$/);
  t.match(api.info, { title: String, version: '0.0.0-test' });
  const rename = api.paths['/api/rename-layers']?.['post'];
  t.same(rename?.requestBody?.content['application/json']?.schema, { $ref: '#/components/schemas/RenameRequest' });
  const schema = api.components.schemas['RenameRequest'];
  t.equal(schema?.type, 'object');
  t.same(schema?.required.toSorted(), ['layers', 'userEmail']);
  t.match(schema?.properties['layers'], {
    type: 'array',
    minItems: 1,
    maxItems: 500,
    items: { properties: { imageBase64: { type: 'string', contentEncoding: 'base64' } } },
  });
  for (const [path, operations] of Object.entries(api.paths)) {
    t.match(path, /^\//);
    for (const [method, operation] of Object.entries(operations)) {
      t.match(method, /^(get|post|head)$/);
      t.ok(operation.summary !== undefined || method === 'head', `${method} ${path} has a summary`);
      t.ok(
        Object.keys(operation.responses).some((status) => status.startsWith('2')),
        `${method} ${path} tells what it replies`,
      );
      for (const [status, response] of Object.entries(operation.responses)) {
        t.match(status, /^([1-5]\d\d|[1-5]XX|default)$/);
        t.type(response.description, 'string');
      }
    }
  }
  t.notMatch(reply.body, /"\$id"|undefined/);
});
