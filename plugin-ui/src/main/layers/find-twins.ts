import type { PageNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { pause } from '../pause.ts';
import { pageOf } from '../variants/clone-frame.ts';
import type { VisitedLayer } from './visit-layers.ts';

/** A page of more screens, or of larger ones, is searched up to here. */
const MOST_LAYERS_READ = 20_000;
const LAYERS_PER_TURN = 400;

/**
 * Finds, for the layers of a run, the layers at the same place of the page's other screens: the same types and names
 * from the screen down, as Smart Animate matches them. Layers of the run itself are not twins.
 *
 * @returns ids of the twins by layer id; layers without any are left out
 */
export async function findTwins(
  layers: readonly VisitedLayer[],
  isStale: () => boolean,
): Promise<Map<string, string[]>> {
  const twins = new Map<string, string[]>();
  const inRun = new Set(layers.map(({ node }) => node.id));
  const screens = new Map<string, SceneNode>();
  /** The layers of the run and all that is around them: only these paths are followed. */
  const followed = new Set<string>();
  for (const { node, screen } of layers) {
    if (node.removed || screen.removed || node.id === screen.id) continue;
    screens.set(screen.id, screen);
    for (let at: SceneNode | null = node; at !== null && !followed.has(at.id); at = parentOf(at)) followed.add(at.id);
  }
  let read = 0;
  let readAtPause = 0;

  function match(source: SceneNode, target: SceneNode): void {
    if (!('children' in source) || !('children' in target) || target.type === 'INSTANCE') return;
    const candidates = indexChildren(target);
    read += target.children.length + source.children.length;
    const seen = new Map<string, number>();
    for (const child of source.children) {
      const key = keyOf(child);
      const place = seen.get(key) ?? 0;
      seen.set(key, place + 1);
      if (!followed.has(child.id)) continue;
      const twin = candidates.get(key)?.[place];
      if (twin === undefined || !twin.visible || twin.locked) continue;
      if (inRun.has(child.id) && !inRun.has(twin.id)) twins.set(child.id, [...(twins.get(child.id) ?? []), twin.id]);
      if (read < MOST_LAYERS_READ) match(child, twin);
    }
  }

  for (const screen of screens.values()) {
    const page = screen.removed ? null : pageOf(screen);
    for (const other of page === null ? [] : screensOf(page)) {
      if (other.id === screen.id || other.type !== screen.type || !other.visible || other.locked) continue;
      match(screen, other);
      if (read - readAtPause > LAYERS_PER_TURN) {
        readAtPause = read;
        await pause();
        if (isStale() || screen.removed) return twins;
      }
      if (read >= MOST_LAYERS_READ) return twins;
    }
  }
  return twins;
}

function screensOf(page: PageNode): SceneNode[] {
  const screens: SceneNode[] = [];
  const take = (node: SceneNode): void => {
    if (node.type !== 'SECTION') screens.push(node);
    else for (const child of node.children) take(child);
  };
  for (const child of page.children) take(child);
  return screens;
}

function indexChildren(node: { readonly children: readonly SceneNode[] }): Map<string, SceneNode[]> {
  const byKey = new Map<string, SceneNode[]>();
  for (const child of node.children) {
    const key = keyOf(child);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [child]);
    else same.push(child);
  }
  return byKey;
}

/** Layers of one type and name are distinguished by their order. */
function keyOf({ type, name }: SceneNode): string {
  return `${type} ${name}`;
}

function parentOf(node: SceneNode): SceneNode | null {
  const { parent } = node;
  return parent === null || parent.type === 'PAGE' || parent.type === 'DOCUMENT' ? null : parent;
}
