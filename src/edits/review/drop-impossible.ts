import type { EditInstruction } from '../../schemas/edit-instruction.ts';
import type { DesignToken } from '../../schemas/edits.ts';
import { isText } from '../is-text.ts';
import { ancestorsOf, type LayerNode } from '../layer-tree.ts';
import { canSetText } from './fonts.ts';
import type { Note, Reviewed, Step } from './step.ts';

/** What has no corners that could be rounded. */
const WITHOUT_CORNERS: ReadonlySet<string> = new Set(['TEXT', 'LINE', 'ELLIPSE', 'VECTOR', 'STAR', 'TEXT_PATH']);
const FITTED: ReadonlySet<string> = new Set(['move', 'resize', 'reorder', 'setLayout']);

/**
 * Leaves out what Figma would not do: moves within a flow, changes of a component's inside, properties and tokens that
 * do not exist. A move in a flow that only repeats the move of its parent is left to `settleMoves`, which folds it.
 */
export function dropImpossible(steps: readonly Step[], tokens: readonly DesignToken[]): Reviewed {
  const moved = new Set(steps.filter(({ instruction }) => instruction.action === 'move').map(({ node }) => node));
  const names = new Set(tokens.map(({ name }) => name));
  const kept: Step[] = [];
  const notes: Note[] = [];
  for (const given of steps) {
    const step = asListed(given, names);
    const reason = hasMovedAncestor(step, moved) ? undefined : refusalOf(step, names);
    if (reason === undefined) kept.push(step.instruction.action === 'changeStroke' ? asOutline(step) : step);
    else notes.push({ kind: 'drop', reason: `${step.instruction.action} ${reason}` });
  }
  return { steps: kept, notes };
}

function hasMovedAncestor({ instruction, node }: Step, moved: ReadonlySet<LayerNode>): boolean {
  if (instruction.action !== 'move') return false;
  return [...ancestorsOf(node)].some((ancestor) => moved.has(ancestor));
}

/** Why a layer does not take an instruction; undefined if it does. */
export function refusalOf({ instruction, node }: Step, tokens: ReadonlySet<string>): string | undefined {
  const { layer } = node;
  if (node.isUnseen) return 'on a layer that cannot be seen';
  if (node.isInInstance && FITTED.has(instruction.action)) return 'inside an instance, where the component decides';
  switch (instruction.action) {
    case 'move':
      return node.isInFlow ? 'in a flow, where auto layout decides' : undefined;
    case 'changeCornerRadius':
      return WITHOUT_CORNERS.has(layer.type) ? 'on a layer without corners' : undefined;
    case 'changeFont':
      return canSetText(layer.text, instruction.fontFamily) ? undefined : 'with a font that lacks the letters';
    case 'setLayout':
      return refuseLayout(instruction, node);
    case 'setVariant':
      return refuseVariant(instruction, node);
    case 'useToken':
      if (!tokens.has(instruction.token)) return 'with a token that the file does not have';
      return (instruction.field === 'text') !== isText(layer) && instruction.field !== 'stroke'
        ? 'with a field that the layer does not have'
        : undefined;
    default:
      return undefined;
  }
}

/** A token or a property by the name it is listed under, if the model changed only its case or separators. */
function asListed(step: Step, tokens: ReadonlySet<string>): Step {
  const { instruction, node } = step;
  if (instruction.action === 'useToken') {
    const token = nameLike(instruction.token.replace(/^var\(|\)$/g, ''), [...tokens]);
    return token === undefined ? step : { node, instruction: { ...instruction, token } };
  }
  if (instruction.action !== 'setVariant') return step;
  const properties = node.layer.component?.properties ?? {};
  const property = nameLike(instruction.property, Object.keys(properties));
  if (property === undefined) return step;
  const isSwitch = typeof properties[property] === 'boolean' && /^(?:true|false)$/i.test(String(instruction.value));
  const value = isSwitch ? /^true$/i.test(String(instruction.value)) : instruction.value;
  return { node, instruction: { ...instruction, property, value } };
}

/** The name itself, or the only one that has the same letters and digits. */
function nameLike(name: string, names: readonly string[]): string | undefined {
  if (names.includes(name)) return name;
  const alike = names.filter((other) => lettersOf(other) === lettersOf(name));
  return lettersOf(name) !== '' && alike.length === 1 ? alike[0] : undefined;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

type Of<Action extends EditInstruction['action']> = Extract<EditInstruction, { action: Action }>;

/** Its own layout needs auto layout; how it gets its sides needs a parent with auto layout, or its own to hug. */
function refuseLayout(
  { direction, gap, padding, align, sizing }: Of<'setLayout'>,
  node: LayerNode,
): string | undefined {
  const isInside = [direction, gap, padding, align].some((value) => value !== undefined);
  if (!isInside && sizing === undefined) return 'without any change';
  const hasOwn = node.layer.layout !== undefined;
  if (isInside && !hasOwn) return 'on a layer without auto layout';
  return hasOwn || node.isInFlow ? undefined : 'on a layer outside auto layout';
}

function refuseVariant({ property, value }: Of<'setVariant'>, { layer }: LayerNode): string | undefined {
  const properties = layer.component?.properties;
  if (properties === undefined || !Object.hasOwn(properties, property))
    return 'with a property that the layer does not have';
  return properties[property] === value || String(properties[property]) === String(value)
    ? 'that changes nothing'
    : undefined;
}

/** A change of an outline that is not there means one. */
function asOutline(step: Step): Step {
  const { instruction, node } = step;
  if (instruction.action !== 'changeStroke' || (node.layer.strokes?.length ?? 0) > 0) return step;
  return { node, instruction: { ...instruction, action: 'addStroke' } };
}
