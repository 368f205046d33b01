import type { LayerAsk } from '../ask.ts';
import type { Look } from '../look/describe.ts';
import type { Name } from './name.ts';

const containers = new Set(['FRAME', 'GROUP', 'SECTION', 'COMPONENT', 'COMPONENT_SET', 'INSTANCE']);
const buttons = new Set(['INSTANCE', 'COMPONENT']);
const drawings = new Set(['VECTOR', 'BOOLEAN_OPERATION', 'STAR', 'POLYGON', 'LINE']);

/** Names a layer without words by its picture alone. */
export function nameByLook(layer: LayerAsk, look: Look): Name {
  const { what, colour, accents, width, height } = look;
  const holds = containers.has(layer.type);
  const large = (layer.width ?? width / 2) >= 150 && (layer.height ?? height / 2) >= 100;
  const lively = accents[0] ?? colour;
  switch (what) {
    case 'line':
    case 'hairline': {
      const role = what === 'line' ? 'divider' : what;
      return { about: [colour, ...(height > width ? ['vertical'] : [])], role: [role] };
    }
    case 'progress':
      return { about: [colour], role: ['progress', 'bar'] };
    case 'disc':
      return { about: [colour], role: [Math.max(width, height) <= 48 ? 'dot' : 'circle'] };
    case 'ring':
      return { about: [colour], role: ['ring'] };
    case 'donut':
      return { about: [colour, ...accents.slice(0, 1)], role: ['donut', 'chart'] };
    case 'graph':
      return { about: [lively], role: holds ? ['chart', 'card'] : ['line', 'chart'] };
    case 'avatar':
      return { about: [lively, 'user'], role: ['avatar'] };
    case 'photo':
      return { about: [shapeWord(look), colour, ...accents.slice(0, 1)], role: ['photo'] };
    case 'illustration':
      if (!holds) return { about: [shapeWord(look), ...livelyPair(look)], role: [large ? 'illustration' : 'graphic'] };
      return {
        about: [...livelyPair(look), 'content'],
        role: [!large ? 'group' : width / height > 3 ? 'banner' : 'card'],
      };
    case 'icon':
      return nameIcon(layer, look);
    case 'outline':
      return { about: [colour, 'outline'], role: [large ? 'panel' : 'box'] };
    case 'rounded':
    case 'flat':
      return { about: [colour], role: holds && large ? ['panel'] : [blockWord(look)] };
    case 'mark':
      return nameMark(layer, look, holds && large);
    default:
      return { about: [sizeWord(look), shapeWord(look)], role: [nounFor(layer.type)] };
  }
}

/** A button that shows its icon alone, without the surface round it, is an icon button. */
function nameIcon(layer: LayerAsk, { colour, ground, icon = 'plain', padded }: Look): Name {
  if (buttons.has(layer.type))
    return { about: [ground || colour, icon], role: padded ? ['button'] : ['icon', 'button'] };
  if (!drawings.has(layer.type)) return { about: [colour, icon], role: [padded ? 'graphic' : 'icon'] };
  return { about: [colour, icon], role: [padded ? 'glyph' : 'icon'] };
}

/** The two liveliest colours; a card is known by its content, not by its white. */
function livelyPair({ colour, accents }: Look): string[] {
  return accents.length > 0 ? accents.slice(0, 2) : [colour];
}

function nameMark(layer: LayerAsk, look: Look, isCard: boolean): Name {
  const { colour, ground, accents } = look;
  if (isCard) return { about: [ground || colour, accents[0] ?? colour], role: ['card'] };
  if (drawings.has(layer.type)) return { about: [colour, shapeWord(look)], role: ['icon'] };
  const block = blockWord(look);
  return { about: ground ? [ground, colour] : [colour], role: [block === 'square' ? 'tile' : block] };
}

/** Names a layer of which neither words nor a picture are known, by its type and size. */
export function nameByType(layer: LayerAsk): Name {
  const { width = 0, height = 0 } = layer;
  if (width === 0 || height === 0) return { about: ['plain'], role: [nounFor(layer.type)] };
  const box = { width: width * 2, height: height * 2 };
  if (Math.min(width, height) <= 2) return { about: [width >= height ? 'horizontal' : 'vertical'], role: ['divider'] };
  return { about: [sizeWord(box), shapeWord(box)], role: [nounFor(layer.type)] };
}

type Box = Pick<Look, 'width' | 'height'>;

/** From 2x pixels: tiny up to 24 points, small to 64, medium to 240, else large. */
export function sizeWord({ width, height }: Box): string {
  const points = Math.max(width, height) / 2;
  return points <= 24 ? 'tiny' : points <= 64 ? 'small' : points <= 240 ? 'medium' : 'large';
}

export function shapeWord({ width, height }: Box): string {
  const aspect = width / height;
  if (aspect > 3) return 'panoramic';
  if (aspect > 1.25) return 'wide';
  return aspect < 0.8 ? 'tall' : 'square';
}

function blockWord(look: Look): string {
  const { width, height, what } = look;
  const aspect = width / height;
  if (Math.min(width, height) > 700) return 'background';
  if (what === 'rounded' && aspect > 2 && height < 140) return 'pill';
  if (aspect > 6) return 'bar';
  if (aspect < 1 / 6) return 'column';
  if (Math.max(aspect, 1 / aspect) < 1.1) return 'square';
  return Math.max(width, height) > 300 ? 'panel' : 'box';
}

function nounFor(type: string): string {
  const nouns: Record<string, string> = {
    TEXT: 'text',
    ELLIPSE: 'ellipse',
    RECTANGLE: 'box',
    IMAGE: 'image',
    LINE: 'divider',
    GROUP: 'group',
    FRAME: 'frame',
    SECTION: 'section',
    INSTANCE: 'component',
    COMPONENT: 'component',
  };
  return nouns[type] ?? (drawings.has(type) ? 'shape' : 'element');
}
