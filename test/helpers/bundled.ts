import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';

/** A script of the bundle that production runs, which can lack what the compiled sources have: `cli/replay.js`. */
export function bundled(script: string): string {
  return join(projectRoot(), 'dist', script);
}
