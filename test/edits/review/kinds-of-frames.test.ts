import fc from 'fast-check';
import t from 'tap';
import { createLayerTree, subtreeOf } from '../../../src/edits/layer-tree.ts';
import { measureVariant } from '../../../src/edits/review/measure-variant.ts';
import { createReviewContext } from '../../../src/edits/review/review-context.ts';
import { reviewVariant } from '../../../src/edits/review/review-variant.ts';
import type { EditInstruction } from '../../../src/schemas/edit-instruction.ts';
import { makeRequest } from '../layers.ts';
import { kindsOfFrames } from './frames.ts';

type Change = EditInstruction extends infer One ? (One extends EditInstruction ? Omit<One, 'target'> : never) : never;

const palette = ['#14213d', '#f4f1ea', '#fca311', '#2b2a27', '#dfe9f3'];
const color = fc.constantFrom(...palette, '#ffffff', '#000000', '#7c9aff');
const step = fc.integer({ min: -60, max: 60 });

/** Anything that a clumsy model may want of any layer. */
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ action: fc.constant('changeFill' as const), color }),
  fc.record({ action: fc.constant('addGradient' as const), colors: fc.tuple(color, color) }),
  fc.record({ action: fc.constant('move' as const), x: step, y: step, relative: fc.boolean() }),
  fc.record({ action: fc.constant('resize' as const), width: fc.integer({ min: 10, max: 500 }) }),
  fc.record({ action: fc.constant('changeFontSize' as const), fontSize: fc.integer({ min: 8, max: 64 }) }),
  fc.record({ action: fc.constant('changeOpacity' as const), opacity: fc.constantFrom(0.3, 0.7, 1) }),
  fc.record({ action: fc.constant('changeCornerRadius' as const), radius: fc.constantFrom(0, 4, 16) }),
  fc.record({ action: fc.constant('setLayout' as const), gap: fc.constantFrom(0, 8, 24) }),
  fc.record({
    action: fc.constant('setVariant' as const),
    property: fc.constantFrom('State', 'Size'),
    value: fc.constantFrom('Rest', 'Hover'),
  }),
  fc.record({
    action: fc.constant('useToken' as const),
    field: fc.constantFrom('fill' as const, 'text' as const),
    token: fc.constantFrom('text/inverse', 'surface/inverse', 'gone'),
  }),
  fc.record({ action: fc.constant('changeFont' as const), fontFamily: fc.constantFrom('Inter', 'Cairo') }),
  fc.constant({ action: 'removeStroke' as const }),
  fc.constant({ action: 'hide' as const }),
);

for (const { kind, width, height, layers, tokens = [] } of kindsOfFrames) {
  t.test(`any variant of a ${kind} frame has no fault after the review`, async (t) => {
    const tree = createLayerTree(layers);
    const request = makeRequest({ layers, tokens, frameWidth: width, frameHeight: height });
    const context = createReviewContext(request, tree);
    const changes = fc.array(fc.tuple(fc.nat({ max: layers.length - 1 }), change), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(changes, (list) => {
        const steps = list.flatMap(([index, fields]) => {
          const node = tree.nodes[index];
          if (node === undefined || (fields.action.startsWith('changeFont') && node.layer.type !== 'TEXT')) return [];
          const { id = '', name } = node.layer;
          return [{ node, instruction: { ...fields, target: name, targetId: id } }];
        });
        const { steps: kept, checks } = reviewVariant(steps, context, palette);
        const again = measureVariant(kept, context);
        const isTold = kept.every(({ instruction, node }) => instruction.targetId === node.layer.id);
        const isSplit = kept.some(({ instruction }) => instruction.action === 'addGradient');
        const isFaint = kept.some(
          ({ instruction, node }) => instruction.action === 'changeOpacity' && [...subtreeOf(node)].length > 1,
        );
        // On black beside white no color can be read, and what lies in a faint layer cannot be made stronger.
        const isReadable = checks.contrastFailures === 0 || isSplit || isFaint;
        return isTold && isReadable && checks.withoutEffect === 0 && again.checks.withoutEffect === 0;
      }),
      { numRuns: 60, seed: 7 },
    );
    t.pass('60 variants');
  });
}
