import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

/** Who a process runs as. */
export type ServerUser = { uid: number; gid: number };

/**
 * Finds who the server runs as. Postgres refuses to be root; for root it is the owner of `folder`, and where that is
 * root too, the system's `nobody`. No user is made or changed.
 *
 * @returns undefined for an ordinary user, who is good enough
 */
export async function findServerUser(folder: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await stat(folder);
  if (uid !== 0) return { uid, gid };
  // 65534 is nobody on Linux; macOS has another number, so the system is asked first.
  return { uid: await askId('-u', 65_534), gid: await askId('-g', 65_534) };
}

async function askId(flag: '-u' | '-g', fallback: number): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)('id', [flag, 'nobody']);
    const id = Number.parseInt(stdout, 10);
    return id > 0 ? id : fallback;
  } catch {
    return fallback;
  }
}

/** Whether `user` may pass through every folder above `path`; folders that do not exist yet count as passable. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined) {
      const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001;
      if ((found.mode & bit) === 0) return false;
    }
    if (folder === dirname(folder)) return true;
  }
}
