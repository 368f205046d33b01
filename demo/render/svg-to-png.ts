import { Resvg } from '@resvg/resvg-js';

/** The font used if the machine has none of the named ones. */
const font = { loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans' };

/** Draws SVG as PNG, `width` pixels wide. */
export function svgToPng(svg: string, width: number): Buffer {
  return new Resvg(svg, { fitTo: { mode: 'width', value: width }, font, logLevel: 'off' }).render().asPng();
}
