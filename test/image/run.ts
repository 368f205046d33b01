// `npm run image [-- FOLDER]`: carries out the Dockerfile in a folder (a temporary one as a rule, removed at the end) and
// prints each step, its time and what the image holds. With FOLDER, which must not exist yet, the result is kept.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';
import { buildImage } from './build-image.ts';
import { measureFolder } from './measure.ts';

const [kept] = process.argv.slice(2);
const target = kept === undefined ? await mkdtemp(join(tmpdir(), 'image-')) : resolve(kept);
const startedAt = Date.now();
const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(1)} s`;
try {
  if (kept !== undefined) await mkdir(target);
  const image = await buildImage({
    context: projectRoot(),
    target,
    args: process.env['PLUGIN_SERVER_URL'] === undefined ? {} : { PLUGIN_SERVER_URL: process.env['PLUGIN_SERVER_URL'] },
    onStep: (step) => console.log(`${seconds(startedAt).padStart(8)}  ${step}`),
  });
  console.log(`${seconds(startedAt).padStart(8)}  done\n\nBeside what ${image.bases.at(-1)} brings, the image holds:`);
  for (const name of await readdir(image.workdir)) print(name, await measureFolderOrFile(join(image.workdir, name)));
  print('in all', await measureFolder(image.workdir));
  if (kept !== undefined) console.log(`\nIt is in ${image.workdir}; to start it there: ${image.command.join(' ')}`);
} finally {
  if (kept === undefined) await rm(target, { recursive: true, force: true });
}

async function measureFolderOrFile(path: string): Promise<{ files: number; bytes: number }> {
  return measureFolder(path).catch(() => ({ files: 1, bytes: 0 }));
}

function print(name: string, { files, bytes }: { files: number; bytes: number }): void {
  console.log(`  ${name.padEnd(14)} ${(bytes / 1024 / 1024).toFixed(1).padStart(6)} MiB  ${files} files`);
}
