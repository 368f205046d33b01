import { readdir, realpath } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { DemoError } from './demo-error.ts';
import { type FrameFile, type FrameLayer, readFrameFile } from './frame-file.ts';
import { type PictureFile, readPictureFile } from './read-picture-file.ts';

export interface DesignLayer extends FrameLayer {
  /** Missing where the layer could not be exported. */
  readonly picture?: PictureFile;
}

/** A design read from a folder. */
export interface Design {
  /** The folder's own name. */
  readonly name: string;
  readonly layers: readonly DesignLayer[];
  /** Of frame.json; missing for a mere folder of pictures. */
  readonly frame?: Omit<FrameFile, 'layers' | 'image'> & { readonly picture?: PictureFile };
}

const pictureNames = /\.(?:png|jpe?g|webp|gif)$/i;

/**
 * Reads a design: frame.json with the pictures it names, or, where there is none, every picture of the folder as a
 * layer that bears its file's name, in the order in which a person would count them.
 *
 * @throws DemoError that says what is wrong with the folder or its files
 */
export async function readDesign(folder: string): Promise<Design> {
  const root = await findFolder(folder);
  const name = basename(root) || 'design';
  const frameFile = await readFrameFile(join(root, 'frame.json'));
  if (frameFile === undefined) return { name, layers: await readPictures(root, folder) };
  const { layers: found, image, ...frame } = frameFile;
  const layers = await Promise.all(
    found.map(
      async (layer): Promise<DesignLayer> =>
        layer.image === undefined ? layer : Object.assign(layer, { picture: await readPictureFile(root, layer.image) }),
    ),
  );
  if (!layers.some((layer) => 'picture' in layer)) throw new DemoError(`No layer in ${folder} has a picture`);
  return {
    name,
    layers,
    frame: image === undefined ? frame : { ...frame, picture: await readPictureFile(root, image) },
  };
}

async function findFolder(folder: string): Promise<string> {
  try {
    const root = await realpath(folder);
    await readdir(root);
    return root;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new DemoError(`There is no folder ${folder}`);
    throw new DemoError(code === 'ENOTDIR' ? `${folder} is no folder` : `${folder} cannot be read (${String(code)})`);
  }
}

async function readPictures(root: string, folder: string): Promise<DesignLayer[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && pictureNames.test(entry.name)).map(({ name }) => name);
  if (files.length === 0) {
    throw new DemoError(`${folder} holds no frame.json and no pictures (.png, .jpg, .webp, .gif)`);
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return Promise.all(
    files.toSorted(compare).map(async (file, index) => {
      const currentName = basename(file, extname(file));
      const picture = await readPictureFile(root, file);
      return { id: String(index + 1), currentName, type: guessType(currentName), image: file, picture };
    }),
  );
}

/** Figma's own names for new layers tell their type; anything else may hold anything, as a frame does. */
function guessType(name: string): string {
  const word = /^(?:text|rectangle|ellipse|vector|line|group|component|instance|image)\b/i
    .exec(name)?.[0]
    .toUpperCase();
  if (word === undefined) return 'FRAME';
  return { COMPONENT: 'INSTANCE', IMAGE: 'RECTANGLE' }[word] ?? word;
}
