import type { EditLayer } from '../schemas/edits.ts';

/** A layer of the request in its place among the others. */
export interface LayerNode {
  readonly layer: EditLayer;
  /** Place in the request's list, from 0: what lies further back comes first. */
  readonly index: number;
  /** The layer that it lies in; undefined for the outermost layers, and in a flat list for all. */
  readonly parent: LayerNode | undefined;
  /** From the back to the front. */
  readonly children: readonly LayerNode[];
  /** Nothing of it can be seen: it or a layer around it is a mask or fully clear. */
  readonly isUnseen: boolean;
  /** Its position is set by its parent's auto layout. */
  readonly isInFlow: boolean;
  /** It belongs to a component: its place and size are the component's. */
  readonly isInInstance: boolean;
}

export interface LayerTree {
  /** In the request's order. */
  readonly nodes: readonly LayerNode[];
  readonly roots: readonly LayerNode[];
  /** No layer names a parent: moving a layer moves only that layer. */
  readonly isFlat: boolean;
  nodeOf(layer: EditLayer): LayerNode | undefined;
}

interface Growing {
  layer: EditLayer;
  index: number;
  parent: Growing | undefined;
  children: Growing[];
  isUnseen: boolean;
  isInFlow: boolean;
  isInInstance: boolean;
}

/**
 * Builds the tree of a request's layers from their `parentId`. A parent that is missing, or that would make a circle,
 * counts as none: the layer then stands at the top.
 */
export function createLayerTree(layers: readonly EditLayer[]): LayerTree {
  const nodes: Growing[] = layers.map((layer, index) => ({
    layer,
    index,
    parent: undefined,
    children: [],
    isUnseen: false,
    isInFlow: false,
    isInInstance: false,
  }));
  const byId = new Map<string, Growing>();
  for (const node of nodes) if (node.layer.id !== undefined && !byId.has(node.layer.id)) byId.set(node.layer.id, node);
  for (const node of nodes) {
    const parent = node.layer.parentId === undefined ? undefined : byId.get(node.layer.parentId);
    if (parent === undefined || isWithin(parent, node)) continue;
    node.parent = parent;
    parent.children.push(node);
  }
  const roots = nodes.filter(({ parent }) => parent === undefined);
  for (const root of roots) inherit(root);
  const byLayer = new Map(nodes.map((node) => [node.layer, node]));
  return { nodes, roots, isFlat: roots.length === nodes.length, nodeOf: (layer) => byLayer.get(layer) };
}

/** The layers around a node, the nearest first. */
export function* ancestorsOf(node: LayerNode): Generator<LayerNode> {
  for (let { parent } = node; parent !== undefined; { parent } = parent) yield parent;
}

/** A node and all that lies in it, in the order in which they are painted. */
export function* subtreeOf(node: LayerNode): Generator<LayerNode> {
  const waiting = [node];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (const child of next.children.toReversed()) waiting.push(child);
  }
}

function isWithin(node: Growing, ancestor: Growing): boolean {
  for (let at: Growing | undefined = node; at !== undefined; at = at.parent) if (at === ancestor) return true;
  return false;
}

/** Passes on what holds for everything within a layer. Uses an explicit stack: a file may nest a thousand groups. */
function inherit(root: Growing): void {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const { layer, parent } = node;
    node.isUnseen = parent?.isUnseen === true || layer.isMask === true || (layer.opacity ?? 1) < 0.005;
    node.isInInstance = layer.inInstance ?? (parent !== undefined && isOfComponent(parent));
    node.isInFlow = parent?.layer.layout !== undefined && layer.isAbsolute !== true;
    waiting.push(...node.children);
  }
}

/** Whether what lies in a layer is a component's. A slot within an instance holds what the designer puts in. */
function isOfComponent(parent: Growing): boolean {
  return parent.layer.type !== 'SLOT' && (parent.isInInstance || parent.layer.type === 'INSTANCE');
}
