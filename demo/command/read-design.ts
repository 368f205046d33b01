import { readdir, realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { count } from '../../src/cli/count.ts';
import { DemoError } from './demo-error.ts';
import { type FrameFile, type FrameLayer, readFrameFile } from './frame-file.ts';
import { PictureFault, type PictureFile, readPictureFile } from './read-picture-file.ts';

export interface DesignLayer extends FrameLayer {
  /** Missing if the layer could not be exported. */
  readonly picture?: PictureFile;
}

/** A design read from a folder. */
export interface Design {
  /** The folder's own name. */
  readonly name: string;
  readonly layers: readonly DesignLayer[];
  /** What was left out, and why, for a person. */
  readonly notes: readonly string[];
  /** Of frame.json; missing for a mere folder of pictures. */
  readonly frame?: Omit<FrameFile, 'layers' | 'image'> & { readonly picture?: PictureFile };
}

const pictureNames = /\.(?:png|jpe?g|webp|gif)$/i;
const otherPictureNames = /\.(?:svg|avif|heic|tiff?|bmp|pdf)$/i;

/**
 * Reads a design: frame.json with the pictures it names, or, without one, every picture of the folder as a layer that
 * bears its file's name, in the order in which a person would count them. A picture that cannot be used is noted.
 *
 * @throws DemoError that says what is wrong with the folder or its files
 */
export async function readDesign(folder: string): Promise<Design> {
  const root = await findFolder(folder);
  const name = basename(root) || 'design';
  const notes: string[] = [];
  const read = async (path: string): Promise<{ readonly picture?: PictureFile }> => {
    try {
      return { picture: await readPictureFile(root, path) };
    } catch (error) {
      if (!(error instanceof PictureFault)) throw error;
      notes.push(error.message);
      return {};
    }
  };
  const frameFile = await readFrameFile(join(root, 'frame.json'));
  const { layers: found, image, ...frame } = frameFile ?? { layers: await listPictures(root, folder, notes) };
  const layers = await Promise.all(
    found.map(
      async (layer): Promise<DesignLayer> =>
        layer.image === undefined ? layer : Object.assign(layer, await read(layer.image)),
    ),
  );
  if (!layers.some(({ picture }) => picture !== undefined)) {
    throw new DemoError(notes.length > 0 ? notes.join('\n') : `No layer in ${folder} has a picture`);
  }
  // Without frame.json a file is a layer only because it is a picture.
  if (!('frameName' in frame)) return { name, notes, layers: layers.filter(({ picture }) => picture !== undefined) };
  return { name, notes, layers, frame: image === undefined ? frame : { ...frame, ...(await read(image)) } };
}

async function findFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    await readdir(root);
    return root;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new DemoError(`Folder not found: ${folder}`);
    throw new DemoError(
      code === 'ENOTDIR' ? `${folder} is not a folder` : `${folder} cannot be read (${String(code)})`,
    );
  }
}

async function listPictures(root: string, folder: string, notes: string[]): Promise<FrameLayer[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const files = names.filter((name) => pictureNames.test(name));
  const others = names.filter((name) => otherPictureNames.test(name));
  if (others.length > 0) {
    const kinds = [...new Set(others.map((name) => extname(name).slice(1).toUpperCase()))].toSorted().join(', ');
    notes.push(
      `${count(others.length, 'picture')} in a form that models do not read (${kinds}): export as PNG instead`,
    );
  }
  if (files.length === 0) {
    const also = notes.length > 0 ? `, but ${notes.join('; ')}` : '';
    throw new DemoError(`${folder} holds no frame.json and no pictures (.png, .jpg, .webp, .gif)${also}`);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return files.toSorted(compare).map((file, index) => {
    const currentName = basename(file, extname(file));
    return { id: String(index + 1), currentName, type: guessType(currentName), image: file };
  });
}

/** Figma's default names reveal the type. Any other layer may contain anything, so it counts as a frame. */
function guessType(name: string): string {
  const word = /^(?:text|rectangle|ellipse|vector|line|group|component|instance|image)\b/i
    .exec(name)?.[0]
    .toUpperCase();
  if (word === undefined) return 'FRAME';
  return { COMPONENT: 'INSTANCE', IMAGE: 'RECTANGLE' }[word] ?? word;
}
