export const svgNamespace = 'http://www.w3.org/2000/svg';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const drawn: ReadonlySet<string> = new Set([
  'g',
  'svg',
  'a',
  'switch',
  'text',
  'tspan',
  'rect',
  'image',
  'circle',
  'ellipse',
  'line',
  'path',
  'polygon',
  'polyline',
]);

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
  'font-weight',
  'letter-spacing',
  'text-anchor',
  'dx',
  'dy',
];

/** A `<use>` of what uses itself ends here. */
const mostUses = 10;

/**
 * Where elements lie, in the drawing's pixels, as far as the clips around them let them be seen. Only the browser's own
 * layout knows, so that the drawing is put into the page out of sight for a moment, without anything that could run or
 * load: a copy of known elements and attributes.
 */
export function measure(
  root: Element,
  size: { width: number; height: number },
  elements: readonly Element[],
): (Box | undefined)[] {
  const copies = new Map<Element, Element>();
  const clips: { element: Element; shape: Element; holder: Element }[] = [];
  const holder = document.createElement('div');
  holder.className = 'measuring';
  const svg = copyTree(root, root, copies, clips);
  holder.append(svg);
  document.body.append(holder);
  svg.setAttribute('width', String(size.width));
  svg.setAttribute('height', String(size.height));
  const origin = svg.getBoundingClientRect();
  const boxOf = (copy: Element): Box => {
    const box = copy.getBoundingClientRect();
    return { x: box.x - origin.x, y: box.y - origin.y, width: box.width, height: box.height };
  };
  const unclipped = elements.map((element) => {
    const copy = copies.get(element);
    return copy === undefined ? undefined : boxOf(copy);
  });
  // Put in only now: a clip is not a part of what it clips.
  for (const clip of clips) clip.holder.append(clip.shape);
  const clipBoxes = new Map(clips.map(({ element, shape }) => [element, boxOf(shape)]));
  const boxes = elements.map((element, index) => {
    let box = unclipped[index];
    for (let around: Element | null = element; around !== null && box !== undefined; around = around.parentElement) {
      const clip = clipBoxes.get(around);
      if (clip !== undefined) box = overlap(box, clip);
    }
    return box;
  });
  holder.remove();
  return boxes;
}

/** Copies what is drawn, without recursion: real files nest a thousand groups. */
function copyTree(
  top: Element,
  root: Element,
  copies: Map<Element, Element>,
  clips: { element: Element; shape: Element; holder: Element }[],
  uses = 0,
): Element {
  const copy = copyElement(top);
  const waiting: [Element, Element][] = [[top, copy]];
  copies.set(top, copy);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [element, target] = next;
    const clip = referenced(root, element.getAttribute('clip-path'));
    if (
      clip !== undefined &&
      element.localName !== 'use' &&
      clip.getAttribute('clipPathUnits') !== 'objectBoundingBox'
    ) {
      // In the coordinates of the element that it clips.
      clips.push({ element, shape: copyTree(clip, root, new Map(), [], uses), holder: target });
    }
    for (const child of element.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) target.append(child.nodeValue ?? '');
      else if (child instanceof Element && child.localName === 'use') {
        target.append(copyUse(child, root, copies, uses));
      } else if (child instanceof Element && drawn.has(child.localName)) {
        const inner = copyElement(child);
        copies.set(child, inner);
        target.append(inner);
        waiting.push([child, inner]);
      }
    }
  }
  return copy;
}

function copyElement(element: Element): Element {
  // A clip and a symbol are measured by what they hold.
  const name = drawn.has(element.localName) ? element.localName : 'g';
  const copy = document.createElementNS(svgNamespace, name);
  for (const attribute of geometry) {
    const value = element.getAttribute(attribute);
    if (value !== null) copy.setAttribute(attribute, value);
  }
  // The drawing is shown as a picture, which has no font of this page.
  const family = element.getAttribute('font-family');
  if (family !== null) copy.setAttribute('font-family', family.replaceAll(/\binter\b/gi, 'Inter of the system'));
  return copy;
}

/** What a `<use>` shows, in its place. */
function copyUse(element: Element, root: Element, copies: Map<Element, Element>, uses: number): Element {
  const copy = document.createElementNS(svgNamespace, 'g');
  const [x, y] = [element.getAttribute('x') ?? '0', element.getAttribute('y') ?? '0'];
  copy.setAttribute('transform', `${element.getAttribute('transform') ?? ''} translate(${x} ${y})`);
  copies.set(element, copy);
  const href = element.getAttribute('href') ?? element.getAttribute('xlink:href');
  const source = href === null ? undefined : referenced(root, `url(${href})`);
  if (source !== undefined && uses < mostUses) copy.append(copyTree(source, root, new Map(), [], uses + 1));
  return copy;
}

function referenced(root: Element, url: string | null): Element | undefined {
  const [, id] = /url\(["']?#([^"')]+)["']?\)/.exec(url ?? '') ?? [];
  return id === undefined ? undefined : (root.querySelector(`[id="${CSS.escape(id)}"]`) ?? undefined);
}

function overlap(a: Box, b: Box): Box | undefined {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width < 0 || height < 0 ? undefined : { x, y, width, height };
}
