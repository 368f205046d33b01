import { parseHex, type Rgb } from '../../../demo/provider/color-stats.ts';
import { makeVariants, type Variant } from '../../../demo/provider/edits/make-variants.ts';
import type { Picture } from '../../../demo/provider/look/decode.ts';
import { buildEditCall } from '../../../src/edits/build-edit-call.ts';
import { describeLayers } from '../../../src/edits/describe-layers.ts';
import { createLayerHandles } from '../../../src/edits/layer-handles.ts';
import { createLayerTree } from '../../../src/edits/layer-tree.ts';
import type { GenerateEditsRequest } from '../../../src/schemas/edits.ts';
import { readSample } from './call-provider.ts';

export function askFor(sample: string, more: Partial<GenerateEditsRequest> = {}): GenerateEditsRequest {
  const layers = readSample(sample).map((layer) => Object.assign(layer, { name: layer.currentName }));
  const frame = { frameName: 'Sign in', frameWidth: 1280, frameHeight: 900 };
  return { userEmail: 'a@b.co', ...frame, layers, ...more };
}

/** The variants for a request, asked as the service asks. */
export function variantsFor(request: GenerateEditsRequest, system = '', picture?: Picture): Variant[] {
  const tree = createLayerTree(request.layers);
  const layers = describeLayers(tree, createLayerHandles(request.layers).handleAt);
  const call = buildEditCall({ request, tree, layers, promptText: system, frameImage: undefined });
  return makeVariants(call.system, call.text, picture);
}

export function paint(color: string) {
  return { fills: [{ type: 'SOLID', color }] };
}

export const page = { id: '1', name: 'Page', type: 'FRAME', x: 0, y: 0, width: 1280, height: 900, ...paint('#ffffff') };

/** The colors that a layer's fill has in each variant, `before` if it stays. */
export function colorsOf(variants: readonly Variant[], target: string, before: string): Rgb[] {
  return variants.map(({ instructions }) => {
    const fill = instructions.findLast((one) => one.action === 'changeFill' && one.target === target);
    return parseHex(typeof fill?.['color'] === 'string' ? fill['color'] : before) ?? [0, 0, 0];
  });
}
