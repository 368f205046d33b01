import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';

const script = pathToFileURL(join(projectRoot(), 'scripts/missing-packages.mjs')).href;
const { missingPackages } = (await import(script)) as { missingPackages: (folder: string) => string[] };

const packages = {
  '': { version: '0.1.0' },
  'node_modules/fastify': { version: '5.12.8' },
  'node_modules/tap': { version: '21.8.0', dev: true },
  'node_modules/@esbuild/win32-x64': { version: '0.28.2', optional: true, os: ['win32'] },
};

t.test("compares npm's record of what it installed with the lock file", async (t) => {
  const { 'node_modules/tap': tap, ...production } = packages;
  const cases: [string, object | undefined, string[]][] = [
    ['a fresh clone', undefined, ['node_modules/fastify', 'node_modules/tap']],
    ['npm ci', packages, []],
    [
      'npm ci on another system',
      { ...production, 'node_modules/tap': tap, 'node_modules/@esbuild/win32-x64': undefined },
      [],
    ],
    ['npm ci --omit=dev, or under NODE_ENV=production', production, ['node_modules/tap']],
    ['an older lock file', { ...packages, 'node_modules/fastify': { version: '5.12.7' } }, ['node_modules/fastify']],
  ];
  for (const [title, installed, missing] of cases) {
    const folder = await mkdtemp(join(tmpdir(), 'packages-'));
    t.teardown(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    if (installed !== undefined) {
      await mkdir(join(folder, 'node_modules'));
      await writeFile(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
    }
    t.same(missingPackages(folder), missing, title);
  }
});

t.test('this installation is complete', async (t) => t.same(missingPackages(projectRoot()), []));
