/**
 * Names a color in plain words, such as `deep blue` for `#1e3a8a`.
 *
 * The hue, the lightness and the strength are read in OKLCH (Ottosson 2020), where equal steps look equal: in HSL the
 * same "lightness 50 %" is a dark blue and a glaring yellow, and both would get one name.
 *
 * @param color `#rrggbb`
 */
export function colorName(color: string): string {
  const { lightness, chroma, hue } = toOklch(color);
  if (chroma < 0.018) return grayName(lightness);
  return chroma < 0.045 ? tintedGrayName(lightness, hue) : hueName(lightness, chroma, hue);
}

function grayName(lightness: number): string {
  if (lightness > 0.995) return 'white';
  if (lightness > 0.955) return 'off-white';
  if (lightness > 0.86) return 'light gray';
  if (lightness > 0.62) return 'silver gray';
  if (lightness > 0.45) return 'gray';
  if (lightness > 0.3) return 'dark gray';
  return lightness > 0.14 ? 'near black' : 'black';
}

function tintedGrayName(lightness: number, hue: number): string {
  const isCool = hue > 140 && hue < 330;
  if (lightness > 0.95) return isCool ? 'cool white' : 'warm white';
  if (lightness > 0.84) return isCool ? 'pale blue-gray' : 'cream';
  if (lightness > 0.55) return isCool ? 'blue-gray' : 'warm gray';
  if (lightness > 0.32) return isCool ? 'slate' : 'taupe';
  return isCool ? 'midnight' : 'espresso';
}

/** Where each hue ends, in degrees of OKLCH. */
const HUES: readonly (readonly [end: number, name: string])[] = [
  [12, 'pink'],
  [36, 'red'],
  [66, 'orange'],
  [95, 'amber'],
  [114, 'yellow'],
  [132, 'lime'],
  [158, 'green'],
  [178, 'emerald'],
  [200, 'teal'],
  [225, 'cyan'],
  [250, 'sky blue'],
  [274, 'blue'],
  [290, 'indigo'],
  [312, 'violet'],
  [325, 'purple'],
  [350, 'magenta'],
  [360, 'pink'],
];

function hueName(lightness: number, chroma: number, hue: number): string {
  const name = HUES.find(([end]) => hue <= end)?.[1] ?? 'pink';
  if (name === 'orange' && lightness < 0.55) return lightness < 0.35 ? 'dark brown' : 'brown';
  if (name === 'amber' && lightness < 0.6) return lightness < 0.4 ? 'dark brown' : 'ochre';
  if (name === 'yellow' && lightness < 0.6) return 'olive';
  if (name === 'amber' && lightness > 0.76 && chroma > 0.12) return 'golden yellow';
  if (name === 'teal' && lightness > 0.85 && chroma > 0.12) return 'bright cyan';
  if (lightness > 0.93 && chroma < 0.12) return `very pale ${name}`;
  if (lightness > 0.84 && chroma < 0.13) return `pale ${name}`;
  if (lightness < 0.3) return `very dark ${name}`;
  if (lightness < 0.44) return `deep ${name}`;
  if (chroma < 0.08) return lightness > 0.7 ? `soft ${name}` : `muted ${name}`;
  if (lightness > 0.76 && chroma < 0.16) return `light ${name}`;
  return chroma > 0.2 ? `vivid ${name}` : name;
}

function toOklch(color: string): { lightness: number; chroma: number; hue: number } {
  const [red, green, blue] = [1, 3, 5].map((at) => toLinear(Number.parseInt(color.slice(at, at + 2), 16) / 255)) as [
    number,
    number,
    number,
  ];
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return {
    lightness: 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    chroma: Math.hypot(a, b),
    hue: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360,
  };
}

function toLinear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
