/** The names that models and people use for colors instead of `#rrggbb`. */
const NAMED: Readonly<Record<string, string>> = {
  black: '#000000',
  white: '#ffffff',
  gray: '#808080',
  grey: '#808080',
  silver: '#c0c0c0',
  red: '#ff0000',
  maroon: '#800000',
  orange: '#ffa500',
  yellow: '#ffff00',
  olive: '#808000',
  lime: '#00ff00',
  green: '#008000',
  teal: '#008080',
  aqua: '#00ffff',
  cyan: '#00ffff',
  blue: '#0000ff',
  navy: '#000080',
  purple: '#800080',
  fuchsia: '#ff00ff',
  magenta: '#ff00ff',
  pink: '#ffc0cb',
  brown: '#a52a2a',
  beige: '#f5f5dc',
  ivory: '#fffff0',
  gold: '#ffd700',
  coral: '#ff7f50',
  crimson: '#dc143c',
  indigo: '#4b0082',
  violet: '#ee82ee',
  lavender: '#e6e6fa',
  turquoise: '#40e0d0',
  salmon: '#fa8072',
  tomato: '#ff6347',
  khaki: '#f0e68c',
  tan: '#d2b48c',
  plum: '#dda0dd',
  orchid: '#da70d6',
  slategray: '#708090',
  slategrey: '#708090',
  dodgerblue: '#1e90ff',
  royalblue: '#4169e1',
  steelblue: '#4682b4',
  skyblue: '#87ceeb',
  midnightblue: '#191970',
  darkblue: '#00008b',
  lightblue: '#add8e6',
  darkgreen: '#006400',
  lightgreen: '#90ee90',
  forestgreen: '#228b22',
  seagreen: '#2e8b57',
  darkred: '#8b0000',
  darkgray: '#a9a9a9',
  darkgrey: '#a9a9a9',
  lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3',
  whitesmoke: '#f5f5f5',
  hotpink: '#ff69b4',
  chocolate: '#d2691e',
  rebeccapurple: '#663399',
};

const RGB = /^rgb\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*\)$/;

/**
 * A color as `#rrggbb` in lower case: from `#abc`, `#AABBCC`, `#aabbccff`, `rgb(1, 2, 3)` or a common CSS name.
 * Undefined for anything else, a color with a transparency of its own among it: opacity has a field of its own.
 */
export function normalizeColor(text: string): string | undefined {
  const color = text.trim().toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(color)) return color;
  if (/^#[0-9a-f]{6}ff$/.test(color)) return color.slice(0, 7);
  if (/^#[0-9a-f]{3}$/.test(color)) return color.replace(/[0-9a-f]/g, '$&$&');
  const rgb = RGB.exec(color);
  if (rgb !== null) {
    const parts = rgb.slice(1).map(Number);
    return parts.some((part) => part > 255)
      ? undefined
      : `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  }
  return Object.hasOwn(NAMED, color) ? NAMED[color] : undefined;
}
