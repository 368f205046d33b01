import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds package.json, so that prompts/, db/ and samples/ are found from `dist/`, from the compiled
 * tests and from any working directory alike.
 *
 * @throws Error when no folder above this file holds a package.json.
 */
export function projectRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json above the running code: the installation is incomplete');
    folder = parent;
  }
  return folder;
}
