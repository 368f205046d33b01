import type { FakeType } from '../../fake/node-spec.ts';
import type { Design, DesignLayer } from './design.ts';
import { MOST_LAYERS, noteLimit } from './layer-limit.ts';
import { decodeName } from './layer-name.ts';
import { type Box, measure, svgNamespace } from './measure-svg.ts';
import { parseLength, readSize } from './svg-size.ts';
import { frameId } from './to-document.ts';

/** Past this a picture of the whole is not drawn: browsers refuse canvases beyond some 16,000 px. */
const longestSide = 8000;

const types: Readonly<Record<string, FakeType>> = {
  g: 'FRAME',
  svg: 'FRAME',
  a: 'FRAME',
  switch: 'FRAME',
  use: 'VECTOR',
  text: 'TEXT',
  rect: 'RECTANGLE',
  image: 'RECTANGLE',
  circle: 'ELLIPSE',
  ellipse: 'ELLIPSE',
  line: 'VECTOR',
  path: 'VECTOR',
  polygon: 'VECTOR',
  polyline: 'VECTOR',
};

/**
 * Reads an SVG that Figma exported with "Include id attribute": each element with an id is a layer of that name. It is
 * drawn as a picture alone, in which a browser runs no script and loads nothing from elsewhere.
 *
 * @throws Error with a message for a person if it is not an SVG or has no ids
 */
export async function readSvg(file: File): Promise<Design> {
  const document = new DOMParser().parseFromString(await file.text(), 'image/svg+xml');
  const root = document.documentElement;
  if (root.namespaceURI !== svgNamespace || root.localName !== 'svg') {
    throw new Error(`${file.name} is not a valid SVG file.`);
  }
  const { width, height } = sizeOf(root);
  const withIds = [...root.querySelectorAll('[id]')];
  const all = withIds.filter(
    (element) => types[element.localName] !== undefined && element.closest('defs, clipPath, mask, symbol') === null,
  );
  const elements = all.slice(0, MOST_LAYERS);
  if (elements.length === 0) {
    throw new Error(`${file.name} has no ids. Export it again from Figma with "Include id attribute" switched on.`);
  }
  // A frame's own group spans the whole drawing: it is the frame, not a layer of it.
  const [first] = elements;
  const outer =
    first !== undefined &&
    first.parentNode === root &&
    elements.every((other) => other === first || first.contains(other));
  const layerElements = outer ? elements.slice(1) : elements;
  const boxes = measure(root, { width, height }, layerElements);
  const places = new Map(withIds.map((element, place) => [element, place]));
  const ids = new Map<Element, string>();
  const placeById = new Map<string, number>();
  if (outer) placeById.set(frameId, places.get(first) ?? -1);
  const toHex = createHexReader();
  const layers: DesignLayer[] = [];
  for (const [index, element] of layerElements.entries()) {
    const box = boxes[index];
    if (box === undefined || (box.width <= 0 && box.height <= 0)) continue;
    const id = `3:${index + 1}`;
    const parentId = idAround(element, ids);
    ids.set(element, id);
    placeById.set(id, places.get(element) ?? -1);
    layers.push({
      id,
      name: decodeName(element.id),
      type: types[element.localName] ?? 'VECTOR',
      parentId: parentId ?? null,
      clipsContent: element.hasAttribute('clip-path'),
      ...thick(box),
      ...lookOf(element, toHex),
    });
  }
  return {
    name: outer ? decodeName(first.id) : file.name.replace(/\.svg$/i, ''),
    width,
    height,
    layers,
    picture: await draw(root, width, height),
    layerPictures: new Map(),
    ...(all.length > MOST_LAYERS && { note: noteLimit(file.name, all.length, MOST_LAYERS) }),
    svg: {
      document,
      elementOf: (copy, layerId) => [...copy.documentElement.querySelectorAll('[id]')][placeById.get(layerId) ?? -1],
    },
  };
}

/** The layer that an element lies in: the file says so, its box need not. */
function idAround(element: Element, ids: ReadonlyMap<Element, string>): string | undefined {
  for (let around = element.parentElement; around !== null; around = around.parentElement) {
    const id = ids.get(around);
    if (id !== undefined) return id;
  }
  return undefined;
}

/** A line along an axis has a box without a width or a height, and is still visible. */
function thick({ x, y, width, height }: Box): Box {
  return { x, y, width: Math.max(1, width), height: Math.max(1, height) };
}

function sizeOf(root: Element): { width: number; height: number } {
  const size = readSize(root.getAttribute('width'), root.getAttribute('height'), root.getAttribute('viewBox'));
  if (!(size.width > 0) || !(size.height > 0) || Math.max(size.width, size.height) > longestSide) {
    throw new Error(`The drawing must have a size, and no side longer than ${longestSide} px.`);
  }
  return size;
}

function lookOf(element: Element, toHex: (color: string) => string | undefined): Partial<DesignLayer> {
  const isText = element.localName === 'text';
  const text = isText ? (element.textContent ?? '').trim() : '';
  const fontSize = parseLength(element.getAttribute('font-size')) ?? 0;
  const fill = toHex(element.getAttribute('fill') ?? '');
  const radius = Number.parseFloat(element.getAttribute('rx') ?? '');
  const isPicture = element.localName === 'image' || /^url\(#(pattern|image)/.test(element.getAttribute('fill') ?? '');
  return {
    ...(text === '' ? {} : { text }),
    ...(isText && fontSize > 0 ? { fontSize } : {}),
    ...(fill === undefined || element.localName === 'g' ? {} : { fill }),
    ...(radius > 0 && element.localName === 'rect' ? { cornerRadius: radius } : {}),
    ...(isPicture ? { hasImageFill: true } : {}),
  };
}

/**
 * Reads `white`, `#fff` and `#ffffff` alike, as the browser's canvas does; undefined for `none`, `url(...)` and so on.
 */
function createHexReader(): (color: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  const read = (color: string): string | undefined => {
    const isColor = color !== '' && color !== 'none' && !color.startsWith('url(') && CSS.supports('color', color);
    if (context === null || !isColor) return undefined;
    context.fillStyle = color;
    const hex: unknown = context.fillStyle;
    return typeof hex === 'string' && /^#[0-9a-f]{6}$/.test(hex) ? hex : undefined;
  };
  return (color) => {
    if (!known.has(color)) known.set(color, read(color));
    return known.get(color);
  };
}

async function draw(root: Element, width: number, height: number): Promise<Blob> {
  const copy = root.cloneNode(true) as Element;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  // Figma's blur behind a layer: a browser lets nobody read a canvas that such a drawing was put on.
  for (const foreign of copy.querySelectorAll('foreignObject')) foreign.remove();
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new Error('This browser cannot show the drawing.');
    });
    const scale = Math.min(2, longestSide / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob();
  } finally {
    URL.revokeObjectURL(url);
  }
}
