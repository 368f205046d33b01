import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DemoError } from '../../demo/command/demo-error.ts';
import { type Design, readDesign } from '../../demo/command/read-design.ts';

/**
 * The designs that folders hold: each is one (frame.json), or holds some.
 *
 * @throws DemoError if a folder holds none or a design cannot be read
 */
export async function readDesigns(folders: readonly string[]): Promise<Design[]> {
  const found = folders.flatMap((folder) => {
    const inner = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder).toSorted() : [];
    const designs = [folder, ...inner.map((name) => join(folder, name))].filter((path) =>
      existsSync(join(path, 'frame.json')),
    );
    if (designs.length === 0) throw new DemoError(`${folder} has no frame.json, and none of its folders has one`);
    return designs;
  });
  return Promise.all(found.map(readDesign));
}
