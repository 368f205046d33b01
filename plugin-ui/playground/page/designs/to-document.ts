import type { Paint } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { DocumentSpec, NodeSpec } from '../../fake/node-spec.ts';
import type { Design, DesignLayer } from './design.ts';

/** What the design is as a document of the fake: one page with one frame, layers nested as the file has them. */
export function toDocument(design: Design): DocumentSpec {
  if (design.figmaFile !== undefined) return design.figmaFile.document;
  const { name, width, height, layers } = design;
  const holders: { layer: DesignLayer; children: NodeSpec[] }[] = [];
  const holderById = new Map<string, (typeof holders)[number]>();
  const top: NodeSpec[] = [];
  for (const layer of layers) {
    const { parentId } = layer;
    // Samples say nothing of parents: the frame around a layer's box is taken.
    const holder =
      parentId === undefined
        ? holders.findLast((other) => isWithin(layer, other.layer))
        : holderById.get(parentId ?? '');
    const children: NodeSpec[] = [];
    const spec = toSpec(layer, holder?.layer, children);
    (holder?.children ?? top).push(spec);
    if (layer.type !== 'FRAME' && layer.type !== 'INSTANCE') continue;
    if (parentId === undefined && layer.type === 'FRAME') holders.push({ layer, children });
    holderById.set(layer.id, { layer, children });
  }
  const frame: NodeSpec = {
    type: 'FRAME',
    id: frameId,
    name,
    x: 0,
    y: 0,
    width,
    height,
    clipsContent: true,
    children: top,
  };
  return { pages: [{ name: 'Page 1', children: [frame] }] };
}

/** The id of the frame itself, in every design. */
export const frameId = '1:1';

function isWithin(inner: DesignLayer, outer: DesignLayer): boolean {
  const slack = 1;
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack &&
    inner.width * inner.height <= outer.width * outer.height
  );
}

function toSpec(layer: DesignLayer, holder: DesignLayer | undefined, children: NodeSpec[]): NodeSpec {
  const { id, name, type, x, y, width, height, text, fontSize, cornerRadius, clipsContent = false } = layer;
  const fills = fillsOf(layer);
  const isText = type === 'TEXT';
  const hasCorners = type === 'RECTANGLE' || type === 'FRAME' || type === 'INSTANCE';
  return {
    type,
    id,
    name,
    x: x - (holder?.x ?? 0),
    y: y - (holder?.y ?? 0),
    width,
    height,
    fills,
    ...(isText ? { characters: text ?? '', fontSize: fontSize ?? 12, textAutoResize: 'NONE' } : {}),
    ...(cornerRadius !== undefined && hasCorners ? { cornerRadius } : {}),
    ...(type === 'FRAME' ? { children, clipsContent } : {}),
    ...(type === 'INSTANCE' ? { children } : {}),
  };
}

function fillsOf({ fill, fillOpacity = 1, hasImageFill }: DesignLayer): Paint[] {
  if (hasImageFill === true) return [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: null }];
  if (fill === undefined) return [];
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16) / 255);
  return [{ type: 'SOLID', color: { r, g, b }, opacity: fillOpacity }];
}
