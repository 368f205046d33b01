import type { DrawnNode } from '../../fake/node-spec.ts';
import { drawNode } from '../drawing/draw-node.ts';
import type { Workbench } from '../workbench.ts';
import { type Box, boxOf, type View } from './view.ts';

export interface PagePainter {
  /**
   * Draws the page as `view` shows it; `density` is device pixels a CSS pixel. True if a frame is shown as it was
   * some moments ago, since it is still being changed or waits for its turn: paint again after `settleMs`.
   */
  paint(canvas: HTMLCanvasElement, bench: Workbench, view: View, density: number, colors: PageColors): boolean;
}

export interface PageColors {
  readonly ground: string;
  readonly title: string;
  readonly selected: string;
}

/** A variant is applied in some twenty steps within a moment: it is drawn when it has been left alone for this long. */
export const settleMs = 150;

/** Pixels of a drawn frame's longer side: what a frame fills of a wide screen, at a cost of some 100 ms a drawing. */
const sharpest = 1400;

/** Frames are drawn once and then copied: panning over six of them must not draw 500 layers each time. */
export function createPagePainter(): PagePainter {
  const drawn = new Map<string, { state: string; canvas: OffscreenCanvas }>();
  const changing = new Map<string, { state: string; since: number }>();
  let isBehind = false;
  /** One frame a time: five variants drawn at once would hold the browser up for half a second. */
  let hasDrawn = false;

  /** Whether the frame has been in this state for long enough to be worth drawing. */
  function isSettled(id: string, state: string): boolean {
    const before = changing.get(id);
    const now = performance.now();
    if (before?.state !== state) changing.set(id, { state, since: now });
    return before?.state === state && now - before.since >= settleMs;
  }

  /** The frame as it is, or as it was if it waits for its turn; undefined if it has not been drawn yet. */
  function pictureOf(node: DrawnNode, bench: Workbench): OffscreenCanvas | undefined {
    // Pictures come later than the layer that is filled with them.
    const state = `${bench.model.version(node.id)} ${pictures(node, bench)} ${bench.drawing.artwork.isApart}`;
    const known = drawn.get(node.id);
    if (known?.state === state) return known.canvas;
    if (hasDrawn || (known !== undefined && !isSettled(node.id, state))) {
      isBehind = true;
      return known?.canvas;
    }
    hasDrawn = true;
    changing.delete(node.id);
    const scale = Math.min(2, sharpest / Math.max(node.width, node.height));
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(node.width * scale)),
      Math.max(1, Math.round(node.height * scale)),
    );
    const context = canvas.getContext('2d');
    if (context !== null) {
      context.imageSmoothingQuality = 'high';
      context.scale(scale, scale);
      context.translate(-node.absoluteX, -node.absoluteY);
      drawNode(context, node, bench.drawing);
    }
    drawn.set(node.id, { state, canvas });
    return canvas;
  }

  return {
    paint(canvas, bench, view, density, colors) {
      const context = canvas.getContext('2d');
      if (context === null) return false;
      isBehind = false;
      hasDrawn = false;
      const { layers, selection } = bench.model;
      context.resetTransform();
      context.fillStyle = colors.ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.scale(density, density);
      context.imageSmoothingQuality = 'high';
      const selected = new Set(selection);
      for (const node of layers) {
        const place = toView(boxOf(node), view);
        const picture = pictureOf(node, bench);
        if (picture !== undefined) context.drawImage(picture, place.x, place.y, place.width, place.height);
        context.fillStyle = selected.has(node.id) ? colors.selected : colors.title;
        context.font = '500 11px Inter, system-ui, sans-serif';
        context.fillText(cutToWidth(context, node.name, Math.max(24, place.width)), place.x, place.y - 7);
      }
      context.strokeStyle = colors.selected;
      for (const id of selection) {
        const node = bench.model.find(id);
        if (node === undefined) continue;
        const { x, y, width, height } = toView(boxOf(node), view);
        context.lineWidth = 2;
        context.strokeRect(x - 1, y - 1, width + 2, height + 2);
      }
      const here = new Set(layers.map(({ id }) => id));
      for (const id of drawn.keys()) if (!here.has(id)) drawn.delete(id);
      return isBehind;
    },
  };
}

function toView({ x, y, width, height }: Box, view: View): Box {
  return {
    x: x * view.scale + view.x,
    y: y * view.scale + view.y,
    width: width * view.scale,
    height: height * view.scale,
  };
}

/** Which of a frame's pictures are there to be drawn. */
function pictures(root: DrawnNode, bench: Workbench): string {
  const hashes: string[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const paint of node.fills) {
      if (paint.type !== 'IMAGE' || paint.imageHash === null) continue;
      if (bench.drawing.image(paint.imageHash) !== undefined) hashes.push(paint.imageHash);
    }
    waiting.push(...node.children);
  }
  return hashes.join('');
}

/** A title no wider than its frame. Its end stays, which is where a variant's theme is. */
function cutToWidth(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let cut = text;
  while (cut.length > 1 && context.measureText(`…${cut}`).width > width) cut = cut.slice(1);
  return `…${cut.trimStart()}`;
}
