import type { ExportSettings, FrameNode, Rect, Transform } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { copyTree, tidy } from './copy.ts';
import { absoluteBox, absoluteTransform, isInsideInstance, relativeTransform } from './geometry.ts';
import { isPlacedByParent, shift } from './layout.ts';
import { NodePart } from './node-part.ts';
import { renderBounds } from './render-bounds.ts';
import { rescaleTree, resizeNode } from './resize.ts';
import { readSizing, writeSizing } from './sizing.ts';
import type { World } from './world.ts';

type Sizing = FrameNode['layoutSizingHorizontal'];

type Layout = Pick<
  FrameNode,
  'x' | 'y' | 'width' | 'height' | 'relativeTransform' | 'absoluteTransform' | 'absoluteBoundingBox' | 'clone'
>;

/** Places and pictures: what every layer has, those too that were pasted from FigJam and cannot be resized. */
export class PlacePart extends NodePart implements Layout {
  get x(): number {
    return this.record.x;
  }

  set x(value: number) {
    this.#moveTo('x', value);
  }

  get y(): number {
    return this.record.y;
  }

  set y(value: number) {
    this.#moveTo('y', value);
  }

  get width(): number {
    return this.record.width;
  }

  get height(): number {
    return this.record.height;
  }

  get relativeTransform(): Transform {
    return relativeTransform(this.record);
  }

  get absoluteTransform(): Transform {
    return absoluteTransform(this.world.store, this.id);
  }

  get absoluteBoundingBox(): Rect | null {
    return absoluteBox(this.world.store, this.id);
  }

  /** Only PNG by scale: the rest of Figma's exports is none of the plugin's business. */
  async exportAsync(settings?: ExportSettings): Promise<Uint8Array> {
    const scale = checkExport(settings);
    if (renderBounds(this.world.store, this.id) === null) {
      throw new Error('in exportAsync: Failed to export node. This node may not have any visible layers.');
    }
    return this.world.exportPicture({ node: this.world.draw(this.id), scale });
  }

  clone(): FrameNode {
    return this.world.node(copyTree(this.world, this.id)) as FrameNode;
  }

  #moveTo(property: 'x' | 'y', value: number): void {
    const { store } = this.world;
    checkValue(property, value);
    assertOverridable(this.world, this.id, `set_${property}`);
    const { record } = this;
    // Figma takes the value and does nothing if auto-layout places the layer.
    if (isPlacedByParent(store, record)) return;
    shift(store, this.id, property === 'x' ? value - record.x : 0, property === 'y' ? value - record.y : 0);
    if (record.parentId !== null) tidy(this.world, record.parentId);
  }
}

/** What sections have as well. */
export class LayoutPart extends PlacePart implements Pick<FrameNode, 'resize' | 'resizeWithoutConstraints'> {
  resize(width: number, height: number): void {
    assertOverridable(this.world, this.id, 'resize');
    resizeNode(this.world, this.id, width, height);
  }

  resizeWithoutConstraints(width: number, height: number): void {
    assertOverridable(this.world, this.id, 'resizeWithoutConstraints');
    resizeNode(this.world, this.id, width, height);
  }
}

/** What every other layer has too. */
export class SizingPart
  extends LayoutPart
  implements
    Pick<FrameNode, 'rotation' | 'absoluteRenderBounds' | 'rescale' | 'layoutSizingHorizontal' | 'layoutSizingVertical'>
{
  get rotation(): number {
    return this.record.rotation;
  }

  set rotation(value: number) {
    checkValue('rotation', value);
    assertOverridable(this.world, this.id, 'rotation');
    this.world.store.write(this.id, { rotation: value });
  }

  get absoluteRenderBounds(): Rect | null {
    return renderBounds(this.world.store, this.id);
  }

  rescale(scale: number): void {
    assertOverridable(this.world, this.id, 'rescale');
    rescaleTree(this.world, this.id, scale);
  }

  get layoutSizingHorizontal(): Sizing {
    return readSizing(this.world, this.id, 'width');
  }

  set layoutSizingHorizontal(value: Sizing) {
    assertOverridable(this.world, this.id, 'set_layoutSizingHorizontal');
    writeSizing(this.world, this.id, 'width', value);
  }

  get layoutSizingVertical(): Sizing {
    return readSizing(this.world, this.id, 'height');
  }

  set layoutSizingVertical(value: Sizing) {
    assertOverridable(this.world, this.id, 'set_layoutSizingVertical');
    writeSizing(this.world, this.id, 'height', value);
  }
}

/** @throws Error if the node is inside an instance, which takes this from its component */
function assertOverridable({ store }: World, id: string, property: string): void {
  if (isInsideInstance(store, id)) throw new Error(`in ${property}: This property cannot be overridden in an instance`);
}

function checkExport(settings: ExportSettings | undefined): number {
  const { format, constraint } = (settings ?? { format: 'PNG' }) as {
    format: string;
    constraint?: { type: string; value: number };
  };
  if (format !== 'PNG') throw new Error(`The fake exports PNG only, not ${format}`);
  const { type, value } = constraint ?? { type: 'SCALE', value: 1 };
  if (type !== 'SCALE') throw new Error(`The fake exports by SCALE only, not by ${type}`);
  if (!(value > 0)) throw new Error(`in exportAsync: Expected "value" to be greater than 0, received ${value}`);
  return value;
}
