import type { FrameNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { isAutoLayout, settle } from './layout.ts';
import { fitText } from './text.ts';
import type { World } from './world.ts';

/** How a layer is sized along an axis, as Figma's panel shows it. */
export function readSizing(world: World, id: string, axis: 'width' | 'height'): FrameNode['layoutSizingVertical'] {
  const { store } = world;
  const { kept, type, parentId } = store.get(id);
  const parent = parentId === null ? undefined : store.get(parentId);
  if (parent !== undefined && isAutoLayout(parent) && kept['layoutPositioning'] !== 'ABSOLUTE') {
    const isMain = (parent.kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
    if (isMain ? kept['layoutGrow'] === 1 : kept['layoutAlign'] === 'STRETCH') return 'FILL';
  }
  if (isAutoLayout(store.get(id))) {
    const isMain = (kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
    if (kept[isMain ? 'primaryAxisSizingMode' : 'counterAxisSizingMode'] === 'AUTO') return 'HUG';
  }
  const mode = kept['textAutoResize'];
  if (type === 'TEXT' && (mode === 'WIDTH_AND_HEIGHT' || (mode === 'HEIGHT' && axis === 'height'))) return 'HUG';
  return 'FIXED';
}

/**
 * @throws Error if Figma has no such sizing there
 */
export function writeSizing(world: World, id: string, axis: 'width' | 'height', value: string): void {
  const { store } = world;
  const { kept, type, parentId } = store.get(id);
  const parent = parentId === null ? undefined : store.get(parentId);
  const isChild = parent !== undefined && isAutoLayout(parent) && kept['layoutPositioning'] !== 'ABSOLUTE';
  const ownIsMain = (kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
  const parentIsMain = (parent?.kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
  if (value === 'FILL' && !isChild) throw new Error('FILL can only be set on children of auto-layout frames');
  const isFrame = isAutoLayout(store.get(id));
  if (value === 'HUG' && !isFrame && !(type === 'TEXT' && isChild)) {
    throw new Error('HUG can only be set on auto-layout frames and text children of auto-layout frames');
  }
  const fills = value === 'FILL';
  const next: Record<string, unknown> = {
    ...(isChild && (parentIsMain ? { layoutGrow: fills ? 1 : 0 } : { layoutAlign: fills ? 'STRETCH' : 'INHERIT' })),
    ...(isFrame && {
      [ownIsMain ? 'primaryAxisSizingMode' : 'counterAxisSizingMode']: value === 'HUG' ? 'AUTO' : 'FIXED',
    }),
  };
  if (type === 'TEXT' && value === 'HUG') next['textAutoResize'] = axis === 'width' ? 'WIDTH_AND_HEIGHT' : 'HEIGHT';
  store.write(id, { kept: { ...kept, ...next } });
  if (type === 'TEXT') fitText(world, id);
  settle(store, id);
  if (parentId !== null) settle(store, parentId);
}
