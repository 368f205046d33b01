import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Size {
  readonly files: number;
  readonly bytes: number;
}

/** What a folder holds: the bytes of its files, links not followed. */
export async function measureFolder(folder: string): Promise<Size> {
  let [files, bytes] = [0, 0];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    files += 1;
    bytes += (await lstat(join(entry.parentPath, entry.name))).size;
  }
  return { files, bytes };
}
