import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { unlinked } from './kept-part.ts';
import { NodePart } from './node-part.ts';

export const sideWeights = ['strokeTopWeight', 'strokeRightWeight', 'strokeBottomWeight', 'strokeLeftWeight'] as const;

/** One weight for all sides of an outline, over the four that are kept. */
export class StrokeSidesPart extends NodePart implements Pick<FrameNode, 'strokeWeight'> {
  get strokeWeight(): FrameNode['strokeWeight'] {
    const { kept } = this.record;
    const [first, ...others] = sideWeights.map((side) => Number(kept[side]));
    return others.every((weight) => weight === first) ? (first ?? 0) : this.world.mixed;
  }

  set strokeWeight(value: FrameNode['strokeWeight']) {
    checkValue('strokeWeight', value);
    const { kept } = this.record;
    const weights = Object.fromEntries(sideWeights.map((side) => [side, value]));
    const links = unlinked(kept, 'strokeWeight', ...sideWeights);
    this.world.store.write(this.id, { kept: { ...kept, ...links, ...weights, strokeWeight: value }, isChanged: true });
  }
}
