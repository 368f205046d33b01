import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import t from 'tap';
import { projectRoot } from '../src/project-root.ts';

/** The folders and files of src/, each importing only from those before it. */
const order = [
  'schemas',
  'errors.ts',
  'project-root.ts',
  'assets.ts',
  'addresses.ts',
  'port-error.ts',
  'logger.ts',
  'database',
  'config',
  'backing.ts',
  'images',
  'bodies',
  'prompts',
  'limits',
  'models',
  'jobs',
  'analytics',
  'budget',
  'metrics',
  'telemetry',
  'openapi',
  'rename',
  'edits',
  'plugins',
  'routes',
  'app.ts',
  'cli',
  'heap-flags.ts',
  'server.ts',
];

const placeOf = (path: string): number => order.indexOf(path.split('/')[1] ?? '');

/** Every import of a file below `folder`, as paths from the project's root. */
function importsOf(folder: string): [from: string, to: string][] {
  const files = readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) => {
      const from = join(folder, path);
      const text = readFileSync(join(projectRoot(), from), 'utf8');
      const specifiers = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, specifier = '']) => specifier);
      return specifiers.map((specifier): [string, string] => [from, normalize(join(dirname(from), specifier))]);
    });
}

t.test('imports in src/ point one way and stay inside it', async (t) => {
  const imports = importsOf('src');
  t.ok(imports.length > 500, `${imports.length} imports`);
  const wrong = imports.filter(
    ([from, to]) => !to.startsWith('src/') || placeOf(from) === -1 || placeOf(to) === -1 || placeOf(to) > placeOf(from),
  );
  t.same(wrong, []);
});

t.test('demo, eval and plugin code imports from src/, never the reverse, and never from tests', async (t) => {
  const allowed: [string, RegExp][] = [
    ['demo', /^(demo|src)\//],
    ['eval', /^(eval|demo|src|plugin-ui\/src)\//],
    ['plugin-ui/src', /^(plugin-ui\/src|src\/schemas)\//],
    ['plugin-ui/playground', /^(plugin-ui|demo\/render|src\/schemas)\//],
  ];
  for (const [folder, to] of allowed) {
    t.same(
      importsOf(folder).filter(([, path]) => !to.test(path)),
      [],
      folder,
    );
  }
});

/** A way from a file back to itself, or undefined. */
function findCircle(imports: readonly [from: string, to: string][]): string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const [from, to] of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (done.has(path)) return undefined;
    for (const to of targets.get(path) ?? []) {
      const circle = visit(to, [...way, path]);
      if (circle !== undefined) return circle;
    }
    done.add(path);
    return undefined;
  };
  for (const path of targets.keys()) {
    const circle = visit(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

t.test('no file imports itself by way of others, types included', async (t) => {
  for (const folder of ['src', 'demo', 'eval', 'bench', 'plugin-ui/src', 'plugin-ui/playground']) {
    t.equal(findCircle(importsOf(folder)), undefined, folder);
  }
  const circle = findCircle([
    ['a.ts', 'b.ts'],
    ['b.ts', 'c.ts'],
    ['c.ts', 'b.ts'],
  ]);
  t.same(circle, ['b.ts', 'c.ts', 'b.ts'], 'a circle would be found');
});
