import { isText } from '../is-text.ts';
import { ancestorsOf, type LayerNode } from '../layer-tree.ts';
import { liesIn } from './ground.ts';
import type { Look } from './look.ts';
import type { ReviewContext } from './review-context.ts';
import type { Scene } from './scene.ts';
import { type Box, textBoxOf } from './text-box.ts';

/** Placement problems that a variant causes. */
export interface Placement {
  /** Layers that leave the frame, without those that only follow one that does. */
  readonly outside: readonly LayerNode[];
  /** Pairs of contents that run into each other; the first is one that changed. */
  readonly overlaps: readonly (readonly [LayerNode, LayerNode])[];
  /** Texts that reach out of their container. */
  readonly cutOff: readonly LayerNode[];
}

const OUTSIDE_PX = 1;
const OVERLAP_PX = 2;
/** Air above and below the letters of a line, as a share of the font size. */
const AIR = 0.25;

/** Measures a scene against the frame as it was. What auto layout places is left to auto layout. */
export function measurePlacement(scene: Scene, context: ReviewContext): Placement {
  const { base } = context;
  const looks = scene.order.filter(({ isHidden, node }) => !isHidden && !node.isUnseen);
  const touched = looks.filter((look) => !isInAnyFlow(look.node) && isTouched(look, base.lookOf(look.node)));
  const contents = looks.filter(isContent);
  const outside = new Set(
    looks.filter((look) => leaves(look, base.lookOf(look.node), context)).map(({ node }) => node),
  );
  const overlaps: [LayerNode, LayerNode][] = [];
  for (const look of touched.filter(isContent)) {
    for (const other of contents) {
      if (other === look || (touched.includes(other) && other.node.index < look.node.index)) continue;
      if (liesIn(look.node, other.node) || liesIn(other.node, look.node)) continue;
      if (isNewOverlap(look, other, base)) overlaps.push([look.node, other.node]);
    }
  }
  const placed = new Set(touched.map(({ node }) => node));
  const cutOff = looks
    .filter((look) => look.node.layer.type === 'TEXT')
    .filter((look) => isCutOff(look, scene, base, placed))
    .map(({ node }) => node);
  return {
    outside: [...outside].filter(({ parent }) => parent === undefined || !outside.has(parent)),
    overlaps,
    cutOff,
  };
}

function isInAnyFlow(node: LayerNode): boolean {
  return node.isInFlow || [...ancestorsOf(node)].some(({ isInFlow }) => isInFlow);
}

function isTouched(now: Look, was: Look): boolean {
  const fields = ['x', 'y', 'width', 'height', 'text', 'fontSize', 'textCase'] as const;
  return fields.some((field) => now[field] !== was[field]);
}

/** What users read, press or look at: texts, instances, pictures. */
function isContent({ node: { layer } }: Look): boolean {
  return isText(layer) || layer.type === 'INSTANCE' || layer.hasImageFill === true;
}

function leaves(now: Look, was: Look, { frameWidth, frameHeight }: ReviewContext): boolean {
  const overflow = ({ x, y, width, height }: Look): number =>
    Math.max(0, -x, -y, x + width - frameWidth, y + height - frameHeight);
  return overflow(now) > overflow(was) + OUTSIDE_PX;
}

function isNewOverlap(look: Look, other: Look, base: Scene): boolean {
  const [a, b] = [inkBox(look, base), inkBox(other, base)];
  if (!meets(a, b)) return false;
  return !meets(inkBox(base.lookOf(look.node), base), inkBox(base.lookOf(other.node), base));
}

/** The visible box of a layer: the letters of a text box, otherwise the whole layer (also for a text on a path). */
function inkBox(look: Look, base: Scene): Box {
  if (look.node.layer.type !== 'TEXT') return look;
  const box = textBoxOf(look, base.lookOf(look.node));
  const air = AIR * (look.fontSize ?? 14);
  return { ...box, y: box.y + air / 2, height: Math.max(1, box.height - air) };
}

function meets(a: Box, b: Box): boolean {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return across > OVERLAP_PX && down > OVERLAP_PX;
}

/** A text does not fit any more into the nearest surface below it. */
function isCutOff(look: Look, scene: Scene, base: Scene, placed: ReadonlySet<LayerNode>): boolean {
  const was = base.lookOf(look.node);
  const holder = holderOf(was, base);
  if (holder === undefined) return false;
  const [room, roomWas] = [scene.lookOf(holder), base.lookOf(holder)];
  // Auto layout makes room for a text that grows, but not in a layer that was made smaller.
  const isSmaller = room.width < roomWas.width - 1 || room.height < roomWas.height - 1;
  if (!isSmaller && (isInAnyFlow(look.node) || !(placed.has(look.node) || placed.has(holder)))) return false;
  const now = reach(inkBox(look, base), scene.lookOf(holder));
  return now > OVERLAP_PX && now > reach(inkBox(was, base), base.lookOf(holder)) + OVERLAP_PX;
}

/** How far a box reaches out of a room, to the sides and below. */
function reach(box: Box, room: Box): number {
  return Math.max(
    0,
    box.x + box.width - room.x - room.width,
    box.y + box.height - room.y - room.height,
    room.x - box.x,
  );
}

const HOLDERS: ReadonlySet<string> = new Set(['FRAME', 'INSTANCE', 'COMPONENT', 'RECTANGLE', 'SECTION']);

/** In a tree the nearest frame around the text, in a flat list the smallest surface under it. */
function holderOf(text: Look, base: Scene): LayerNode | undefined {
  for (const ancestor of ancestorsOf(text.node)) if (HOLDERS.has(ancestor.layer.type)) return ancestor;
  if (text.node.parent !== undefined) return undefined;
  let smallest: Look | undefined;
  for (const look of base.order) {
    if (look === text) break;
    if (!HOLDERS.has(look.node.layer.type) || (look.paints ?? []).length === 0 || !holds(look, text)) continue;
    if (smallest === undefined || look.width * look.height < smallest.width * smallest.height) smallest = look;
  }
  return smallest?.node;
}

function holds(a: Box, b: Box): boolean {
  return a.x <= b.x + 1 && a.y <= b.y + 1 && a.x + a.width >= b.x + b.width - 1 && a.y + a.height >= b.y + b.height - 1;
}
