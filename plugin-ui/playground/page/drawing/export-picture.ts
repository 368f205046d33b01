import type { ExportRequest } from '../../fake/fake-options.ts';
import { type DrawingDeps, drawNode, isUntouched } from './draw-node.ts';

/** Draws a layer as PNG, as Figma's exportAsync does: from its own picture while nobody has touched it. */
export async function exportPicture({ node, scale }: ExportRequest, deps: DrawingDeps): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(
    Math.max(1, Math.round(node.width * scale)),
    Math.max(1, Math.round(node.height * scale)),
  );
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on.');
  context.imageSmoothingQuality = 'high';
  const own = isUntouched(node, deps.original(node.originId))
    ? await deps.artwork.layerPicture(node.originId)
    : undefined;
  if (own !== undefined) context.drawImage(own, 0, 0, canvas.width, canvas.height);
  else {
    await deps.artwork.apart;
    context.scale(scale, scale);
    context.translate(-node.absoluteX, -node.absoluteY);
    drawNode(context, node, deps);
  }
  return new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
}
