/** Digits of 5 x 7 dots, a row in five bits: no font need be installed. */
const digits: readonly (readonly number[])[] = [
  [14, 17, 19, 21, 25, 17, 14],
  [4, 12, 4, 4, 4, 4, 14],
  [14, 17, 1, 2, 4, 8, 31],
  [31, 2, 4, 2, 1, 17, 14],
  [2, 6, 10, 18, 31, 2, 2],
  [31, 16, 30, 1, 1, 17, 14],
  [6, 8, 16, 30, 17, 17, 14],
  [31, 1, 2, 4, 8, 8, 8],
  [14, 17, 17, 14, 17, 17, 14],
  [14, 17, 17, 15, 1, 2, 12],
];
const dotPx = 2;

/** A number as a white label on black, 20 px high, as SVG. */
export function drawNumber(number: number): Buffer {
  const places = Array.from(String(number), Number);
  const dots = places.flatMap((digit, place) =>
    (digits[digit] ?? []).flatMap((row, y) =>
      [0, 1, 2, 3, 4]
        .filter((x) => (row >> (4 - x)) & 1)
        .map((x) => `M${(place * 6 + x) * dotPx + 4} ${y * dotPx + 3}h${dotPx}v${dotPx}h-${dotPx}z`),
    ),
  );
  const width = places.length * 6 * dotPx + 6;
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20"><rect width="${width}" height="20" rx="3"/><path fill="#fff" d="${dots.join('')}"/></svg>`,
  );
}
