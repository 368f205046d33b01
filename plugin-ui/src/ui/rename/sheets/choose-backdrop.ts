const backdrops = { light: '#ffffff', middle: '#8d939c', dark: '#23272f' } as const;

const lightLuma = 0.7;
const darkLuma = 0.4;
/** A share of pixels that may vanish into the backdrop unnoticed. */
const negligible = 0.15;

/**
 * The backdrop on which the visible pixels of a picture show: dark ones on light, light ones on dark, both on gray.
 *
 * @param rgba four bytes a pixel, as a canvas gives them.
 */
export function chooseBackdrop(rgba: Uint8ClampedArray | Uint8Array): string {
  let seen = 0;
  let light = 0;
  let dark = 0;
  for (let at = 0; at < rgba.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4);
    const luma = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
    seen += alpha;
    if (luma > lightLuma) light += alpha;
    if (luma < darkLuma) dark += alpha;
  }
  if (light <= negligible * seen) return backdrops.light;
  return dark <= negligible * seen ? backdrops.dark : backdrops.middle;
}
