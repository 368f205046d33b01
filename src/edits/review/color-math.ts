import {
  clampChroma,
  converter,
  differenceEuclidean,
  formatHex,
  modeLrgb,
  modeOklab,
  modeOklch,
  modeRgb,
  useMode,
  wcagContrast,
  wcagLuminance,
} from 'culori/fn';

useMode(modeRgb);
useMode(modeLrgb);
useMode(modeOklab);
const toOklch = useMode(modeOklch);
const toRgb = converter('rgb');
const difference = differenceEuclidean('oklab');

/** WCAG 2.2's contrast ratio of two colors `#rrggbb`, 1 to 21: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. */
export const contrastOf: (a: string, b: string) => number = wcagContrast;

/** Relative luminance, 0 (black) to 1 (white). */
export const luminanceOf: (color: string) => number = wcagLuminance;

/** How far apart two colors look: the distance in OKLab, where 0.02 is just noticeable and black to white is 1. */
export const distanceOf: (a: string, b: string) => number = difference;

/** The visible color of `over` on `under` with an opacity, blended as screens do: in gamma-encoded sRGB. */
export function mix(over: string, under: string, opacity: number): string {
  const [a, b] = [toRgb(over), toRgb(under)];
  if (a === undefined || b === undefined) return over;
  const blend = (x: number, y: number): number => x * opacity + y * (1 - opacity);
  return formatHex({ mode: 'rgb', r: blend(a.r, b.r), g: blend(a.g, b.g), b: blend(a.b, b.b) });
}

/** Lightness 0..1, chroma (0 gray, 0.3 vivid) and hue in degrees, 0 for grays; OKLCH. */
export function oklchOf(color: string): { lightness: number; chroma: number; hue: number } {
  const { l = 0, c = 0, h = 0 } = toOklch(color) ?? {};
  return { lightness: l, chroma: c, hue: h };
}

/** The same hue at another lightness, 0..1, with as much chroma as sRGB can show there. */
export function withLightness(color: string, lightness: number): string {
  return formatHex(clampChroma({ ...(toOklch(color) ?? { mode: 'oklch', c: 0 }), l: lightness }, 'oklch')) ?? color;
}
