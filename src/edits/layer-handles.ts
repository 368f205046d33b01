import type { EditLayer } from '../schemas/edits.ts';
import { cleanLine } from './clean-text.ts';

/** The layer of the request that the model meant, or why none was found. */
export type LayerMatch = { readonly layer: EditLayer } | { readonly fault: string };

/**
 * The short handles `L1`, `L2` ... under which the model sees the layers, in the request's order. Figma's ids are long,
 * may be missing, and names repeat ("Rectangle 4"): every layer has a handle, and a handle is always one layer.
 */
export interface LayerHandles {
  /** The handle of the layer at `index` of the request. */
  handleAt(index: number): string;
  /**
   * The layer that a model means: by handle, then by the request's id, then by exact name, then by a handle with
   * something around it: `L1 (Card)`, `Card (L1)`, `Layer 1`, `#L1`, `id: L1`. Never a guess: a name that several
   * layers have finds none, nor does a handle beside the name of another layer, nor a layer that the reply could not
   * distinguish from layers of the same name.
   */
  find(target: string): LayerMatch;
}

/** A handle with brackets, a mark or a word around it, and perhaps the layer's name before or behind. */
const decorated =
  /^(?:(?:id|target|node|layer)\s*[:=]\s*)?[#@([<{"'`]*(?:layer[\s_#-]*)?L?([1-9]\d{0,3})(?!\w|\.\d)[)\]>}"'`]*(?:\s*[:=,|–—-]\s*|\s+|(?=\())?[(["'`]?(.*?)[)\]"'`]?$/i;
const decoratedBehind = /^(.*?)\s*[([<#:|–—-]+\s*L([1-9]\d{0,3})[)\]>]*$/i;

/** Numbers the layers of a request, and indexes their ids and names. */
export function createLayerHandles(layers: readonly EditLayer[]): LayerHandles {
  const byId = new Map<string, EditLayer>();
  const sharedIds = new Set<string>();
  const byName = new Map<string, EditLayer[]>();
  for (const layer of layers) {
    if (layer.id !== undefined && byId.has(layer.id)) sharedIds.add(layer.id);
    else if (layer.id !== undefined) byId.set(layer.id, layer);
    for (const name of new Set([layer.name, cleanLine(layer.name, 120)])) {
      const namesakes = byName.get(name);
      if (namesakes === undefined) byName.set(name, [layer]);
      else namesakes.push(layer);
    }
  }

  function findByHandle(target: string): EditLayer | undefined {
    const number = /^L([1-9]\d{0,3})$/i.exec(target)?.[1];
    return number === undefined ? undefined : layers[Number(number) - 1];
  }

  function findByName(target: string): LayerMatch | undefined {
    const namesakes = byName.get(target) ?? [];
    const [only, second] = namesakes;
    if (only === undefined) return undefined;
    return second === undefined ? { layer: only } : { fault: `${namesakes.length} layers have that name` };
  }

  function findDecorated(target: string): LayerMatch | undefined {
    const before = decorated.exec(target);
    const behind = before === null ? decoratedBehind.exec(target) : null;
    const [number, label] = before === null ? [behind?.[2], behind?.[1]] : [before[1], before[2]];
    const layer = number === undefined ? undefined : layers[Number(number) - 1];
    // A bare number may count from 0, and "24px" is not a layer.
    if (layer === undefined || (before !== null && !/l/i.test(target.slice(0, target.indexOf(number ?? '')))))
      return undefined;
    const named = label === undefined || label === '' ? undefined : byName.get(label);
    if (named !== undefined && !named.includes(layer))
      return { fault: 'its handle and its name are those of two layers' };
    return { layer };
  }

  function findAny(target: string): LayerMatch {
    const plain = target.trim();
    const layer = findByHandle(plain.normalize('NFKC')) ?? byId.get(target) ?? byId.get(plain);
    if (layer !== undefined) return { layer };
    return (
      findByName(target) ??
      findByName(plain) ??
      findDecorated(plain.slice(0, 300)) ??
      findByUnquoted(plain) ??
      findReworded(plain) ?? { fault: 'unknown layer' }
    );
  }

  function findByUnquoted(target: string): LayerMatch | undefined {
    const name = /^["'`“‘[](.+)["'`”’\]]$/s.exec(target)?.[1];
    return name === undefined ? undefined : findByName(name);
  }

  /** `the Title`, `Title layer`, `Card > Title`, `Card/Title`, and `Title (TEXT)` if that is its type. */
  function findReworded(target: string): LayerMatch | undefined {
    const [, named = '', type = ''] = /^(.+?)\s*[([]([A-Z_]+)[)\]]$/i.exec(target) ?? [];
    const typed = findByName(named);
    if (typed !== undefined && 'layer' in typed && typed.layer.type.toLowerCase() === type.toLowerCase()) return typed;
    const bare = target.replace(/^the\s+/i, '').replace(/\s+(?:layer|element|node)$/i, '');
    const last = target.split(/\s*[>»→]\s*|(?<=\S)\/(?=\S)|\s+\/\s+/).at(-1) ?? target;
    return [bare, last].filter((name) => name !== target).flatMap((name) => findByName(name) ?? [])[0];
  }

  return {
    handleAt: (index) => `L${index + 1}`,
    find(target) {
      const match = findAny(target);
      if ('fault' in match) return match;
      const { layer } = match;
      if (layer.id !== undefined && sharedIds.has(layer.id)) return { fault: 'several layers have its id' };
      if (layer.id === undefined && (byName.get(layer.name)?.length ?? 0) > 1) {
        return { fault: 'several layers have this name and the request gave no ids' };
      }
      return { layer };
    },
  };
}
