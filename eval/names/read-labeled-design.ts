import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from '@sinclair/typebox/value';
import { DemoError } from '../../demo/command/demo-error.ts';
import { type Design, type DesignLayer, readDesign } from '../../demo/command/read-design.ts';
import { Labels } from '../score/labels.ts';
import type { LabeledLayer } from '../score/score-names.ts';

/** A design whose layers are labeled. */
export interface LabeledDesign {
  readonly design: Design;
  readonly layers: readonly LabeledLayer[];
}

/**
 * The labeled designs that folders hold: each is one (frame.json and labels.json), or holds some. Files among them, as
 * `designs/*` has, are skipped.
 *
 * @throws DemoError that says what is wrong with a folder or a file
 */
export async function readLabeledDesigns(folders: readonly string[]): Promise<LabeledDesign[]> {
  const designs: LabeledDesign[] = [];
  for (const folder of await skipFiles(folders)) {
    const found = await findDesigns(folder);
    if (found.length === 0) throw new DemoError(`${folder} has no labels.json, and none of its folders has one`);
    for (const each of found) designs.push(await readLabeled(each));
  }
  return designs;
}

/** Folders only, unless there is none. */
async function skipFiles(paths: readonly string[]): Promise<readonly string[]> {
  const isFile = await Promise.all(paths.map(async (path) => (await stat(path).catch(() => undefined))?.isFile()));
  const folders = paths.filter((_, index) => !isFile[index]);
  return folders.length > 0 ? folders : paths;
}

async function findDesigns(folder: string): Promise<string[]> {
  const names = await list(folder);
  if (names.includes('labels.json')) return [folder];
  const inner = names.toSorted().map((name) => join(folder, name));
  const labeled = await Promise.all(inner.map(async (path) => (await list(path, true)).includes('labels.json')));
  return inner.filter((_, index) => labeled[index]);
}

/** @param lenient nothing for what is not a folder */
async function list(folder: string, lenient = false): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (lenient) return [];
    throw new DemoError(`The folder ${folder} cannot be read (${String((error as NodeJS.ErrnoException).code)})`);
  }
}

async function readLabeled(folder: string): Promise<LabeledDesign> {
  const [design, labels] = await Promise.all([readDesign(folder), readLabels(join(folder, 'labels.json'))]);
  const labelOf = new Map(labels.map((label) => [label.id, label]));
  const layers = design.layers.map((layer): LabeledLayer => {
    const { id, type, currentName, text } = layer;
    const label = labelOf.get(id) ?? { id, unscored: true };
    const own = { id, type, currentName, parentId: layer.parent, origin: layer.origin, look: lookOf(layer), label };
    return text === undefined ? own : { ...own, text };
  });
  return { design, layers };
}

async function readLabels(path: string): Promise<Labels> {
  let labels: unknown;
  try {
    labels = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw new DemoError(`${path} cannot be read: ${(error as Error).message}`);
  }
  if (Value.Check(Labels, labels)) return labels;
  const fault = Value.Errors(Labels, labels).First();
  throw new DemoError(`${path} does not hold labels: ${fault?.path.slice(1)}: ${fault?.message}`);
}

function lookOf({ text, picture }: DesignLayer): string {
  return `${text ?? ''}\n${picture === undefined ? '' : createHash('sha1').update(picture.base64).digest('hex')}`;
}
