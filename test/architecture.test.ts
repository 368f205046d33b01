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
