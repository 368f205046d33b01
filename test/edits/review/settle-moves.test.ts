import t from 'tap';
import { createLayerTree } from '../../../src/edits/layer-tree.ts';
import { settleMoves } from '../../../src/edits/review/settle-moves.ts';
import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';
import type { EditLayer } from '../../../src/schemas/edits.ts';

type Move = Extract<EditInstruction, { action: 'move' }>;

/** A card with a row in it, and in the row a title and an icon. */
const layers: EditLayer[] = [
  { id: 'card', name: 'Card', type: 'FRAME', x: 100, y: 100, width: 300, height: 200 },
  { id: 'row', parentId: 'card', name: 'Row', type: 'GROUP', x: 110, y: 110, width: 200, height: 40 },
  { id: 'title', parentId: 'row', name: 'Title', type: 'TEXT', x: 120, y: 120, width: 80, height: 20 },
  { id: 'icon', parentId: 'row', name: 'Icon', type: 'VECTOR', x: 220, y: 120, width: 16, height: 16 },
];
const flat = layers.map((layer): EditLayer => {
  const { parentId: _, ...rest } = layer;
  return rest;
});

function to(id: string, x: number, y: number): Move {
  return { action: 'move', target: id, targetId: id, x, y };
}

function by(id: string, x: number, y: number): Move {
  return { ...to(id, x, y), relative: true };
}

function settle(moves: readonly EditInstruction[], list = layers) {
  const tree = createLayerTree(list);
  const steps = moves.map((instruction) => {
    const node = tree.nodes.find(({ layer }) => layer.id === instruction.targetId);
    if (node === undefined) throw new Error('no such layer');
    return { instruction, node };
  });
  const { steps: settled, notes } = settleMoves(steps);
  return { moves: settled.map(({ instruction }) => instruction), notes };
}

/** Where layers end for a client that applies a list in order and takes children along, as Figma does. */
function applyInTree(moves: readonly EditInstruction[]): Record<string, [number, number]> {
  const places = new Map(layers.map(({ id = '', x, y }) => [id, [x, y] as [number, number]]));
  for (const move of moves) {
    if (move.action !== 'move') continue;
    const [x, y] = places.get(move.targetId ?? '') ?? [0, 0];
    const [dx, dy] = move.relative === true ? [move.x, move.y] : [move.x - x, move.y - y];
    for (const { id = '' } of layers.filter((layer) => isWithin(layer, move.targetId))) {
      const [px, py] = places.get(id) ?? [0, 0];
      places.set(id, [px + dx, py + dy]);
    }
  }
  return Object.fromEntries(places);
}

function isWithin(layer: EditLayer, id: string | undefined): boolean {
  if (layer.id === id) return true;
  const parent = layers.find((other) => other.id === layer.parentId);
  return parent !== undefined && isWithin(parent, id);
}

t.test('a card and its content moved by the same amount end where the model meant', async (t) => {
  const meant = { card: [120, 140], row: [130, 150], title: [140, 160], icon: [240, 160] };
  const all = ['card', 'row', 'title', 'icon'];
  for (const ids of [all, all.toReversed(), ['title', 'card'], ['card', 'icon']]) {
    const { moves } = settle(ids.map((id) => by(id, 20, 40)));
    t.same(applyInTree(moves), meant, ids.join());
    t.same(
      moves.map(({ targetId }) => targetId),
      ['card'],
    );
  }
});

t.test('positions in the frame are final, whatever the parents do and in any order', async (t) => {
  const meant = { card: [120, 140], row: [130, 150], title: [300, 50], icon: [240, 160] };
  for (const list of [
    [to('card', 120, 140), to('title', 300, 50)],
    [to('title', 300, 50), to('card', 120, 140)],
    [to('title', 300, 50), by('card', 20, 40)],
    [to('title', 300, 50), to('row', 130, 150), to('card', 120, 140)],
  ]) {
    t.same(applyInTree(settle(list).moves), meant, JSON.stringify(list));
  }
  t.same(settle([to('card', 120, 140), to('title', 140, 160)]).notes.length, 1, 'where the card takes it anyway');
});

t.test("adds a layer's own move to its parent's", async (t) => {
  t.match(applyInTree(settle([by('card', 20, 40), by('title', 0, -4)]).moves), { card: [120, 140], title: [140, 156] });
  t.match(applyInTree(settle([by('title', 0, -4), to('card', 120, 140)]).moves), { title: [140, 156] });
});

t.test('a model that thinks in absolute places counts all moves from the original positions', async (t) => {
  const { moves } = settle([by('card', 20, 40), by('title', 20, 40), by('icon', 28, 40)]);
  t.same(applyInTree(moves), { card: [120, 140], row: [130, 150], title: [140, 160], icon: [248, 160] });
});

t.test('merges moves of one layer and drops one that changes nothing', async (t) => {
  t.same(settle([by('icon', 4, 0), by('icon', 4, 8)]).moves, [by('icon', 8, 8)]);
  t.same(settle([to('icon', 0, 0), by('icon', 4, 8)]).moves, [to('icon', 4, 8)]);
  t.same(settle([to('icon', 220, 120)]), { moves: [], notes: [{ kind: 'drop', reason: 'move that changes nothing' }] });
});

t.test('in a flat list nothing moves along and each move stays as sent', async (t) => {
  const moves = [by('title', 20, 40), by('card', 20, 40), to('icon', 5, 5)];
  t.same(settle(moves, flat), { moves, notes: [] });
});

t.test("drops moves inside a flow unless they only repeat the parent's", async (t) => {
  const [card, row, ...rest] = layers as [EditLayer, EditLayer, ...EditLayer[]];
  const list = [card, { ...row, layout: { direction: 'horizontal' } }, ...rest];
  t.same(
    settle([by('card', 8, 8), by('title', 8, 8), by('icon', 2, 2)], list).notes.map(({ reason }) => reason),
    ['move that repeats the move of its parent', 'move in a flow, where auto layout decides'],
  );
});
