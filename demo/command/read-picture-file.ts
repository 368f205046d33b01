import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type ImageType, typeOf } from '../../src/images/inspect-image.ts';
import { DemoError } from './demo-error.ts';

/** A picture from a file. */
export interface PictureFile {
  readonly type: ImageType;
  readonly base64: string;
}

/**
 * Reads a picture of a design.
 *
 * A design may come from a stranger and its pictures leave for a model, so none from outside its folder is read,
 * neither by `..` nor by a link.
 *
 * @param folder the design's; real, with no link in it
 * @throws DemoError where there is no such file, it lies outside the folder, or it holds no picture
 */
export async function readPictureFile(folder: string, path: string): Promise<PictureFile> {
  let bytes: Buffer;
  try {
    const file = await realpath(join(folder, path));
    if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      throw new DemoError(`The picture "${path}" lies outside of its design's folder`);
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof DemoError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new DemoError(
      `The picture "${path}" ${code === 'ENOENT' ? 'is missing' : `cannot be read (${String(code)})`}`,
    );
  }
  const type = typeOf(bytes);
  if (type === undefined) throw new DemoError(`"${path}" holds no PNG, JPEG, WebP or GIF`);
  return { type, base64: bytes.toString('base64') };
}

export function toDataUrl({ type, base64 }: PictureFile): string {
  return `data:${type};base64,${base64}`;
}
