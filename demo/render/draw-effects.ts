import type { ChangedLayer } from './apply-instructions.ts';
import type { LiftedLayer } from './lift-design.ts';
import { type Box, boxAttributes, num } from './svg.ts';

/** Letters and drawings take a fill themselves; every other layer without a solid fill is a box to be filled. */
export function isBox({ layer, kind }: LiftedLayer): boolean {
  return kind === 'ink' && !/^(TEXT|TEXT_PATH|VECTOR|BOOLEAN_OPERATION|STAR|POLYGON|LINE)$/.test(layer.type);
}

/** The new fill of a box that had none, or a gradient: what is drawn on the box stays and lies over it. */
export function drawFill(
  { lifted, change }: ChangedLayer,
  index: number,
  box: Box,
  radius: number,
  definitions: string[],
): string[] {
  if (change.fill === undefined || change.picture !== undefined || !isBox(lifted)) return [];
  const { colors, angle, opacity } = change.fill;
  const [first = '#000000'] = colors;
  let paint = first;
  if (colors.length > 1) {
    const radians = (angle * Math.PI) / 180;
    const [x, y] = [Math.cos(radians) / 2, Math.sin(radians) / 2];
    const stops = colors.map((color, at) => `<stop offset="${num(at / (colors.length - 1))}" stop-color="${color}"/>`);
    definitions.push(
      `<linearGradient id="fill${index}" x1="${num(0.5 - x)}" y1="${num(0.5 - y)}" x2="${num(0.5 + x)}" y2="${num(0.5 + y)}">` +
        `${stops.join('')}</linearGradient>`,
    );
    paint = `url(#fill${index})`;
  }
  return [`<rect ${boxAttributes(box)} rx="${num(radius)}" fill="${paint}" fill-opacity="${num(opacity)}"/>`];
}

/** Figma's outlines lie within the layer by default. */
export function drawStroke({ change, lifted: { layer, kind } }: ChangedLayer, box: Box, radius: number): string[] {
  // Other corners cut the outline that the picture has.
  const stroke = change.stroke ?? (change.radius === undefined ? undefined : strokeOf(layer));
  if (stroke === undefined || stroke.weight === 0 || kind === 'ink') return [];
  const { color, weight, opacity } = stroke;
  const inner = {
    x: box.x + weight / 2,
    y: box.y + weight / 2,
    width: box.width - weight,
    height: box.height - weight,
  };
  const round = ` rx="${num(Math.max(0, radius - weight / 2))}"`;
  return [
    `<rect ${boxAttributes(inner)}${round} fill="none" stroke="${color}" stroke-width="${num(weight)}" ` +
      `stroke-opacity="${num(opacity)}"/>`,
  ];
}

/** Requests carry no weight of an outline: most are 1 px wide. */
function strokeOf({ strokes }: LiftedLayer['layer']): { color: string; weight: number; opacity: number } | undefined {
  const top = strokes?.at(-1);
  return top?.color === undefined ? undefined : { color: top.color, weight: 1, opacity: top.opacity ?? 1 };
}

/** The attribute that casts the layer's shadow. */
export function drawShadow({ change }: ChangedLayer, index: number, box: Box, definitions: string[]): string[] {
  if (change.shadow === undefined) return [];
  const { color, x, y, blur, opacity } = change.shadow;
  const reach = blur * 2 + Math.max(Math.abs(x), Math.abs(y));
  const area = { x: box.x - reach, y: box.y - reach, width: box.width + 2 * reach, height: box.height + 2 * reach };
  definitions.push(
    `<filter id="shadow${index}" filterUnits="userSpaceOnUse" ${boxAttributes(area)}>` +
      `<feDropShadow dx="${num(x)}" dy="${num(y)}" stdDeviation="${num(blur / 2)}" flood-color="${color}" ` +
      `flood-opacity="${num(opacity)}"/></filter>`,
  );
  return [`filter="url(#shadow${index})"`];
}

/** A layer that is already in the SVG. */
export interface Drawn {
  readonly box: Box;
  readonly id: string;
}

/** What lies behind a box, blurred: the layers that reach into it, drawn once more there. */
export function drawBlurred(
  drawn: readonly Drawn[],
  box: Box,
  blur: number,
  index: number,
  definitions: string[],
): string {
  const area = { x: box.x - blur, y: box.y - blur, width: box.width + 2 * blur, height: box.height + 2 * blur };
  definitions.push(
    `<filter id="blur${index}" filterUnits="userSpaceOnUse" ${boxAttributes(area)}>` +
      `<feGaussianBlur stdDeviation="${num(blur / 2)}"/></filter>`,
  );
  const behind = drawn.filter((other) => isMeeting(other.box, area)).map(({ id }) => `<use href="#${id}"/>`);
  return `<g clip-path="url(#clip${index})"><g filter="url(#blur${index})">${behind.join('')}</g></g>`;
}

function isMeeting(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
