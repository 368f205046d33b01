import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DemoError } from './demo-error.ts';

/**
 * Makes the folder for what a command writes, and proves that files can be written there, before any work is paid for.
 *
 * @param path absolute
 * @throws DemoError in one sentence
 */
export async function makeOutFolder(path: string): Promise<void> {
  try {
    await makeFolder(path);
    const probe = join(path, `.probe-${process.pid}`);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw new DemoError(`--out ${path} cannot be written to: ${reasonOf(error as NodeJS.ErrnoException)}`);
  }
}

/** One folder after another: Node's recursive `mkdir` never ends below /proc. */
async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (found?.isDirectory() === true) return;
  if (found !== undefined) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  const words: Readonly<Record<string, string>> = {
    EACCES: 'you have no right to',
    EPERM: 'you have no right to',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a file is in the way',
    ENOENT: 'cannot create a folder there',
  };
  return words[code ?? ''] ?? code ?? message;
}
