// `npm run image [-- FOLDER]`: assembles the image's last stage and prints what it holds. With FOLDER the result is
// kept.
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readArguments } from '../../src/cli/parse-arguments.ts';
import { projectRoot } from '../../src/project-root.ts';
import { assembleImage } from './assemble-image.ts';

const usage = `npm run image [-- FOLDER]

Assembles the image's last stage and prints what it holds, with sizes. With FOLDER the result is kept there.`;

const [kept] = readArguments({ usage, most: 1 }).positionals;
const folder = kept === undefined ? await mkdtemp(join(tmpdir(), 'image-')) : resolve(kept);
try {
  const image = await assembleImage(projectRoot(), folder);
  let total = 0;
  for (const name of await readdir(folder, { recursive: true })) {
    const file = await stat(join(folder, name));
    if (!file.isFile()) continue;
    total += file.size;
    console.log(`${(file.size / 1024).toFixed(1).padStart(9)} KiB  ${name}`);
  }
  console.log(`${(total / 1024 / 1024).toFixed(1).padStart(9)} MiB  in all, beside Node`);
  if (kept !== undefined) console.log(`\nStart it in ${folder}: ${image.command.join(' ')}`);
} finally {
  if (kept === undefined) await rm(folder, { recursive: true, force: true });
}
