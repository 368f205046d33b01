import { type Color, clampRgb, formatHex, parse } from 'culori';

/** A color as instructions hold it, and how much of it covers what is behind. */
export interface ReadColor {
  /** `#rrggbb` in lower case. */
  readonly color: string;
  /** 0 to 1; undefined if the color does not say. */
  readonly opacity: number | undefined;
}

/** A color in a text of other words: `deep blue (#1e3a8a)`, `#1e3a8a at 50%`. */
const colorInText =
  /#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-f])|\b(?:rgb|hsl|hwb|oklch|oklab|lch|lab|color)a?\([^()]{3,60}\)/gi;

/**
 * Reads a color in any form that models and people write: CSS in all its notations (hex with or without `#`, names,
 * `rgb()`, `hsl()`, `oklch()` ..., with transparency), `0x1e3a8a`, a color inside a few words, `{r,g,b,a}` of 0 to 1 or
 * 0 to 255, `{h,s,l}`, `{h,s,v}`, `[r,g,b]`, and objects around any of these (Figma's paints, `{hex}`).
 *
 * @returns undefined if it is not one color.
 */
export function readColor(value: unknown): ReadColor | undefined {
  if (typeof value === 'string') return readText(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    const [first, second, third, alpha] = value as unknown[];
    // A color alone, or with its place in a gradient.
    if (value.length === 1 || (value.length === 2 && typeof first === 'string' && typeof second === 'number'))
      return readColor(first);
    return value.length === 3 || value.length === 4 ? readRgb([first, second, third], alpha) : undefined;
  }
  return readObject(value);
}

/** An opaque color as `#rrggbb`; undefined for anything else, a color with transparency included. */
export function normalizeColor(text: string): string | undefined {
  const read = readText(text);
  return read === undefined || (read.opacity ?? 1) < 1 ? undefined : read.color;
}

/** Every color in a text, in order: `linear-gradient(90deg, #fff, rgb(0 0 0))`. */
export function readColorsIn(text: string): ReadColor[] {
  return (text.slice(0, 1000).match(colorInText) ?? []).flatMap((color) => readText(color) ?? []);
}

function readText(text: string): ReadColor | undefined {
  const color = text
    .slice(0, 200)
    .trim()
    .toLowerCase()
    .replace(/^["'`]|["'`;]$/g, '')
    .replace(/^0x(?=[0-9a-f]{6}$)/, '#')
    .replace(/^\d{1,3}(?:\s*,\s*\d{1,3}){2}$/, 'rgb($&)');
  const whole = unitRgb(color) ?? toRead(parseCss(color) ?? parseCss(color.replace(/[\s_-]/g, '')));
  if (whole !== undefined) return whole;
  const [inside, another] = color.match(colorInText) ?? [];
  if (inside === undefined || another !== undefined || inside === color) return undefined;
  const found = readText(inside);
  const percent = /(\d{1,3}(?:\.\d+)?)\s*%/.exec(color.replace(inside, ''))?.[1];
  if (found === undefined || percent === undefined) return found;
  return { color: found.color, opacity: Math.min(1, Number(percent) / 100) };
}

/** culori 4.0 throws a TypeError for an alpha that is a number with letters behind it, as in `rgb(1 2 3 / 0a)`. */
function parseCss(text: string): Color | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** `rgb(0.1, 0.2, 0.9)`: Figma's 0 to 1 in CSS's notation, which would be black. */
function unitRgb(color: string): ReadColor | undefined {
  const parts = /^rgba?\(\s*([\d.]+)[\s,]+([\d.]+)[\s,]+([\d.]+)\s*(?:[,/]\s*([\d.]+)\s*)?\)$/.exec(color)?.slice(1, 5);
  const channels = parts?.slice(0, 3).map(Number) ?? [];
  if (!channels.some((channel) => !Number.isInteger(channel)) || channels.some((channel) => channel > 1))
    return undefined;
  return readRgb(channels, parts?.[3]);
}

function readObject(object: object): ReadColor | undefined {
  const byKey = new Map(Object.entries(object).map(([key, value]) => [key.toLowerCase(), value as unknown]));
  const first = (...keys: readonly string[]): unknown =>
    keys.map((key) => byKey.get(key)).find((value) => value !== undefined && value !== null);
  const alpha = first('a', 'alpha', 'opacity');
  const rgb = [first('r', 'red'), first('g', 'green'), first('b', 'blue')];
  if (rgb.every((channel) => channel !== undefined)) return readRgb(rgb, alpha);
  const [hue, saturation, lightness, brightness] = [
    first('h', 'hue'),
    first('s', 'saturation'),
    first('l', 'lightness'),
    first('v', 'value', 'b', 'brightness'),
  ].map(toNumber);
  if (hue !== undefined && saturation !== undefined && lightness === undefined && brightness !== undefined) {
    const scale = saturation > 1 || brightness > 1 ? 100 : 1;
    return toRead({ mode: 'hsv', h: hue, s: saturation / scale, v: brightness / scale, ...withAlpha(alpha) });
  }
  if (hue !== undefined && saturation !== undefined && lightness !== undefined) {
    const scale = saturation > 1 || lightness > 1 ? 100 : 1;
    return toRead({ mode: 'hsl', h: hue, s: saturation / scale, l: lightness / scale, ...withAlpha(alpha) });
  }
  const inner = first('hex', 'color', 'colour', 'value', 'rgba', 'rgb', 'fill');
  const read = inner === undefined || inner === object ? undefined : readColor(inner);
  const opacity = readAlpha(alpha);
  return read === undefined ? undefined : { color: read.color, opacity: opacity ?? read.opacity };
}

/** 0 to 1 if nothing is above 1, else 0 to 255. */
function readRgb(channels: readonly unknown[], alpha: unknown): ReadColor | undefined {
  const [r, g, b] = channels.map(toNumber);
  if (r === undefined || g === undefined || b === undefined || Math.min(r, g, b) < 0 || Math.max(r, g, b) > 255)
    return undefined;
  const scale = Math.max(r, g, b) > 1 ? 255 : 1;
  return toRead({ mode: 'rgb', r: r / scale, g: g / scale, b: b / scale, ...withAlpha(alpha) });
}

function toNumber(value: unknown): number | undefined {
  const number =
    typeof value === 'string' && /^\s*[\d.]+\s*(?:%|deg)?\s*$/.test(value) ? Number.parseFloat(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

function withAlpha(alpha: unknown): { alpha?: number } {
  const opacity = readAlpha(alpha);
  return opacity === undefined ? {} : { alpha: opacity };
}

/** 0 to 1, a percentage, or 2 to 255 of 255. */
function readAlpha(alpha: unknown): number | undefined {
  const number = toNumber(alpha);
  if (number === undefined || number < 0) return undefined;
  if (typeof alpha === 'string' && alpha.includes('%')) return Math.min(1, number / 100);
  if (number <= 1) return number;
  return number <= 100 ? number / 100 : Math.min(1, number / 255);
}

function toRead(color: Color | undefined): ReadColor | undefined {
  const parts = color === undefined ? undefined : clampRgb(color);
  const hex = parts === undefined ? undefined : formatHex(parts);
  if (hex === undefined || !/^#[0-9a-f]{6}$/.test(hex)) return undefined;
  return {
    color: hex,
    opacity: parts?.alpha === undefined ? undefined : Math.round(Math.min(1, Math.max(0, parts.alpha)) * 1000) / 1000,
  };
}
