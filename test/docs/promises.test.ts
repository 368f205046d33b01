import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { faultScenarios } from '../faults/scenarios/index.ts';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const promises = read('docs/promises.md');
const rows = promises
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| promise'))
  .map((line) => line.slice(2, -2).split(' | '))
  .map(([promise = '', proof = '', full = '']) => ({ promise, proof, full }));

/** The titles of a file's tests, as they are written. */
function titlesOf(path: string): string[] {
  return [...read(path).matchAll(/\bt\.test\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g)].map(
    ([, single, double, template]) => (single ?? double ?? template ?? '').replaceAll("\\'", "'"),
  );
}

t.test('every promise names a test or a scenario that is there, by file and title', async (t) => {
  t.ok(rows.length > 30, `${rows.length} promises`);
  const scenarios = new Set(faultScenarios.map(({ name }) => name));
  const met = new Set<string>();
  for (const { promise, proof } of rows) {
    let proofs = 0;
    for (const [, path = '', quoted = ''] of proof.matchAll(/`(test\/[^`]+)`((?: "[^"]+")*)/g)) {
      proofs += 1;
      if (!t.ok(existsSync(join(projectRoot(), path)), `${path} is there`)) continue;
      const titles = titlesOf(path);
      for (const [, title = ''] of quoted.matchAll(/"([^"]+)"/g)) {
        t.ok(
          titles.some((each) => each.includes(title)),
          `${path} has a test "${title}"`,
        );
      }
    }
    for (const [, ticked, bracketed] of proof.matchAll(/`([a-z0-9-]+)`|\(([a-z-]+)\)/g)) {
      const name = ticked ?? bracketed ?? '';
      proofs += 1;
      met.add(name);
      t.ok(scenarios.has(name), `${name} is a scenario`);
    }
    t.ok(proofs > 0, `${promise}: something proves it`);
  }
  t.same(
    [...scenarios].filter((name) => !met.has(name)),
    [],
    'scenarios that no promise names',
  );
});

t.test('what measures a promise in full is there', async (t) => {
  const faults = new Set(faultScenarios.map(({ name }) => name));
  const benches = new Set([...read('bench/README.md').matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name = '']) => name));
  const commands = [...promises.matchAll(/`(?:node build\/(bench\/[\w/-]+)\.js)?([^`]*)`/g)].filter(([text]) =>
    /bench\/|--only/.test(text),
  );
  t.ok(commands.length > 10);
  for (const [text, path, rest = ''] of commands) {
    if (path !== undefined) t.ok(existsSync(join(projectRoot(), `${path}.ts`)), text);
    const [, list] = /--only ([a-z0-9,-]+)/.exec(rest) ?? [];
    for (const name of list?.split(',') ?? [])
      t.ok((path === 'bench/standard' ? benches : faults).has(name), `${name} of ${text}`);
  }
});
