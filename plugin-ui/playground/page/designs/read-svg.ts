import type { StandInType } from '../../fake/node-spec.ts';
import type { Design, DesignLayer } from './design.ts';

const svgNamespace = 'http://www.w3.org/2000/svg';
/** Past this a picture of the whole is not drawn: browsers refuse canvases beyond some 16,000 px. */
const longestSide = 8000;
const mostLayers = 2000;

const types: Readonly<Record<string, StandInType>> = {
  g: 'FRAME',
  svg: 'FRAME',
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
 * @throws Error with a message for a person where it is no SVG, or has no ids
 */
export async function readSvg(file: File): Promise<Design> {
  const document = new DOMParser().parseFromString(await file.text(), 'image/svg+xml');
  const root = document.documentElement;
  if (root.namespaceURI !== svgNamespace || root.localName !== 'svg') {
    throw new Error(`${file.name} is no SVG that can be read.`);
  }
  const { width, height } = sizeOf(root);
  const elements = [...root.querySelectorAll('[id]')]
    .filter(
      (element) => types[element.localName] !== undefined && element.closest('defs, clipPath, mask, symbol') === null,
    )
    .slice(0, mostLayers);
  if (elements.length === 0) {
    throw new Error(`${file.name} has no ids. Export it from Figma once more with "Include id attribute" switched on.`);
  }
  // A frame's own group spans the whole drawing: it is the frame, not a layer of it.
  const [first] = elements;
  const outer =
    first !== undefined &&
    first.parentNode === root &&
    elements.every((other) => other === first || first.contains(other));
  const layerElements = outer ? elements.slice(1) : elements;
  const boxes = measure(root, layerElements);
  const layers: DesignLayer[] = [];
  const indexes = new Map<string, number>();
  for (const [index, element] of layerElements.entries()) {
    const box = boxes[index];
    if (box === undefined || box.width <= 0 || box.height <= 0) continue;
    const id = `3:${index + 1}`;
    indexes.set(id, [...root.querySelectorAll('[id]')].indexOf(element));
    layers.push({ id, name: element.id, type: types[element.localName] ?? 'VECTOR', ...box, ...lookOf(element) });
  }
  return {
    name: outer ? first.id : file.name.replace(/\.svg$/i, ''),
    width,
    height,
    layers,
    picture: await draw(root, width, height),
    layerPictures: new Map(),
    svg: {
      document,
      elementOf: (copy, layerId) => [...copy.documentElement.querySelectorAll('[id]')][indexes.get(layerId) ?? -1],
    },
  };
}

function sizeOf(root: Element): { width: number; height: number } {
  const [, , boxWidth, boxHeight] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  const width = Number.parseFloat(root.getAttribute('width') ?? '') || boxWidth || 0;
  const height = Number.parseFloat(root.getAttribute('height') ?? '') || boxHeight || 0;
  if (width <= 0 || height <= 0 || Math.max(width, height) > longestSide) {
    throw new Error(`The drawing must have a size, and no side over ${longestSide} px.`);
  }
  return { width, height };
}

/**
 * Where elements lie, in the drawing's pixels. Only the browser's own layout knows, so that the drawing is put into the
 * page out of sight for a moment, without anything that could run or load: a copy of known elements and attributes.
 */
function measure(
  root: Element,
  elements: readonly Element[],
): { x: number; y: number; width: number; height: number }[] {
  const copies = new Map<Element, Element>();
  const holder = document.createElement('div');
  holder.className = 'measuring';
  holder.append(copyGeometry(root, copies));
  document.body.append(holder);
  const svg = holder.firstElementChild as SVGSVGElement;
  const { width, height } = sizeOf(root);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  const origin = svg.getBoundingClientRect();
  const boxes = elements.map((element) => {
    const box = copies.get(element)?.getBoundingClientRect();
    if (box === undefined) return { x: 0, y: 0, width: 0, height: 0 };
    return { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height };
  });
  holder.remove();
  return boxes;
}

const geometry = [
  'd',
  'x',
  'y',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'rx',
  'ry',
  'width',
  'height',
  'points',
  'transform',
  'viewBox',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'dx',
  'dy',
];

function copyGeometry(element: Element, copies: Map<Element, Element>): Element {
  const copy = document.createElementNS(svgNamespace, element.localName);
  copies.set(element, copy);
  for (const name of geometry) {
    const value = element.getAttribute(name);
    if (value !== null) copy.setAttribute(name, value);
  }
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) copy.append(child.nodeValue ?? '');
    else if (child instanceof Element && (types[child.localName] !== undefined || child.localName === 'tspan')) {
      copy.append(copyGeometry(child, copies));
    }
  }
  return copy;
}

function lookOf(element: Element): Partial<DesignLayer> {
  const isText = element.localName === 'text';
  const text = isText ? (element.textContent ?? '').trim() : '';
  const fontSize = Number.parseFloat(element.getAttribute('font-size') ?? '');
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

/** `white`, `#fff` and `#ffffff` alike, as the browser's canvas reads them; undefined for `none`, `url(...)` and the like. */
function toHex(color: string): string | undefined {
  if (color === '' || color === 'none' || color.startsWith('url(') || !CSS.supports('color', color)) return undefined;
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return undefined;
  context.fillStyle = color;
  const read = context.fillStyle;
  return typeof read === 'string' && /^#[0-9a-f]{6}$/.test(read) ? read : undefined;
}

async function draw(root: Element, width: number, height: number): Promise<Blob> {
  const copy = root.cloneNode(true) as Element;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode().catch(() => {
      throw new Error('The drawing could not be shown by this browser.');
    });
    const scale = Math.min(2, longestSide / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await canvas.convertToBlob();
  } finally {
    URL.revokeObjectURL(url);
  }
}
