import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { CornerRadius, type EditLayer, Paint } from '../../src/schemas/edits.ts';

/** `frame.json` of a folder of samples: a frame with one PNG for itself and one for each layer. */
const FrameFile = Type.Object({
  frameName: Type.String(),
  frameWidth: Type.Number({ exclusiveMinimum: 0 }),
  frameHeight: Type.Number({ exclusiveMinimum: 0 }),
  image: Type.Optional(Type.String()),
  layers: Type.Array(
    Type.Object({
      id: Type.String(),
      currentName: Type.String(),
      type: Type.String(),
      parent: Type.Optional(Type.String()),
      x: Type.Number(),
      y: Type.Number(),
      width: Type.Number(),
      height: Type.Number(),
      text: Type.Optional(Type.String()),
      fontSize: Type.Optional(Type.Number()),
      opacity: Type.Optional(Type.Number()),
      fills: Type.Optional(Type.Array(Paint)),
      strokes: Type.Optional(Type.Array(Paint)),
      cornerRadius: Type.Optional(CornerRadius),
      hasImageFill: Type.Optional(Type.Boolean()),
      image: Type.Optional(Type.String()),
    }),
  ),
});

/** A layer as a request has it, with its id, and its PNG where there is one. */
export type DesignLayer = EditLayer & { readonly id: string; readonly png: Buffer | undefined };

/** A frame with its pictures, as the plugin would export it. Lengths in pixels of the frame. */
export interface FrameDesign {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly png: Buffer | undefined;
  readonly layers: readonly DesignLayer[];
}

/**
 * Reads a folder with `frame.json` and its PNGs.
 *
 * @throws Error if frame.json is missing or is none, with what is wrong.
 */
export async function readFrameDesign(folder: string): Promise<FrameDesign> {
  const file: unknown = JSON.parse(await readFile(join(folder, 'frame.json'), 'utf8'));
  const fault = Value.Errors(FrameFile, file).First();
  if (fault !== undefined) throw new Error(`${join(folder, 'frame.json')}: ${fault.path} ${fault.message}`);
  const frame = file as Static<typeof FrameFile>;
  const read = (image: string | undefined): Promise<Buffer | undefined> =>
    image === undefined ? Promise.resolve(undefined) : readFile(join(folder, image));
  const layers = await Promise.all(
    frame.layers.map(async ({ currentName, image, parent, ...layer }) =>
      Object.assign(layer, {
        name: currentName,
        png: await read(image),
        ...(parent === undefined ? {} : { parentId: parent }),
      }),
    ),
  );
  return {
    name: frame.frameName,
    width: frame.frameWidth,
    height: frame.frameHeight,
    png: await read(frame.image),
    layers,
  };
}
