import { covers, type Item, type Scene } from './scene.ts';

/**
 * How much larger a text's letters may get before it runs into something, leaves what it lies on, or breaks into more
 * lines than there is room for; 1 if not at all. One line grows to its sides, several grow down.
 */
export function roomFor(item: Item, scene: Scene): number {
  const { x, y, width, height, text = '', fontSize = 14 } = item.layer;
  const lines = Math.max(1, Math.round(height / (fontSize * 1.35)));
  const box = holderOf(item, scene);
  const beside = scene.items.filter((other) => other !== item && stands(other) && isApart(other, item));
  const below = beside.filter(
    ({ layer }) => layer.y >= y + 0.6 * height && overlaps(layer.x, layer.width, x - 4, 1.6 * width + 8),
  );
  const floor = Math.min(box.y + box.height - 4, ...below.map(({ layer }) => layer.y - 2));
  const byHeight = (floor - y) / Math.max(1, height);
  if (lines > 1) return Math.max(1, Math.min(byHeight * 0.8, Math.sqrt(byHeight)));
  const written = Math.min(
    width,
    Array.from(text).reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.62), 0) * fontSize,
  );
  const right = beside.filter(
    ({ layer }) => layer.x >= x + 0.5 * width && overlaps(layer.y, layer.height, y - 2, 1.3 * height + 4),
  );
  const left = beside.filter(
    ({ layer }) => layer.x + layer.width <= x + 0.5 * width && overlaps(layer.y, layer.height, y - 2, 1.3 * height + 4),
  );
  const edge = Math.min(box.x + box.width - 8, ...right.map(({ layer }) => layer.x - 8));
  const start = Math.max(box.x + 8, ...left.map(({ layer }) => layer.x + layer.width + 8));
  // Text may be centered: then half of the growth goes to either side.
  const spare = Math.min(edge - (x + written), 2 * Math.max(0, x - start) + edge - (x + written));
  return Math.max(1, Math.min(byHeight, (written + Math.max(0, spare) * 0.9) / Math.max(1, written)));
}

/** The smallest box that a text lies in, or the frame. */
function holderOf(
  item: Item,
  { items, width, height }: Scene,
): { x: number; y: number; width: number; height: number } {
  const [midX, midY] = [item.layer.x + item.layer.width / 2, item.layer.y + item.layer.height / 2];
  const around = items.filter(
    ({ kind, layer }) => kind === 'box' && covers(layer, midX, midY) && layer.width >= item.layer.width,
  );
  const smallest = around.toSorted((a, b) => a.layer.width * a.layer.height - b.layer.width * b.layer.height)[0];
  return smallest?.layer ?? { x: 0, y: 0, width, height };
}

/** Something that a text must not run into: another text, a control with words, a picture, an icon. */
function stands({ kind, layer }: Item): boolean {
  return kind !== 'box' || Boolean(layer.text && layer.height <= 120) || layer.width * layer.height < 6000;
}

function isApart({ layer: other }: Item, { layer }: Item): boolean {
  return !covers(other, layer.x + layer.width / 2, layer.y + layer.height / 2);
}

function overlaps(a: number, aLength: number, b: number, bLength: number): boolean {
  return a < b + bLength && a + aLength > b;
}
