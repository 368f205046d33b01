import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { lineSchemas } from './events/schemas.ts';
import { logTables, withTables } from './log-tables.ts';

const docs = readFileSync(join(projectRoot(), 'docs/logs.md'), 'utf8');
const schemas = lineSchemas();

/** The sources that may write to the log, by path. */
function sources(): Map<string, string> {
  const files = ['src', 'demo/postgres']
    .flatMap((folder) =>
      readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.ts') && !path.startsWith(join('src', 'cli')));
  return new Map(files.map((path) => [path, readFileSync(join(projectRoot(), path), 'utf8')]));
}

t.test('the tables of docs/logs.md match the schemas', async (t) => {
  t.equal(withTables(docs), docs, 'npm run docs:logs makes them anew');
  const named = [...docs.matchAll(/^\| `([a-z_.]+)` \|/gm)]
    .map(([, name = '']) => name)
    .filter((name) => schemas.has(name));
  t.same([...named, 'record.overflow'].toSorted(), [...schemas.keys()].toSorted());
  t.throws(() => withTables('nothing'), /no place for common/);
});

t.test('the sources log exactly the events of the schemas', async (t) => {
  const found = [...sources().values()].flatMap((text) =>
    [...text.matchAll(/\bevent\b(?::| =) '([a-z_]+(?:\.[a-z_]+)?)'/g)].map(([, name = '']) => name),
  );
  t.same([...new Set(found)].toSorted(), [...schemas.keys()].toSorted());
});

t.test('every logger call names its event', async (t) => {
  let calls = 0;
  for (const [path, text] of sources()) {
    for (const [, beginning = ''] of text.matchAll(
      /\blog(?:ger)?\??(?:\.(?:trace|debug|info|warn|error|fatal)|\[[^\]]+\])\(\s*([^\n]*)/g,
    )) {
      calls += 1;
      // Fields that are made a line or two before are called so everywhere.
      t.match(beginning, /^(?:\{ event(?:: '|[,} ])|fields, |$)/, `${path}: ${beginning}`);
      if (beginning.startsWith('fields')) t.match(text, /const fields = \{ event: '/, path);
    }
  }
  t.ok(calls > 30, `${calls} calls were found`);
});

t.test('describes every field in words that fit a table', async (t) => {
  for (const [name, rows] of logTables()) {
    t.ok(rows.split('\n').length > 3, name);
    const cells = new Set(
      rows
        .trimEnd()
        .split('\n')
        .map((row) => row.split(' | ').length),
    );
    t.equal(cells.size, 1, `${name}: no cell holds a bar`);
  }
  for (const [name, { properties }] of schemas) {
    for (const [field, schema] of Object.entries(properties)) {
      if (!['level', 'event', 'time', 'service', 'msg'].includes(field))
        t.type(schema.description, 'string', `${name}.${field}`);
    }
  }
});

t.test('the LogQL queries use existing events and fields', async (t) => {
  const queries = [...docs.matchAll(/```logql\n([^]*?)\n```/g)].map(([, query = '']) => query);
  t.ok(queries.length >= 9);
  for (const query of queries) {
    const event = /event="([^"]+)"/.exec(query)?.[1];
    const known =
      event === undefined ? ['requestId', 'jobId', 'level'] : Object.keys(schemas.get(event)?.properties ?? {});
    t.ok(known.length > 0, `there is the event of ${query}`);
    const afterLabels = query.replace(/\{app="figma-exporter-ai"\}/, '');
    const fields = [...afterLabels.matchAll(/(\w+)=~?"/g), ...afterLabels.matchAll(/unwrap (\w+)/g)].map(
      ([, field = '']) => field,
    );
    const grouped = [...afterLabels.matchAll(/by \(([^)]+)\)/g)].flatMap(([, list = '']) => list.split(', '));
    for (const field of [...fields, ...grouped]) t.ok(known.includes(field), `${field} in ${query}`);
    for (const [open, close] of ['()', '{}', '[]'])
      t.equal(query.split(open ?? '').length, query.split(close ?? '').length, query);
    const status = schemas.get(event ?? '')?.properties['status'];
    const value = /status="(\w+)"/.exec(query)?.[1];
    if (value !== undefined) t.match(JSON.stringify(status), `"${value}"`, query);
  }
});
