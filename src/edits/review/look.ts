import type { LayerNode } from '../layer-tree.ts';

/** A paint as far as it is known; `colors` is undefined if they are unknown. */
export interface PaintLook {
  readonly kind: 'solid' | 'gradient' | 'picture';
  readonly colors: readonly string[] | undefined;
  /** Degrees of a gradient; 0 runs left to right. */
  readonly angle?: number | undefined;
  readonly opacity: number;
}

/** How a layer looks at some point of a variant; lengths in px from the frame's top left. */
export interface Look {
  readonly node: LayerNode;
  x: number;
  y: number;
  width: number;
  height: number;
  /** From the back to the front. Undefined if the request does not say. */
  paints: readonly PaintLook[] | undefined;
  stroke: PaintLook | undefined;
  strokeWeight: number | undefined;
  opacity: number;
  isHidden: boolean;
  text: string | undefined;
  textCase: string | undefined;
  fontSize: number | undefined;
  font: string | undefined;
  fontStyle: string | undefined;
  radius: number | undefined;
}
