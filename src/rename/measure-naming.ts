import { sizeOf } from '../images/picture-size.ts';
import type { JobSize } from '../models/count-tokens.ts';
import type { RenameRequest } from '../schemas/rename.ts';
import { buildNamingCall, createNamingCallInput } from './build-naming-call.ts';
import { groupLayers, releasePictures } from './group-layers.ts';
import { createLayerContext } from './layer-context.ts';
import { planCalls } from './plan-calls.ts';
import type { RenameServiceOptions } from './rename-job.ts';

/** Counts what the first calls of a job ask, by building them. Names that are remembered are counted too. */
export function measureNaming(
  request: RenameRequest,
  { dedupe, layersPerCall, pictures }: Pick<RenameServiceOptions, 'dedupe' | 'layersPerCall' | 'pictures'>,
): JobSize {
  const context = createLayerContext(request.layers);
  const input = createNamingCallInput(request, context);
  const groups = groupLayers(request, dedupe, context);
  try {
    const calls = planCalls(groups, { layersPerCall, pictures, context });
    const bodies = calls.map((asked) => buildNamingCall(asked, input));
    const shown = calls.map((asked) => [...new Set(asked.flatMap(({ picture }) => picture?.image ?? []))]);
    return {
      calls: calls.length,
      textBytes: bodies.reduce((sum, body) => sum + textBytesOf(body), 0),
      pictures: shown.flat().map(sizeOf),
    };
  } finally {
    for (const group of groups) releasePictures(group);
  }
}

function textBytesOf(body: ReturnType<typeof buildNamingCall>): number {
  const [message] = body['messages'] as [{ content: readonly { text?: string }[] }];
  return message.content.reduce((sum, { text = '' }) => sum + Buffer.byteLength(text), 0);
}
