import { difference, parseColor, type Raster, type Rgb, rgbAt } from './raster.ts';

/** A fill: one color, or the stops of a gradient, evenly spaced. */
export interface Fill {
  /** `#rrggbb`. */
  readonly colors: readonly string[];
  /** Degrees: 0 runs left to right, 90 top to bottom. */
  readonly angle: number;
  /** 0..1. */
  readonly opacity: number;
}

/** A pixel that differs by this much from a surface's fill is not its fill but something drawn on it. */
const FILL_REACH = 110;

/** Marks in another color: the shape stays, the color is the fill's. */
export function recolorInk(sprite: Raster, fill: Fill): Raster {
  return mapPixels(sprite, fill, (_, alpha, color) => [...color, alpha * fill.opacity]);
}

/**
 * A surface in another color: what is of the old fill takes the new one, what is drawn on it stays, and what lies
 * between the two, the soft edges of letters, goes along as far as it was fill.
 */
export function recolorSurface(sprite: Raster, oldFill: string, fill: Fill): Raster {
  const old = parseColor(oldFill);
  return mapPixels(sprite, fill, (own, alpha, color) => {
    const share = 1 - Math.min(1, difference(own, old) / FILL_REACH);
    const mixed = own.map((value, channel) => value + share * ((color[channel] ?? 0) - (old[channel] ?? 0)));
    return [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0, alpha * (1 - share * (1 - fill.opacity))];
  });
}

/**
 * Paints over what shows behind round corners, and the outline along them, if the corners change.
 *
 * @param radius in pixels of the sprite
 */
export function fillCorners(sprite: Raster, fill: string, radius: number): Raster {
  const { width, height } = sprite;
  const color = parseColor(fill);
  const data = new Uint8ClampedArray(sprite.data);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const dx = Math.max(radius - x - 0.5, x + 0.5 - (width - radius), 0);
      const dy = Math.max(radius - y - 0.5, y + 0.5 - (height - radius), 0);
      const isEdge = x < 3 || y < 3 || x >= width - 3 || y >= height - 3;
      if (isEdge || (dx > 0 && dy > 0 && Math.hypot(dx, dy) > radius - 4))
        data.set([...color, 255], (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

type Pixel = readonly [red: number, green: number, blue: number, alpha: number];

function mapPixels(sprite: Raster, fill: Fill, change: (own: Rgb, alpha: number, color: Rgb) => Pixel): Raster {
  const { width, height } = sprite;
  const data = new Uint8ClampedArray(sprite.data.length);
  const colorOf = createFill(fill);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const color = colorOf(width < 2 ? 0 : x / (width - 1), height < 2 ? 0 : y / (height - 1));
      data.set(change(rgbAt(sprite.data, at), sprite.data[at + 3] ?? 255, color), at);
    }
  }
  return { width, height, data };
}

/** The fill's color at a place, 0..1 from the left and from the top. */
function createFill({ colors, angle }: Fill): (u: number, v: number) => Rgb {
  const stops = colors.map(parseColor);
  const [first = [0, 0, 0] as Rgb] = stops;
  if (stops.length < 2) return () => first;
  const radians = (angle * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const reach = Math.abs(cos) + Math.abs(sin);
  return (u, v) => {
    const place = (((u - 0.5) * cos + (v - 0.5) * sin) / reach + 0.5) * (stops.length - 1);
    const index = Math.min(stops.length - 2, Math.max(0, Math.floor(place)));
    const from = stops[index] ?? first;
    const to = stops[index + 1] ?? from;
    return from.map((value, channel) => value + ((to[channel] ?? 0) - value) * (place - index)) as unknown as Rgb;
  };
}
