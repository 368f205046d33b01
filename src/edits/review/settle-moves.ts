import type { EditInstruction } from '../../schemas/edit-instruction.ts';
import { ancestorsOf, type LayerNode } from '../layer-tree.ts';
import type { Note, Reviewed, Step } from './step.ts';

type Move = Extract<EditInstruction, { action: 'move' }>;

interface Offset {
  readonly dx: number;
  readonly dy: number;
}

const STILL: Offset = { dx: 0, dy: 0 };
/** Models round to whole pixels, and the list to hundredths. */
const SAME_PX = 1;

/**
 * Resolves the moves of a variant in a tree, in which a layer takes its children along.
 *
 * - x and y without `relative` are the place in the frame where the layer ends, whatever its parents do.
 * - A relative move is added to the move of the parents. If it repeats the parents' move, it was meant as the same
 *   move: a model that moves a card by 24 px and its title by 24 px wants the title where it was on the card. All
 *   relative moves within that card then count from where the layers were.
 * - Several moves of one layer become one.
 *
 * Each move is kept as it came if its layer alone moves. Moves that a parent already makes are left out, and parents
 * move before what lies in them, so a client that applies the list in order ends at the settled places. In a flat list
 * nothing is carried along, and only repeated moves of one layer are joined.
 */
export function settleMoves(steps: readonly Step[]): Reviewed {
  const moves = new Map<LayerNode, Move[]>();
  for (const { instruction, node } of steps) {
    if (instruction.action !== 'move') continue;
    const list = moves.get(node);
    if (list === undefined) moves.set(node, [instruction]);
    else list.push(instruction);
  }
  if (moves.size === 0) return { steps, notes: [] };
  const offsets = new Map<LayerNode, Offset>();
  const notes: Note[] = [];
  const settled = new Map<LayerNode, Move>();
  let isNested = false;
  for (const node of parentsFirst(moves)) {
    const mover = nearestIn(node, offsets);
    const carried = mover === undefined ? STILL : (offsets.get(mover) ?? STILL);
    isNested ||= mover !== undefined;
    const asked = moves.get(node) ?? [];
    const areTotals = mover !== undefined && repeatsMove(mover, carried, moves);
    const end = endOf(node, asked, areTotals ? STILL : carried);
    const reason = isSame(end, carried)
      ? mover === undefined
        ? 'move that changes nothing'
        : 'move that repeats the move of its parent'
      : node.isInFlow
        ? 'move in a flow, where auto layout decides'
        : node.isInInstance
          ? 'move inside an instance, where the component decides'
          : undefined;
    if (reason !== undefined) {
      notes.push({ kind: 'drop', reason });
      continue;
    }
    offsets.set(node, end);
    settled.set(node, writeMove(node, asked, end, carried));
  }
  return { steps: [...(isNested ? placeTogether(steps, settled) : placeWhereFirst(steps, settled))], notes };
}

/**
 * Whether something within a moved layer repeats its move. Then the model thinks of layers that lie side by side, and
 * all relative moves within that layer are counted from where the layers were.
 */
function repeatsMove(mover: LayerNode, offset: Offset, moves: ReadonlyMap<LayerNode, readonly Move[]>): boolean {
  for (const [node, [move, second]] of moves) {
    if (move?.relative !== true || second !== undefined || nearestIn(node, moves) !== mover) continue;
    if (isSame({ dx: move.x, dy: move.y }, offset)) return true;
  }
  return false;
}

/** Where the layer ends, counted from where it is before the variant. */
function endOf({ layer }: LayerNode, moves: readonly Move[], start: Offset): Offset {
  return moves.reduce(
    (end, { x, y, relative }) =>
      relative === true ? { dx: end.dx + x, dy: end.dy + y } : { dx: x - layer.x, dy: y - layer.y },
    start,
  );
}

function writeMove(node: LayerNode, moves: readonly Move[], end: Offset, carried: Offset): Move {
  const [first] = moves as [Move, ...Move[]];
  if (moves.length === 1 && (first.relative !== true || !isMoved(carried))) return first;
  const { targetId } = first;
  const base = { action: 'move', target: first.target, ...(targetId === undefined ? {} : { targetId }) } as const;
  if (moves.every(({ relative }) => relative === true)) {
    return { ...base, x: round(end.dx - carried.dx), y: round(end.dy - carried.dy), relative: true };
  }
  return { ...base, x: round(node.layer.x + end.dx), y: round(node.layer.y + end.dy) };
}

/** No moved layer lies in another: the order of the moves does not matter, and each stays at its place in the list. */
function* placeWhereFirst(steps: readonly Step[], settled: ReadonlyMap<LayerNode, Move>): Generator<Step> {
  const placed = new Set<LayerNode>();
  for (const step of steps) {
    const move = settled.get(step.node);
    if (step.instruction.action !== 'move') yield step;
    else if (move !== undefined && !placed.has(step.node)) {
      placed.add(step.node);
      yield { node: step.node, instruction: move };
    }
  }
}

/** Puts all moves where the first one stood: parents must move before what lies in them. */
function* placeTogether(steps: readonly Step[], settled: ReadonlyMap<LayerNode, Move>): Generator<Step> {
  let isPlaced = false;
  for (const step of steps) {
    if (step.instruction.action !== 'move') yield step;
    else if (!isPlaced) {
      isPlaced = true;
      for (const [node, instruction] of settled) yield { node, instruction };
    }
  }
}

function parentsFirst(moves: ReadonlyMap<LayerNode, unknown>): LayerNode[] {
  return [...moves.keys()]
    .map((node) => ({ node, depth: [...ancestorsOf(node)].length }))
    .toSorted((a, b) => a.depth - b.depth)
    .map(({ node }) => node);
}

/** The nearest layer around a node that is a key of a map. */
function nearestIn(node: LayerNode, map: ReadonlyMap<LayerNode, unknown>): LayerNode | undefined {
  for (const ancestor of ancestorsOf(node)) if (map.has(ancestor)) return ancestor;
  return undefined;
}

function isMoved({ dx, dy }: Offset): boolean {
  return dx !== 0 || dy !== 0;
}

function isSame(a: Offset, b: Offset): boolean {
  return Math.abs(a.dx - b.dx) < SAME_PX && Math.abs(a.dy - b.dy) < SAME_PX;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
