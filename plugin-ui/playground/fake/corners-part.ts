import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { cornerNames } from './build-records.ts';
import { checkValue } from './check-values.ts';
import { unlinked } from './kept-part.ts';
import { NodePart } from './node-part.ts';

/** One radius for all corners, over the four that are kept. */
export class CornersPart extends NodePart implements Pick<FrameNode, 'cornerRadius'> {
  get cornerRadius(): FrameNode['cornerRadius'] {
    const { kept } = this.record;
    const radii = cornerNames.map((name) => Number(kept[name]));
    return radii.every((radius) => radius === radii[0]) ? (radii[0] ?? 0) : this.world.mixed;
  }

  set cornerRadius(value: FrameNode['cornerRadius']) {
    checkValue('cornerRadius', value);
    const radii = Object.fromEntries(cornerNames.map((name) => [name, value]));
    const { kept } = this.record;
    const links = unlinked(kept, 'cornerRadius', ...cornerNames);
    this.world.store.write(this.id, { kept: { ...kept, ...links, ...radii }, isChanged: true });
  }
}
