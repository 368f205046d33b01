import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../src/project-root.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

const compiled = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A project of the tests' own, as a fresh clone is after its build: with no `.data`, so that what the command starts
 * there is started by it alone.
 */
export async function makeProject(t: Teardown): Promise<string> {
  const root = await makeFolder(t);
  for (const part of ['src', 'demo']) await cp(join(compiled, part), join(root, 'build', part), { recursive: true });
  await writeFile(join(root, 'package.json'), '{"type":"module","version":"0.0.0"}');
  for (const name of ['node_modules', 'db', 'demo', 'dist', 'prompts', 'samples', 'dashboard'])
    await symlink(join(projectRoot(), name), join(root, name));
  return root;
}

/** An empty folder that Postgres' user can reach, gone with the test. */
export async function makeFolder(t: Teardown): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-test-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `node build/demo/demo.js` with nothing of this process' environment that could change what it does. */
export async function runDemo(
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  onOutput: (stdout: string, child: ChildProcess) => void = () => {},
): Promise<Run> {
  const { PATH = '', HOME = '' } = process.env;
  const options = { cwd: root, env: { PATH, HOME, ...env }, timeout: 300_000 };
  const child = spawn(process.execPath, [join(root, 'build/demo/demo.js'), ...args], options);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    onOutput(stdout, child);
  });
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** What `--json` prints of a layer. */
export interface NamedLayer {
  readonly id: string;
  readonly oldName: string;
  readonly newName?: string;
}
