import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { type Config, loadConfig } from '../../src/config/config.ts';
import { projectRoot } from '../../src/project-root.ts';

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
/** The last part is what commands read, not the service. */
const [settings = '', commands = ''] = read('docs/settings.md').split('\n## Commands\n');

interface Row {
  readonly names: readonly string[];
  readonly fallback: string;
}

/** A table's rows: one setting or some that share a row, and the cell of their defaults. */
function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| (`[A-Z_`, ]+`) \| (.+?) \| /gm)].map(([, names = '', fallback = '']) => ({
    names: [...names.matchAll(/[A-Z_]+/g)].map(([name]) => name),
    fallback,
  }));
}

/** Every variable that the service's settings are read from; some count in lower case too. */
function namesRead(): Set<string> {
  const names = new Set<string>();
  loadConfig(new Proxy({}, { get: (_env, name) => void names.add(String(name).toUpperCase()) }));
  return names;
}

/** Without the token, which is made anew at each reading. */
function comparable({ access, ...rest }: Config) {
  return { ...rest, access: { ...access, analyticsToken: '' } };
}

const rows = rowsOf(settings);

t.test('docs/settings.md lists every setting that is read, each once, and no other', async (t) => {
  t.same(rows.flatMap(({ names }) => names).toSorted(), [...namesRead()].toSorted());
});

t.test('each one-word default in docs/settings.md is the real one', async (t) => {
  const expected = comparable(loadConfig({}));
  let compared = 0;
  for (const { names, fallback } of rows) {
    const values = fallback.split(', ').filter((part) => !part.startsWith('production'));
    if (values.length !== names.length) continue;
    for (const [index, name] of names.entries()) {
      const [, value = ''] = /^`?([^\s`]+)`?(?: \(off\))?$/.exec(values[index] ?? '') ?? [];
      if (value === '' || value === 'none') continue;
      compared += 1;
      t.same(comparable(loadConfig({ [name]: value })), expected, `${name}=${value}`);
      if (/^\d+$/.test(value))
        t.notSame(comparable(loadConfig({ [name]: `${Number(value) + 1}` })), expected, `${name} is read`);
    }
  }
  t.ok(compared > 25, `${compared} were compared`);
});

t.test('.env.example names existing settings and sets none when copied', async (t) => {
  const lines = read('.env.example').split('\n');
  const named = lines.flatMap((line) => /^#?([A-Z_]+)=/.exec(line)?.[1] ?? []);
  t.ok(named.length > 3);
  for (const name of named) t.ok(namesRead().has(name), name);
  t.same(
    lines.filter((line) => line !== '' && !line.startsWith('#')),
    [],
  );
});

t.test('lists settings of commands separately, with the files that read them', async (t) => {
  const known = namesRead();
  const names = rowsOf(commands).flatMap((row) => row.names);
  t.ok(names.length >= 3);
  for (const name of names) t.notOk(known.has(name), `${name} is not a setting of the service`);
  for (const path of [
    'src/cli/smoke.ts',
    'demo/command/environment.ts',
    'bench/lib/ramp-users.ts',
    'examples/client.ts',
    'plugin-ui/build.mjs',
  ]) {
    const text = read(path);
    t.ok(
      names.some((name) => text.includes(name)),
      path,
    );
  }
});
