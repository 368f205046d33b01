import type { Fill } from '../../../../demo/render/recolor.ts';
import type { DrawnNode } from '../../fake/node-spec.ts';
import type { Artwork } from './artwork.ts';
import { drawText } from './draw-text.ts';
import { backgroundBlurOf, imageHashOf, shadowOf, toFill, toHex, topPaint } from './figma-paint.ts';
import { repaint, styleOf, toCanvas } from './repaint.ts';

type Context = OffscreenCanvasRenderingContext2D;

export interface DrawingDeps {
  readonly artwork: Artwork;
  /** A layer as it was when the design was opened. */
  readonly original: (originId: string) => DrawnNode | undefined;
  /** A picture that was given to createImage. */
  readonly image: (hash: string) => ImageBitmap | undefined;
  /** The id of the frame, which is drawn on the ground that is left of it. */
  readonly frameId: string;
}

/** Whether a layer and all that it holds look as they did when the design was opened. */
export function isUntouched(node: DrawnNode, original: DrawnNode | undefined): boolean {
  return (
    original !== undefined &&
    !node.isChanged &&
    node.visible === original.visible &&
    node.children.length === original.children.length &&
    node.children.every(
      (child, index) => child.originId === original.children[index]?.id && isUntouched(child, original.children[index]),
    )
  );
}

/** Draws a layer with all that it holds; the context's origin is the page's. */
export function drawNode(context: Context, node: DrawnNode, deps: DrawingDeps): void {
  if (!node.visible || node.opacity === 0) return;
  const { artwork, original, frameId } = deps;
  context.save();
  context.globalAlpha *= node.opacity;
  context.translate(node.absoluteX, node.absoluteY);
  if (node.clipsContent) {
    tracePath(context, node);
    context.clip();
  }
  if (artwork.isPlain) {
    drawPlain(context, node, deps.image);
    context.translate(-node.absoluteX, -node.absoluteY);
    for (const child of node.children) drawNode(context, child, deps);
    context.restore();
    return;
  }
  if (node.originId === frameId && (!artwork.isApart || isUntouched(node, original(frameId)))) {
    context.drawImage(artwork.framePicture, 0, 0, node.width, node.height);
    context.restore();
    return;
  }
  drawOwn(context, node, deps);
  context.translate(-node.absoluteX, -node.absoluteY);
  for (const child of node.children) drawNode(context, child, deps);
  context.restore();
}

/** A layer that came without a picture: its fill, its picture or its words, and its outline. */
function drawPlain(context: Context, node: DrawnNode, image: DrawingDeps['image']): void {
  if (node.type === 'SLICE' || node.type === 'GROUP') return;
  const paint = topPaint(node.fills);
  const fill = toFill(paint);
  const picture = image(imageHashOf(paint) ?? '');
  context.save();
  const shadow = shadowOf(node.effects);
  if (shadow !== undefined) {
    const scale = context.getTransform().a;
    context.shadowColor = shadow.color;
    context.shadowOffsetX = shadow.x * scale;
    context.shadowOffsetY = shadow.y * scale;
    context.shadowBlur = shadow.blur * scale;
  }
  if (node.characters !== undefined) drawText(context, node, fill?.colors[0] ?? '#000000', undefined);
  else if (picture !== undefined) drawCover(context, picture, node);
  else if (fill !== undefined) fillShape(context, node, fill);
  else if (paint?.type === 'IMAGE') fillShape(context, node, { colors: ['#c8ccd0', '#e4e7ea'], angle: 45, opacity: 1 });
  context.restore();
  if (node.characters === undefined) drawStroke(context, node);
}

