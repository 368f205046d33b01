import { pictureOf } from '../images/picture.ts';
import { sizeOf } from '../images/picture-size.ts';
import type { JobSize } from '../models/count-tokens.ts';
import { builtInPromptText } from '../prompts/built-in-prompt.ts';
import type { GenerateEditsRequest } from '../schemas/edits.ts';
import { buildEditCall } from './build-edit-call.ts';
import { describeLayers } from './describe-layers.ts';
import { createLayerHandles } from './layer-handles.ts';
import { createLayerTree } from './layer-tree.ts';

/** Counts what the call of a job asks, by building it with the built-in style. */
export function measureEdits(request: GenerateEditsRequest): JobSize {
  const tree = createLayerTree(request.layers);
  const layers = describeLayers(tree, createLayerHandles(request.layers).handleAt);
  const frameImage = pictureOf(request.frameImageBase64);
  const call = buildEditCall({ request, tree, layers, promptText: builtInPromptText, frameImage });
  return {
    calls: 1,
    textBytes: Buffer.byteLength(call.system) + Buffer.byteLength(call.text),
    pictures: frameImage === undefined ? [] : [sizeOf(frameImage)],
  };
}
