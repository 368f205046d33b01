import type { EditAction, EditInstruction } from '../../schemas/edit-instruction.ts';
import { isText } from '../is-text.ts';
import type { LayerNode } from '../layer-tree.ts';
import { MOST_INSTRUCTIONS } from '../most-instructions.ts';
import { targetOf } from './repair-contrast.ts';
import type { ReviewContext } from './review-context.ts';
import type { Note, Reviewed, Step } from './step.ts';

/** What a designer does to all of a kind. Places, words and pictures differ from one to the next. */
const SHARED: ReadonlySet<EditAction> = new Set([
  'changeFill',
  'addGradient',
  'changeStroke',
  'addStroke',
  'removeStroke',
  'changeFont',
  'changeFontSize',
  'changeTextCase',
  'changeOpacity',
  'changeCornerRadius',
  'addShadow',
  'useToken',
]);
/** Fewer layers are not a kind; and if fewer got the same change, they may have been picked out. */
const LEAST_OF_KIND = 3;
const MOST_FORGOTTEN = 1 / 3;

/**
 * Applies what was done to most layers of a kind to the forgotten ones: the third card of a row that alone keeps its
 * old color is an oversight, one card of three in another color is a choice.
 */
export function evenOut(steps: readonly Step[], context: ReviewContext): Reviewed {
  const kindOf = new Map<LayerNode, string>();
  const kinds = new Map<string, LayerNode[]>();
  for (const node of context.tree.nodes) {
    const kind = describeKind(node);
    if (kind === undefined) continue;
    kindOf.set(node, kind);
    const members = kinds.get(kind);
    if (members === undefined) kinds.set(kind, [node]);
    else members.push(node);
  }
  const given = new Map<string, Map<LayerNode, EditInstruction>>();
  for (const { instruction, node } of steps) {
    const kind = kindOf.get(node);
    if (kind === undefined || !SHARED.has(instruction.action)) continue;
    const key = `${partOf(instruction)} ${kind}`;
    given.set(key, (given.get(key) ?? new Map<LayerNode, EditInstruction>()).set(node, instruction));
  }
  const added: Step[] = [];
  const notes: Note[] = [];
  for (const [key, changed] of given) {
    const members = kinds.get(key.slice(key.indexOf(' ') + 1)) ?? [];
    const forgotten = members.filter((node) => !changed.has(node));
    if (members.length < LEAST_OF_KIND || forgotten.length === 0) continue;
    const [first, ...others] = [...changed.values()].map(valueOf);
    if (forgotten.length > members.length * MOST_FORGOTTEN || others.some((value) => value !== first)) continue;
    const [example] = changed.values();
    // All of a kind or none: half of it would look like an oversight of ours.
    const targets = forgotten.filter((one) => context.canTarget(one));
    if (steps.length + added.length + targets.length > MOST_INSTRUCTIONS) continue;
    for (const node of targets) {
      const { targetId: _, ...fields } = example as EditInstruction;
      added.push({ node, instruction: { ...fields, ...targetOf(node) } });
      notes.push({ kind: 'repair', reason: 'layer was forgotten among others of its kind' });
    }
  }
  return { steps: [...steps, ...added], notes };
}

/** Layers that look alike before the variant, and lie equally deep. */
function describeKind(node: LayerNode): string | undefined {
  const { layer, isUnseen, parent } = node;
  if (isUnseen) return undefined;
  const look = [layer.type, layer.fills, layer.strokes, layer.opacity, layer.cornerRadius, layer.hasImageFill];
  const place = [parent?.layer.type, parent?.layer.fills, node.isInInstance];
  if (isText(layer)) return JSON.stringify([...look, ...place, layer.fontSize, layer.fontFamily, layer.fontStyle]);
  return JSON.stringify([...look, ...place, Math.round(layer.width), Math.round(layer.height)]);
}

function partOf({ action }: EditInstruction): string {
  if (action === 'changeFill' || action === 'addGradient' || action === 'useToken') return 'paint';
  return action.endsWith('Stroke') ? 'stroke' : action;
}

function valueOf(instruction: EditInstruction): string {
  const { target: _, targetId: __, ...fields } = instruction;
  return JSON.stringify(fields);
}
