import type { RestNode } from './rest-node.ts';

/** Opened within some five seconds; 50,000 take three times as long. The file of an afternoon has a quarter of it. */
export const MOST_LAYERS = 20_000;

/** What the visitor reads if a file has more layers than are opened. */
export function noteLimit(name: string, total: number, opened: number): string {
  const [all, first] = [total.toLocaleString('en'), opened.toLocaleString('en')];
  return `${name} has ${all} layers. The playground opens the first ${first} of them; in Figma the plugin has no such limit.`;
}

export function countLayers(top: RestNode): number {
  let count = 0;
  const waiting = [top];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    count += 1;
    if (node.children !== undefined) for (const child of node.children) waiting.push(child);
  }
  return count;
}

/** The node with its first layers only, parents before what they hold. Without recursion: files nest deep. */
export function cutLayers(top: RestNode, most: number): RestNode {
  let left = most - 1;
  const root = { ...top };
  const waiting: { children?: readonly RestNode[] }[] = [root];
  for (let at = 0; at < waiting.length; at += 1) {
    const node = waiting[at];
    if (node?.children === undefined) continue;
    const children = node.children.slice(0, left).map((child) => ({ ...child }));
    left -= children.length;
    node.children = children;
    for (const child of children) waiting.push(child);
  }
  return root;
}
