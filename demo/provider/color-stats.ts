/** Red, green and blue, 0 to 255 each. */
export type Rgb = readonly [number, number, number];

/** Lightness 0..1 and the two color axes of OKLab, in which equal distances look equally far apart. */
export type Oklab = readonly [number, number, number];

/** Lightness 0..1, chroma 0..0.4 and hue in degrees. */
export type Oklch = readonly [number, number, number];

/** The words a designer uses with their typical colors; single words, as a name holds five at most. */
const vocabulary = `
white #ffffff #f8f9fc, ivory #fdf8e7, silver #d3d6e0 #c4c4c8 #e9ebf3 #dddfea, gray #9a9ba2 #858796 #808080,
slate #5a5c69 #64748b #5c5c5c, charcoal #3a3b45 #3f3f3f, black #0c0c0e, navy #1b2a5c #2c3e70,
indigo #3f3d9e #4f46e5, cobalt #2f55c8, blue #4e73df #1d6fe8, azure #3b9bf5, periwinkle #8fa6ec #7391e6,
sky #9ccdf7, ice #dbe8fb, denim #3b5998, cyan #22c5e6, teal #36b9cc #14877f, turquoise #40d9c8, mint #a8ecd2,
green #1cc88a #22a245 #10774f #3a8d66, emerald #0f9f6e, forest #1d5b32, lime #a3d92b, olive #7c7a2e, yellow #fbe24a,
amber #f6c23e, gold #d9a520, orange #f58a1f, peach #fbcdaa, coral #fb7f6b, red #e74a3b #e02020,
crimson #b8152f, maroon #6d1526, pink #f59ac0, rose #f43f6b, magenta #d51fb8, purple #8b34c9, violet #8357ee,
lavender #cfc2f5, plum #5a2367, brown #7a4a24, tan #d0ac7c, beige #efe2c8, cream #fbf1d4
`;

const words = vocabulary.split(',').flatMap((entry) => {
  const [word = '', ...colors] = entry.trim().split(/\s+/);
  return colors.map((hex) => ({ word, lab: toOklab(parseHex(hex) ?? [0, 0, 0]) }));
});

/** The nearest of some fifty color words. */
export function nameColor(rgb: Rgb): string {
  const lab = toOklab(rgb);
  let best = words[0];
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of words) {
    const distance = labDistance(lab, candidate.lab);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best?.word ?? 'gray';
}

/** Distance in OKLab: 0.02 is just seen, 0.1 is another color. */
export function colorDistance(a: Rgb, b: Rgb): number {
  return labDistance(toOklab(a), toOklab(b));
}

/** The distance of two OKLab colors, see colorDistance. */
export function labDistance(a: Oklab, b: Oklab): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

export const white: Rgb = [255, 255, 255];

/** Whether a color is white, black or a gray between them rather than a hue. */
export function isNeutral(rgb: Rgb): boolean {
  // Slate grays, which most design systems write in, have up to 0.046.
  return toOklch(rgb)[1] < 0.05;
}

/** `#rgb`, `#rrggbb` or `#rrggbbaa`, alpha left out; undefined for anything else. */
export function parseHex(text: string): Rgb | undefined {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6}(?:[0-9a-f]{2})?)$/i.exec(text.trim())?.[1];
  if (hex === undefined) return undefined;
  const full = hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** `#rrggbb` in lower case. */
export function toHex(rgb: Rgb): string {
  return `#${rgb
    .map((value) =>
      Math.round(Math.min(255, Math.max(0, value)))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** sRGB to OKLab (Björn Ottosson, 2020). */
export function toOklab([red, green, blue]: Rgb): Oklab {
  const [r, g, b] = [toLinear(red), toLinear(green), toLinear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

export function toOklch(rgb: Rgb): Oklch {
  const [lightness, a, b] = toOklab(rgb);
  return [lightness, Math.hypot(a, b), ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360];
}

/** OKLCH to sRGB; a chroma that the screen cannot show is lowered until it can. */
export function fromOklch([lightness, chroma, hue]: Oklch): Rgb {
  const angle = (hue * Math.PI) / 180;
  for (let c = chroma; ; c -= 0.01) {
    const rgb = fromOklab([lightness, Math.max(0, c) * Math.cos(angle), Math.max(0, c) * Math.sin(angle)]);
    if (c <= 0 || rgb.every((value) => value >= -0.5 && value <= 255.5)) return rgb;
  }
}

function fromOklab([lightness, a, b]: Oklab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    toGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** WCAG contrast of two colors, 1 to 21. */
export function contrastRatio(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue);
}

function toLinear(value: number): number {
  const part = Math.min(255, Math.max(0, value)) / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function toGamma(part: number): number {
  return 255 * (part <= 0.0031308 ? 12.92 * part : 1.055 * Math.max(0, part) ** (1 / 2.4) - 0.055);
}

/** `share` of the second color mixed into the first, 0 to 1. */
export function mixColors(first: Rgb, second: Rgb, share: number): Rgb {
  const [a, b] = [toOklab(first), toOklab(second)];
  return fromOklab([0, 1, 2].map((at) => (a[at] ?? 0) * (1 - share) + (b[at] ?? 0) * share) as unknown as Oklab);
}

/** The hue of the first color word in a text ("make it teal"), in degrees; undefined without one. */
export function colorHue(text: string): number | undefined {
  for (const word of text.toLowerCase().match(/[a-z]+/g) ?? []) {
    const found = words.find((known) => known.word === word);
    if (!found) continue;
    const [, a, b] = found.lab;
    if (Math.hypot(a, b) > 0.04) return ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  }
  return undefined;
}
