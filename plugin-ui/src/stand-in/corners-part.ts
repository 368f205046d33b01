import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { cornerNames } from './build-records.ts';
import { checkValue } from './check-values.ts';
import type { World } from './world.ts';

/** One radius for all corners, over the four that are kept. */
export function cornersPart(world: World, id: string) {
  const { store } = world;
  const part: Pick<FrameNode, 'cornerRadius'> = {
    get cornerRadius() {
      const { kept } = store.get(id);
      const radii = cornerNames.map((name) => Number(kept[name]));
      return radii.every((radius) => radius === radii[0]) ? (radii[0] ?? 0) : world.mixed;
    },
    set cornerRadius(value) {
      checkValue('cornerRadius', value);
      const { kept } = store.get(id);
      const radii = Object.fromEntries(cornerNames.map((name) => [name, value]));
      store.write(id, { kept: { ...kept, ...radii }, isChanged: true });
    },
  };
  return part;
}
