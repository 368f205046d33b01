import type { DrawnNode } from '../../fake/node-spec.ts';

/** Which part of the page the canvas shows: page x times `scale` plus `x` is canvas x, in CSS pixels. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const smallest = 0.02;
const largest = 8;

export function boxOf({ absoluteX, absoluteY, width, height }: DrawnNode): Box {
  return { x: absoluteX, y: absoluteY, width, height };
}

/** The box around boxes. */
export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Shows a box whole, in the middle, with room around it and for the title over it; never larger than `most`. */
export function fit(box: Box, width: number, height: number, most = 1): View {
  const room = 48;
  const scale = clampScale(
    Math.min(most, (width - room) / Math.max(1, box.width), (height - room - 24) / Math.max(1, box.height)),
  );
  return {
    scale,
    x: (width - box.width * scale) / 2 - box.x * scale,
    y: (height + 16 - box.height * scale) / 2 - box.y * scale,
  };
}

/** Zooms so that the point of the canvas stays where it is. */
export function zoomAt(view: View, factor: number, x: number, y: number): View {
  const scale = clampScale(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio };
}

function clampScale(scale: number): number {
  return Math.min(largest, Math.max(smallest, scale));
}

/** The layer that lies on top at a point of the page; undefined over empty canvas. */
export function hitTest(nodes: readonly DrawnNode[], x: number, y: number): DrawnNode | undefined {
  const hit = nodes.findLast((node) => {
    const box = boxOf(node);
    return node.visible && x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
  });
  return hit === undefined ? undefined : (hitTest(hit.children, x, y) ?? hit);
}
