import { type Area, colorAt, crop, difference, type Raster, type Rgb, rgbAt } from './raster.ts';

/**
 * What would be seen in an area if nothing lay there: from each side's edge colors, the nearer side counting more, and
 * the longer one too (a header as wide as the page is a page's color, not that of the sidebar beside it).
 *
 * @param reach how many pixels beyond the area its ground is looked for; 0 takes the colors just within it, for layers
 * such as texts, whose box is wider than they are.
 */
export function estimateGround(raster: Raster, area: Area, reach: number): Raster {
  const { x, y, width, height } = area;
  const left = x - reach;
  const right = x + width - 1 + reach;
  const top = y - reach;
  const bottom = y + height - 1 + reach;
  const sides = {
    left: left >= 0 ? smooth(column(raster, left, y, height)) : undefined,
    right: right < raster.width ? smooth(column(raster, right, y, height)) : undefined,
    top: top >= 0 ? smooth(row(raster, x, top, width)) : undefined,
    bottom: bottom < raster.height ? smooth(row(raster, x, bottom, width)) : undefined,
  };
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  // Written out rather than with arrays a pixel: 4.6 million pixels a frame of 1280 x 900 at twice its size.
  for (let dy = 0; dy < height; dy += 1) {
    const leftColor = sides.left?.[dy];
    const rightColor = sides.right?.[dy];
    for (let dx = 0; dx < width; dx += 1) {
      const at = (dy * width + dx) * 4;
      const leftWeight = leftColor === undefined ? 0 : height / (dx + 1);
      const rightWeight = rightColor === undefined ? 0 : height / (width - dx);
      const topWeight = sides.top === undefined ? 0 : width / (dy + 1);
      const bottomWeight = sides.bottom === undefined ? 0 : width / (height - dy);
      const total = leftWeight + rightWeight + topWeight + bottomWeight;
      if (total === 0) continue;
      for (let channel = 0; channel < 3; channel += 1) {
        const sum =
          leftWeight * (leftColor?.[channel] ?? 0) +
          rightWeight * (rightColor?.[channel] ?? 0) +
          topWeight * (sides.top?.[dx]?.[channel] ?? 0) +
          bottomWeight * (sides.bottom?.[dx]?.[channel] ?? 0);
        data[at + channel] = sum / total;
      }
    }
  }
  return { width, height, data };
}

function column(raster: Raster, x: number, y: number, height: number): Rgb[] {
  return Array.from({ length: height }, (_, index) => colorAt(raster, x, y + index));
}

function row(raster: Raster, x: number, y: number, width: number): Rgb[] {
  return Array.from({ length: width }, (_, index) => colorAt(raster, x + index, y));
}

/** Each color becomes the median of its neighborhood: a letter or a line that touches the edge is not a ground. */
function smooth(colors: readonly Rgb[]): Rgb[] {
  const reach = Math.max(4, Math.ceil(colors.length / 4));
  const medians = new Map<number, Rgb>();
  return colors.map((_, index) => {
    // One median for eight pixels: the ground changes slowly, and sorting for each would take a second a frame.
    const block = index >> 3;
    let median = medians.get(block);
    if (median === undefined) {
      const near = colors.slice(Math.max(0, block * 8 - reach), block * 8 + 8 + reach);
      median = [0, 1, 2].map((channel) => middle(near.map((color) => color[channel] ?? 0))) as unknown as Rgb;
      medians.set(block, median);
    }
    return median;
  });
}

function middle(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

/**
 * Takes what is drawn off the ground it is drawn on: each pixel gets the alpha by which it differs from the ground, and
 * the color that it then must have had. Laid over the same ground it looks as before, over another as it should.
 *
 * @param leastFull the difference, of 255, from which on a pixel can be opaque: high where the ground may change more
 * than its edges say, so that this is not lifted as if it were drawn
 */
export function liftInk(raster: Raster, area: Area, ground: Raster, leastFull = 24): Raster {
  const piece = crop(raster, area);
  const { data } = piece;
  const differences: number[] = [];
  for (let at = 0; at < data.length; at += 4) {
    differences.push(difference(rgbAt(data, at), rgbAt(ground.data, at)));
  }
  const strong = differences.filter((value) => value > 12).toSorted((a, b) => a - b);
  const full = Math.max(leastFull, (strong[Math.floor(strong.length * 0.9)] ?? 255) * 0.9);
  for (let at = 0; at < data.length; at += 4) {
    // What differs by less than 4 of 255 is the ground's own gradient, not ink.
    const share = (differences[at / 4] ?? 0) < 4 ? 0 : Math.min(1, (differences[at / 4] ?? 0) / full);
    data[at + 3] = share * 255;
    if (share === 0) continue;
    for (let channel = 0; channel < 3; channel += 1) {
      const below = ground.data[at + channel] ?? 0;
      data[at + channel] = below + ((data[at + channel] ?? 0) - below) / share;
    }
  }
  return piece;
}

/**
 * Cuts a picture out of a ground of one color: only what is joined to the edge goes, so that white within an
 * illustration stays white. A picture without such an edge is left whole.
 */
export function cutOut(raster: Raster, area: Area, ground: Raster): Raster {
  const piece = crop(raster, area);
  const { width, height, data } = piece;
  const isGround = (pixel: number): boolean => difference(rgbAt(data, pixel * 4), rgbAt(ground.data, pixel * 4)) < 10;
  const queue: number[] = [];
  for (let x = 0; x < width; x += 1) queue.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y += 1) queue.push(y * width, y * width + width - 1);
  const edge = queue.filter(isGround).length / queue.length;
  if (edge < 0.8) return piece;
  const seen = new Uint8Array(width * height);
  for (let pixel = queue.pop(); pixel !== undefined; pixel = queue.pop()) {
    if (seen[pixel] === 1 || !isGround(pixel)) continue;
    seen[pixel] = 1;
    data[pixel * 4 + 3] = 0;
    const x = pixel % width;
    if (x > 0) queue.push(pixel - 1);
    if (x < width - 1) queue.push(pixel + 1);
    if (pixel >= width) queue.push(pixel - width);
    if (pixel < width * (height - 1)) queue.push(pixel + width);
  }
  return piece;
}
