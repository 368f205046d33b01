import type { EditLayer } from '../../src/schemas/edits.ts';

/** A layer as a request has it, with its id, and its PNG if there is one. */
export type PicturedLayer = EditLayer & { readonly id: string; readonly png: Buffer | undefined };

/** A frame with its pictures, as the plugin would export it. Lengths in pixels of the frame. */
export interface FrameDesign {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly png: Buffer | undefined;
  readonly layers: readonly PicturedLayer[];
}
