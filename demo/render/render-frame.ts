import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { DesignToken } from '../../src/schemas/edits.ts';
import { applyInstructions, type ChangedLayer } from './apply-instructions.ts';
import { type Drawn, drawBlurred, drawFill, drawShadow, drawStroke, isBox } from './draw-effects.ts';
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
    if (change.fill !== undefined) sprite = recolorSurface(sprite, shownFill(lifted, fill), change.fill);
  } else if (change.fill !== undefined && !isBox(lifted)) sprite = recolorInk(sprite, change.fill);
  return sprite;
}

/** What a fill looks like: a thin coat of color lies mixed with what is below it, as the sprite's left edge shows. */
function shownFill({ layer, sprite }: LiftedLayer, fill: string): string {
  if (sprite === undefined || (layer.fills?.at(-1)?.opacity ?? 1) > 0.9) return fill;
  const at = (Math.floor(sprite.height / 2) * sprite.width + Math.min(3, sprite.width - 1)) * 4;
  return `#${rgbAt(sprite.data, at)
    .map((value) => value.toString(16).padStart(2, '0'))
    .join('')}`;
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
