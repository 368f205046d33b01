import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { parseArguments, UsageError } from '../../src/cli/parse-arguments.ts';
import { projectRoot } from '../../src/project-root.ts';

t.setTimeout(120_000);

const { scripts } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
/** Every command of package.json that runs a program of the project, and the demo provider as a process. */
const commands = Object.entries({ ...scripts, provider: '&& node build/demo/provider/main.js' }).flatMap(
  ([name, script]) => {
    const entry = /&& node ((?:build|dist|scripts)\/\S+\.m?js)$/.exec(script)?.[1];
    // It ends with 2, too, but what it takes are no options.
    return entry === undefined || name === 'dev' ? [] : [{ name, entry }];
  },
);

async function run(entry: string, args: readonly string[], cwd: string) {
  const { PATH = '', HOME = '' } = process.env;
  // A database that is not there: a command that did anything would fail.
  const env = { PATH, HOME, DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' };
  const child = spawn(process.execPath, [join(projectRoot(), entry), ...args], { cwd, env, timeout: 120_000 });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

await t.test('every command explains itself, refuses unknown options and then does nothing', async (t) => {
  t.ok(commands.length >= 17, commands.map(({ name }) => name).join(', '));
  const folder = mkdtempSync(join(tmpdir(), 'help-test-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  const check = async ({ name, entry }: (typeof commands)[number]): Promise<void> => {
    const [help, unknown] = await Promise.all([run(entry, ['--help'], folder), run(entry, ['--nonsense'], folder)]);
    t.match(help, { code: 0, out: /^ *(npm|node) /m, err: '' }, `${name} --help`);
    t.equal(unknown.code, 2, `${name} --nonsense`);
    t.equal(unknown.out, '', name);
    t.match(unknown.err, /^Unknown option '--nonsense'/m, name);
    t.notMatch(unknown.err, /\n {4}at /, `${name}: no stack`);
  };
  const waiting = commands.values();
  const checkRest = async (): Promise<void> => {
    for (const command of waiting) await check(command);
  };
  await Promise.all([checkRest(), checkRest()]);
  t.same(readdirSync(folder), [], 'nothing was written');
});

await t.test('names the argument that is invalid', async (t) => {
  const line = { usage: '', most: 1, options: { out: { type: 'string' } } } as const;
  t.match(parseArguments(line, ['a', '--out', 'b']), { values: { out: 'b', help: false }, positionals: ['a'] });
  t.match(parseArguments(line, ['a', 'b', '-h']), { values: { help: true } }, 'help comes before faults');
  for (const [args, message] of [
    [['a', 'b'], 'At most one argument, got also "b"'],
    [['--other'], "Unknown option '--other'"],
    [['--out'], /'--out <value>'/],
  ] as const) {
    t.throws(() => parseArguments(line, args), { name: 'UsageError', message });
  }
  t.throws(() => parseArguments({ usage: '' }, ['a']), new UsageError('Unexpected argument "a"'));
});
