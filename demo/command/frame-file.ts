import { readFile } from 'node:fs/promises';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { CornerRadius, DesignToken, Paint } from '../../src/schemas/edits.ts';
import { DemoError } from './demo-error.ts';

/** Relative to the folder of frame.json. */
const PicturePath = Type.String({ minLength: 1, maxLength: 1000 });

export const FrameLayer = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  currentName: Type.String({ maxLength: 1000 }),
  type: Type.String({ minLength: 1, maxLength: 64 }),
  image: Type.Optional(PicturePath),
  text: Type.Optional(Type.String()),
  parentName: Type.Optional(Type.String()),
  /** The id of the layer that this one lies in. */
  parent: Type.Optional(Type.String()),
  componentName: Type.Optional(Type.String()),
  /** The element it was made from. Never sent: it would give away what the layer is. */
  origin: Type.Optional(Type.String()),
  x: Type.Optional(Type.Number()),
  y: Type.Optional(Type.Number()),
  width: Type.Optional(Type.Number({ minimum: 0 })),
  height: Type.Optional(Type.Number({ minimum: 0 })),
  fills: Type.Optional(Type.Array(Paint)),
  strokes: Type.Optional(Type.Array(Paint)),
  opacity: Type.Optional(Type.Number()),
  fontSize: Type.Optional(Type.Number()),
  cornerRadius: Type.Optional(CornerRadius),
  hasImageFill: Type.Optional(Type.Boolean()),
});
export type FrameLayer = Static<typeof FrameLayer>;

/** A frame as the plugin exports it; lengths in pixels. */
export const FrameFile = Type.Object({
  frameName: Type.String({ minLength: 1, maxLength: 255 }),
  frameWidth: Type.Number({ exclusiveMinimum: 0 }),
  frameHeight: Type.Number({ exclusiveMinimum: 0 }),
  image: Type.Optional(PicturePath),
  tokens: Type.Optional(Type.Array(DesignToken)),
  layers: Type.Array(FrameLayer, { minItems: 1 }),
});
export type FrameFile = Static<typeof FrameFile>;

/**
 * Reads and checks a frame.json; unknown fields are left in place.
 *
 * @returns undefined if there is no such file
 * @throws DemoError that names the first field that does not fit
 */
export async function readFrameFile(path: string): Promise<FrameFile | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new DemoError(`${path} cannot be read (${code ?? 'unknown error'})`);
  }
  const frame = parse(text, path);
  if (Value.Check(FrameFile, frame)) return frame;
  const fault = Value.Errors(FrameFile, frame).First();
  const field = fault === undefined || fault.path === '' ? 'it' : fault.path.slice(1);
  throw new DemoError(`${path} is not a design: ${field}: ${fault?.message.toLowerCase() ?? 'does not fit'}`);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new DemoError(`${path} is not JSON: ${(error as Error).message}`);
  }
}
