import t from 'tap';
import { createLayerTree } from '../../../src/edits/layer-tree.ts';
import { evenOut } from '../../../src/edits/review/even-out.ts';
import { measureVariant } from '../../../src/edits/review/measure-variant.ts';
import { createReviewContext } from '../../../src/edits/review/review-context.ts';
import { createVariantReviewer } from '../../../src/edits/variant-reviewer.ts';
import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';
import type { EditLayer, VariantChecks } from '../../../src/schemas/edits.ts';
import { makeRequest } from '../layers.ts';

const white = [{ type: 'SOLID', color: '#ffffff' }];
const ink = [{ type: 'SOLID', color: '#222222' }];
const page: EditLayer = { id: 'page', name: 'Page', type: 'FRAME', x: 0, y: 0, width: 400, height: 400, fills: white };
const card: EditLayer = { ...page, id: 'card', parentId: 'page', name: 'Card', x: 20, y: 20, width: 200, height: 160 };
const text: EditLayer = { ...card, parentId: 'card', type: 'TEXT', x: 40, height: 20, fontSize: 16, fills: ink };
const title: EditLayer = { ...text, id: 'title', name: 'Title', y: 40, width: 100, text: 'Good morning' };
const beside: EditLayer = { ...text, id: 'beside', name: 'Beside', x: 150, y: 40, width: 60, text: 'Later' };
const headline: EditLayer = {
  ...title,
  id: 'headline',
  name: 'Headline',
  y: 80,
  height: 33,
  fontSize: 24,
  text: 'Today',
};

function setUp(layers: EditLayer[], instructions: readonly EditInstruction[]) {
  const tree = createLayerTree(layers);
  const request = makeRequest({ layers, frameWidth: 400, frameHeight: 400 });
  const steps = instructions.map((instruction) => {
    const node = tree.nodes.find(({ layer }) => layer.id === instruction.targetId);
    if (node === undefined) throw new Error(`no layer ${instruction.targetId}`);
    return { instruction, node };
  });
  return { tree, request, steps, context: createReviewContext(request, tree) };
}

function on(targetId: string, change: object): EditInstruction {
  return { target: targetId, targetId, ...change } as EditInstruction;
}

/** A check, a variant that just fails it, and one that just passes. */
const limits: readonly [check: keyof VariantChecks, what: string, fails: EditInstruction, passes: EditInstruction][] = [
  ['contrastFailures', 'text at 4.48 and 4.54 to 1', fill('title', '#777777'), fill('title', '#767676')],
  ['contrastFailures', 'text of 24 px at 2.96 and 3.03 to 1', fill('headline', '#969696'), fill('headline', '#949494')],
  ['outsideFrame', 'a card 2 px or a rounding past the edge', move('card', 202), move('card', 200.5)],
  ['overlaps', 'letters that reach their neighbor or stop before it', size('title', 19), size('title', 17)],
  ['cutOff', 'letters past the edge of their card or before it', size('headline', 70), size('headline', 40)],
  ['withoutEffect', 'the color it has and a shade beside it', fill('title', '#222222'), fill('title', '#2a2a2a')],
  ['withoutEffect', 'the corners it has and others', corners('card', 0), corners('card', 2)],
  ['withoutEffect', 'corners of a text and of a card', corners('title', 4), corners('card', 4)],
];

function fill(id: string, color: string): EditInstruction {
  return on(id, { action: 'changeFill', color });
}
function move(id: string, x: number): EditInstruction {
  return on(id, { action: 'move', x, y: 20 });
}
function size(id: string, fontSize: number): EditInstruction {
  return on(id, { action: 'changeFontSize', fontSize });
}
function corners(id: string, radius: number): EditInstruction {
  return on(id, { action: 'changeCornerRadius', radius });
}

function count(check: keyof VariantChecks, instruction: EditInstruction): number | undefined {
  const { steps, context } = setUp([page, card, title, beside, headline], [instruction]);
  return { repaired: 0, ...measureVariant(steps, context).checks }[check];
}

t.test('each check finds its fault, and nothing just short of it', async (t) => {
  for (const [check, what, fails, passes] of limits) {
    t.equal(count(check, fails), 1, `${check}: ${what}: fails`);
    t.equal(count(check, passes), 0, `${check}: ${what}: passes`);
  }
});

t.test('three of four equal layers make the fourth forgotten; two of four, or two colors, are a choice', async (t) => {
  const cards = [0, 1, 2, 3].map((at): EditLayer => ({ ...card, id: `c${at}`, x: at * 100, width: 90 }));
  const added = (...instructions: EditInstruction[]): number => {
    const { steps, context } = setUp([page, ...cards], instructions);
    return evenOut(steps, context).steps.length - steps.length;
  };
  t.equal(added(fill('c0', '#eef2ff'), fill('c1', '#eef2ff'), fill('c2', '#eef2ff')), 1);
  t.equal(added(fill('c0', '#eef2ff'), fill('c1', '#eef2ff')), 0);
  t.equal(added(fill('c0', '#eef2ff'), fill('c1', '#fef3c7'), fill('c2', '#eef2ff')), 0);
});

function paintAll(ground: string, surface: string): EditInstruction[] {
  return [
    fill('page', ground),
    fill('card', surface),
    corners('card', 4),
    size('title', 17),
    fill('title', '#111111'),
    fill('headline', '#111111'),
  ];
}

t.test('a variant that looks like one already shown is at fault, one in another color is not', async (t) => {
  const layers = [page, card, title, beside, headline];
  const { tree, request } = setUp(layers, []);
  const faultAfter = (first: EditInstruction[], second: EditInstruction[]): string | undefined => {
    const reviewer = createVariantReviewer(request, tree);
    const review = (instructions: EditInstruction[], theme: string) =>
      reviewer.review(
        { variantIndex: 1, theme, humanPrompt: '', palette: [], instructions, readableInstructions: [] },
        new Map(instructions.map((one) => [one, layers.find(({ id }) => id === one.targetId) ?? page])),
      );
    reviewer.keep(review(first, 'Morning'));
    return review(second, 'Evening').fault;
  };
  t.equal(faultAfter(paintAll('#eef2ff', '#ffffff'), paintAll('#eff3ff', '#fefefe')), 'it looks like "Morning"');
  t.equal(faultAfter(paintAll('#eef2ff', '#ffffff'), paintAll('#fde68a', '#ffffff')), undefined);
});
