import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { DesignToken } from '../../src/schemas/edits.ts';
import { applyInstructions, type ChangedLayer } from './apply-instructions.ts';
import { drawText } from './draw-text.ts';
import { encodePng } from './encode-png.ts';
import { type LiftedDesign, type LiftedLayer, radiusOf } from './lift-design.ts';
import { type Raster, rgbAt } from './raster.ts';
import { fillCorners, recolorInk, recolorSurface } from './recolor.ts';
import { type Box, boxAttributes, num } from './svg.ts';

/**
 * A frame with a variant's instructions applied, as SVG of the frame's size. Layers that nothing is said of are drawn
 * as they were; the others are recolored pixel by pixel, moved, set again or given their effects.
 */
export function renderFrame(
  design: LiftedDesign,
  instructions: readonly EditInstruction[],
  tokens: readonly DesignToken[] = [],
): string {
  const { width, height, ground } = design;
  const frame = { x: 0, y: 0, width, height };
  const definitions: string[] = [];
  const entries = applyInstructions(design.layers, instructions, tokens);
  const drawn: Drawn[] = [{ box: frame, id: 'ground' }];
  let content = `<g id="ground">${image(frame, toDataUrl(ground))}</g>`;
  for (const [index, entry] of entries.entries()) {
    const drawing = clipToHolder(drawLayer(entry, index, definitions), entries, index);
    if (drawing === undefined) continue;
    const box = placeOf(entry);
    const blur = entry.change.backgroundBlur;
    content += blur === undefined ? '' : drawBlurred(drawn, box, blur, index, definitions);
    content += `<g id="layer${index}">${drawing}</g>`;
    drawn.push({ box, id: `layer${index}` });
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}" height="${num(height)}" ` +
    `viewBox="0 0 ${num(width)} ${num(height)}"><defs>${definitions.join('')}</defs>${content}</svg>`
  );
}

interface Drawn {
  readonly box: Box;
  readonly id: string;
}

