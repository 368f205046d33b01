import type { EditLayer } from '../schemas/edits.ts';

/** A layer of the request found by what the model called it, or the reason why none was. */
export type LayerMatch = { readonly layer: EditLayer } | { readonly fault: string };

/**
 * The short handles `L1`, `L2` ... under which the model sees the layers, in the request's order. Figma's ids are long,
 * may be missing, and names repeat ("Rectangle 4"): a handle is always there and always one layer.
 */
export interface LayerHandles {
  /** The handle of the layer at `index` of the request. */
  handleAt(index: number): string;
  /**
   * The layer that a model means: by handle, then by the request's id, then by exact name. A name that several layers
   * bear is ambiguous and finds none, and neither is a layer found that the reply could not tell from its namesakes.
   */
  find(target: string): LayerMatch;
}

export function createLayerHandles(layers: readonly EditLayer[]): LayerHandles {
  const byId = new Map<string, EditLayer>();
  const sharedIds = new Set<string>();
  const byName = new Map<string, EditLayer[]>();
  for (const layer of layers) {
    if (layer.id !== undefined && byId.has(layer.id)) sharedIds.add(layer.id);
    else if (layer.id !== undefined) byId.set(layer.id, layer);
    const namesakes = byName.get(layer.name);
    if (namesakes === undefined) byName.set(layer.name, [layer]);
    else namesakes.push(layer);
  }

  function findByHandle(target: string): EditLayer | undefined {
    const number = /^L([1-9]\d{0,3})$/i.exec(target.trim())?.[1];
    return number === undefined ? undefined : layers[Number(number) - 1];
  }

  function findByName(target: string): LayerMatch {
    const namesakes = byName.get(target) ?? [];
    const [only, second] = namesakes;
    if (only === undefined) return { fault: 'there is no such layer' };
    if (second !== undefined) return { fault: `${namesakes.length} layers bear that name` };
    return { layer: only };
  }

  return {
    handleAt: (index) => `L${index + 1}`,
    find(target) {
      const layer = findByHandle(target) ?? byId.get(target);
      if (layer === undefined) return findByName(target);
      if (layer.id !== undefined && sharedIds.has(layer.id)) return { fault: 'several layers bear its id' };
      if (layer.id === undefined && (byName.get(layer.name)?.length ?? 0) > 1) {
        return { fault: 'the request gave no id to tell it from its namesakes' };
      }
      return { layer };
    },
  };
}