/** What the layer is by itself, without what it holds. */
function drawOwn(context: Context, node: DrawnNode, deps: DrawingDeps): void {
  const { artwork, original, frameId, image } = deps;
  const before = original(node.originId);
  const isFrame = node.originId === frameId;
  const lifted = isFrame ? undefined : artwork.sprite(node.originId);
  const paint = topPaint(node.fills);
  const hasOtherFill = before !== undefined && JSON.stringify(before.fills) !== JSON.stringify(node.fills);
  const picture = image(imageHashOf(paint) ?? '');
  const shadow =
    JSON.stringify(before?.effects ?? []) === JSON.stringify(node.effects) ? undefined : shadowOf(node.effects);
  blurBehind(context, node);
  context.save();
  if (shadow !== undefined) {
    // The canvas does not scale shadows with its transform.
    const scale = context.getTransform().a;
    context.shadowColor = shadow.color;
    context.shadowOffsetX = shadow.x * scale;
    context.shadowOffsetY = shadow.y * scale;
    context.shadowBlur = shadow.blur * scale;
  }
  const fill = toFill(paint);
  const hasOtherCorners = before !== undefined && String(before.cornerRadii) !== String(node.cornerRadii);
  if (picture !== undefined) {
    drawCover(context, picture, node);
  } else if (isFrame) {
    if (hasOtherFill && fill !== undefined) fillShape(context, node, fill);
    else if (artwork.ground !== undefined) context.drawImage(toCanvas(artwork.ground), 0, 0, node.width, node.height);
  } else if (lifted?.sprite === undefined) {
    if (fill !== undefined && (hasOtherFill || before === undefined)) fillShape(context, node, fill);
  } else if (node.type === 'TEXT' && hasOtherText(node, before)) {
    drawText(context, node, fill?.colors[0] ?? '#000000', lifted);
  } else {
    const { layer, kind, spriteArea } = lifted;
    const sprite = repaint(lifted, lifted.sprite, hasOtherFill ? fill : undefined, hasOtherCorners);
    if (kind !== 'ink') clipTo(context, node, shadow !== undefined);
    const [scaleX, scaleY] = [node.width / Math.max(layer.width, 0.01), node.height / Math.max(layer.height, 0.01)];
    const place = [(spriteArea.x - layer.x) * scaleX, (spriteArea.y - layer.y) * scaleY] as const;
    context.drawImage(sprite, ...place, spriteArea.width * scaleX, spriteArea.height * scaleY);
  }
  context.restore();
  if (before !== undefined && JSON.stringify(before.strokes) !== JSON.stringify(node.strokes))
    drawStroke(context, node);
}

function hasOtherText(node: DrawnNode, before: DrawnNode | undefined): boolean {
  const of = ({ characters, fontName, fontSize, textCase }: DrawnNode): string =>
    JSON.stringify([characters, fontName, fontSize, textCase]);
  return before === undefined || of(node) !== of(before);
}

/** Clips to the layer's corners. A shadow would be clipped away too, so that it is laid down first. */
function clipTo(context: Context, node: DrawnNode, hasShadow: boolean): void {
  tracePath(context, node);
  if (hasShadow) {
    context.fillStyle = '#ffffff';
    context.fill();
    context.shadowColor = 'transparent';
  }
  context.clip();
}

function fillShape(context: Context, node: DrawnNode, fill: Fill): void {
  tracePath(context, node);
  context.save();
  context.globalAlpha *= fill.opacity;
  context.fillStyle = styleOf(context, fill, node.width, node.height);
  context.fill();
  context.restore();
}

function drawCover(context: Context, picture: ImageBitmap, node: DrawnNode): void {
  const { width, height } = node;
  const scale = Math.max(width / picture.width, height / picture.height);
  const [cutWidth, cutHeight] = [width / scale, height / scale];
  clipTo(context, node, context.shadowColor !== 'rgba(0, 0, 0, 0)');
  context.drawImage(
    picture,
    (picture.width - cutWidth) / 2,
    (picture.height - cutHeight) / 2,
    cutWidth,
    cutHeight,
    0,
    0,
    width,
    height,
  );
}

/** Figma's outlines lie within the layer, unless it says otherwise. */
function drawStroke(context: Context, node: DrawnNode): void {
  const paint = topPaint(node.strokes);
  if (paint?.type !== 'SOLID' || node.strokeWeight === 0) return;
  context.save();
  tracePath(context, node);
  context.clip();
  context.globalAlpha *= paint.opacity ?? 1;
  context.strokeStyle = toHex(paint.color);
  context.lineWidth = node.strokeWeight * 2;
  context.stroke();
  context.restore();
}

/** Draws what has been drawn so far once more, blurred, within the layer's shape. */
function blurBehind(context: Context, node: DrawnNode): void {
  const radius = backgroundBlurOf(node.effects);
  if (radius === 0) return;
  const { a: scale } = context.getTransform();
  context.save();
  tracePath(context, node);
  context.clip();
  context.filter = `blur(${(radius / 2) * scale}px)`;
  context.resetTransform();
  context.drawImage(context.canvas, 0, 0);
  context.restore();
}

function tracePath(context: Context, { type, width, height, cornerRadii }: DrawnNode): void {
  context.beginPath();
  if (type === 'ELLIPSE') context.ellipse(width / 2, height / 2, width / 2, height / 2, 0, 0, Math.PI * 2);
  else
    context.roundRect(
      0,
      0,
      width,
      height,
      cornerRadii.map((radius) => Math.min(radius, width / 2, height / 2)),
    );
}
