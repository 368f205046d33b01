import { readFile, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import sharp from 'sharp';
import { type ImageType, typeOf } from '../../src/images/inspect-image.ts';
import { DemoError } from './demo-error.ts';

/** One picture cannot be used: its layer goes without, and the others go on. */
export class PictureFault extends DemoError {}

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
 * @throws PictureFault if the file is missing, damaged or not a picture; DemoError if it is outside the folder
 */
export async function readPictureFile(folder: string, path: string): Promise<PictureFile> {
  let bytes: Buffer;
  try {
    const file = await realpath(join(folder, path));
    if (!file.startsWith(folder.endsWith(sep) ? folder : folder + sep)) {
      throw new DemoError(`The picture "${path}" is outside its design's folder`);
    }
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof DemoError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new PictureFault(
      `The picture "${path}" ${code === 'ENOENT' ? 'is missing' : `cannot be read (${String(code)})`}`,
    );
  }
  const type = typeOf(bytes);
  if (type === undefined) throw new PictureFault(`"${path}" holds no PNG, JPEG, WebP or GIF`);
  if (!(await canBeDecoded(bytes))) throw new PictureFault(`The picture "${path}" is damaged`);
  return { type, base64: bytes.toString('base64') };
}

/** Read to its last pixel: the first bytes of a file that was cut off look like those of any other. */
async function canBeDecoded(bytes: Buffer): Promise<boolean> {
  return sharp(bytes, { failOn: 'error' })
    .raw()
    .toBuffer()
    .then(
      () => true,
      () => false,
    );
}

export function toDataUrl({ type, base64 }: PictureFile): string {
  return `data:${type};base64,${base64}`;
}
