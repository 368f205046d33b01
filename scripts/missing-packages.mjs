// What the lock file asks for and node_modules does not hold, by npm's own note of what it installed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The packages, development ones among them, that an `npm ci` would still have to bring to this machine, as paths under
 * `folder`. Empty where one was done for this very lock file. Optional ones are not asked for: npm leaves out those of
 * other machines and those it could not fetch.
 */
export function missingPackages(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules/.package-lock.json'));
  return Object.entries(wanted)
    .filter(([path, { version, optional }]) => path !== '' && optional !== true && installed[path]?.version !== version)
    .map(([path]) => path);
}

function readPackages(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : {};
}
