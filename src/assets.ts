import { join } from 'node:path';
import { projectRoot } from './project-root.ts';

/** The path of a file of a package that a page shows; `scripts/bundle.mjs` puts them there. */
export function assetPath(name: string): string {
  return join(projectRoot(), 'dist/assets', name);
}
