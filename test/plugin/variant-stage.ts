import type { DrawnNode, NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import { openPlugin, type Stage, type StageOptions } from './stage.ts';

/** An instruction as the service sends it; which layer it is for is said by `targetId`. */
export type Step = EditInstruction extends infer One
  ? One extends EditInstruction
    ? Omit<One, 'target'>
    : never
  : never;

/** The plugin with a frame read for variants. */
export async function openVariants(frame: NodeSpec, options: Partial<StageOptions> = {}) {
  const plugin = await openPlugin({ layers: [frame], ...options });
  const frameId = frame.id ?? '';
  await plugin.select(frameId);
  plugin.send({ type: 'prepare-for-edits', runId: 'run' });
  const prepared = await plugin.next('edits-prepared');
  let count = 0;

  /** Applies a variant; the layers of its clone are found by the ids of the layers they were made from. */
  async function apply(steps: readonly Step[], theme = 'Night', replaces?: string) {
    count += 1;
    const variantId = `v${count}`;
    const instructions: EditInstruction[] = steps.map((step) => ({ target: `layer ${step.targetId}`, ...step }));
    plugin.send({
      type: 'apply-variant',
      runId: 'run',
      variantId,
      theme,
      instructions,
      ...(replaces !== undefined && { replaces }),
    });
    const told = await plugin.next('variant-applied');
    return {
      ...told,
      outcomes: told.report.map(({ outcome, note }) => (note === undefined ? outcome : `${outcome}: ${note}`)),
      clone: () => layerOf(plugin, told.frameId),
      /** The clone's layer that was made from this one of the source. */
      layer: (originId: string): DrawnNode => findOrigin(layerOf(plugin, told.frameId), originId),
    };
  }

  return { ...plugin, prepared, apply };
}

export function layerOf(plugin: Pick<Stage, 'model'>, id: string): DrawnNode {
  const node = plugin.model.find(id);
  if (node === undefined) throw new Error(`There is no layer ${id}`);
  return node;
}

function findOrigin(root: DrawnNode, originId: string): DrawnNode {
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (node.originId === originId) return node;
    stack.push(...node.children);
  }
  throw new Error(`The variant has no layer made from ${originId}`);
}