/** What lies behind a box, blurred: the layers that reach into it, drawn once more there. */
function drawBlurred(drawn: readonly Drawn[], box: Box, blur: number, index: number, definitions: string[]): string {
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

function drawLayer(entry: ChangedLayer, index: number, definitions: string[]): string | undefined {
  const { lifted, change } = entry;
  const { layer, sprite, kind } = lifted;
  if (sprite === undefined) return undefined;
  const box = placeOf(entry);
  const radius = Math.min(change.radius ?? radiusOf(layer), box.width / 2, box.height / 2);
  definitions.push(`<clipPath id="clip${index}"><rect ${boxAttributes(box)} rx="${num(radius)}"/></clipPath>`);
  const clipping = kind === 'ink' ? '' : ` clip-path="url(#clip${index})"`;
  const body = isTextAnew(entry)
    ? drawText(lifted, change, change.fill?.colors[0] ?? inkColor(lifted))
    : image(box, change.picture ?? toDataUrl(paintSprite(entry)), clipping, change.picture !== undefined);
  const parts = [...drawFill(entry, index, box, radius, definitions), body, ...drawStroke(entry, box, radius)];
  const attributes = [
    ...(change.opacity === undefined ? [] : [`opacity="${num(change.opacity)}"`]),
    ...drawShadow(entry, index, box, definitions),
  ];
  return `<g${attributes.map((attribute) => ` ${attribute}`).join('')}>${parts.join('')}</g>`;
}

/** Letters and drawings take a fill themselves; every other layer without a solid fill is a box to be filled. */
function isBox({ layer, kind }: LiftedLayer): boolean {
  return kind === 'ink' && !/^(TEXT|TEXT_PATH|VECTOR|BOOLEAN_OPERATION|STAR|POLYGON|LINE)$/.test(layer.type);
}

/** The new fill of a box that had none, or a gradient: what is drawn on the box stays and lies over it. */
function drawFill(
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

/** A header that is flush with the corners of its card must not stick out of them when they are made rounder. */
function clipToHolder(
  drawing: string | undefined,
  entries: readonly ChangedLayer[],
  index: number,
): string | undefined {
  const entry = entries[index];
  if (drawing === undefined || entry === undefined || entry.lifted.kind === 'ink') return drawing;
  const holder = entries.findLastIndex(
    ({ lifted: { layer, kind }, change }, at) =>
      at < index && kind === 'surface' && change.radius !== undefined && isFlush(entry.lifted.layer, layer),
  );
  return holder === -1 ? drawing : `<g clip-path="url(#clip${holder})">${drawing}</g>`;
}

/** Whether a layer lies within another and touches it at both sides, give or take an outline. */
function isFlush(inner: Box, outer: Box): boolean {
  const isWithin = inner.y > outer.y - 2 && inner.y + inner.height < outer.y + outer.height + 2;
  const right = Math.abs(inner.x + inner.width - outer.x - outer.width);
  return isWithin && Math.abs(inner.x - outer.x) < 2 && right < 2.5;
}

/** Where the sprite goes: it is the part of the layer that lies on the frame, and goes where the layer goes. */
function placeOf({ lifted: { layer, spriteArea }, change }: ChangedLayer): Box {
  const scaleX = (change.width ?? layer.width) / Math.max(layer.width, 0.01);
  const scaleY = (change.height ?? layer.height) / Math.max(layer.height, 0.01);
  return {
    x: (change.x ?? layer.x) + (spriteArea.x - layer.x) * scaleX,
    y: (change.y ?? layer.y) + (spriteArea.y - layer.y) * scaleY,
    width: spriteArea.width * scaleX,
    height: spriteArea.height * scaleY,
  };
}

function isTextAnew({ lifted: { layer }, change }: ChangedLayer): boolean {
  const isOther = [change.text, change.fontFamily, change.fontSize, change.textCase].some(
    (value) => value !== undefined,
  );
  return layer.type === 'TEXT' && isOther;
}

function paintSprite({ lifted, change }: ChangedLayer): Raster {
  const { layer, kind, fill } = lifted;
  let sprite = lifted.sprite as Raster;
  if (kind === 'surface' && fill !== undefined) {
    const scale = sprite.width / Math.max(1, lifted.spriteArea.width);
    if (change.radius !== undefined || change.stroke !== undefined) {
      sprite = fillCorners(sprite, fill, radiusOf(layer) * scale);
    }
    if (change.fill !== undefined) sprite = recolorSurface(sprite, fill, change.fill);
  } else if (change.fill !== undefined && !isBox(lifted)) sprite = recolorInk(sprite, change.fill);
  return sprite;
}

/** The strongest color of a layer's marks. */
function inkColor({ sprite, fill }: LiftedLayer): string {
  if (fill !== undefined || sprite === undefined) return fill ?? '#000000';
  let strongest = 0;
  for (let at = 0; at < sprite.data.length; at += 4) {
    if ((sprite.data[at + 3] ?? 0) > (sprite.data[strongest + 3] ?? 0)) strongest = at;
  }
  return `#${rgbAt(sprite.data, strongest)
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** Figma's outlines lie within the layer by default. */
function drawStroke({ change, lifted: { kind } }: ChangedLayer, box: Box, radius: number): string[] {
  if (change.stroke === undefined || kind === 'ink') return [];
  const { color, weight, opacity } = change.stroke;
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

function drawShadow({ change }: ChangedLayer, index: number, box: Box, definitions: string[]): string[] {
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

function image(box: Box, href: string, attributes = '', isCover = false): string {
  const fit = isCover ? 'xMidYMid slice' : 'none';
  return `<image ${boxAttributes(box)} preserveAspectRatio="${fit}" href="${href}"${attributes}/>`;
}

/** Most sprites are drawn unchanged in every variant: each is encoded once. */
const dataUrls = new WeakMap<Raster, string>();

function toDataUrl(raster: Raster): string {
  let url = dataUrls.get(raster);
  if (url === undefined) {
    url = `data:image/png;base64,${encodePng(raster).toString('base64')}`;
    dataUrls.set(raster, url);
  }
  return url;
}
