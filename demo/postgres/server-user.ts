import { spawnSync } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** Who a process runs as. */
export type ServerUser = { uid: number; gid: number };

/** `nobody` and its group on Linux. */
const nobody: ServerUser = { uid: 65_534, gid: 65_534 };

/**
 * Finds the user that runs the server. Postgres refuses to run as root; for root it is the owner of `folder`, or
 * `nobody` if root owns that as well. No user is created or changed.
 *
 * @returns undefined for an ordinary user, who runs the server as itself
 */
export async function findServerUser(folder: string): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await stat(folder);
  return uid === 0 ? nobody : { uid, gid };
}

/** Whether `user` may enter an existing folder. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return spawnSync('test', ['-x', folder], { ...user, cwd: '/' }).status === 0;
}
