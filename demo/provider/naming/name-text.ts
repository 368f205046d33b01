import type { LayerAsk } from '../ask.ts';
import type { Look } from '../look/describe.ts';
import type { Name } from './name.ts';
import { keyWords, readFigure, splitWords, subjectWords } from './words.ts';

const containers = new Set(['FRAME', 'GROUP', 'SECTION', 'COMPONENT_SET']);

/** Names a layer by the words in it; what it is comes from type, size and, where there is one, the picture. */
export function nameByText(layer: LayerAsk, text: string, look: Look | undefined): Name {
  if (layer.type === 'TEXT') return nameTextLayer(layer, text);
  if (containers.has(layer.type)) return nameContainer(layer, text, look);
  return nameControl(layer, text, look);
}

function nameTextLayer(layer: LayerAsk, text: string): Name {
  const figure = readFigure(text);
  if (figure?.kind === 'percent') return { about: ['value', figure.figure], role: ['percent'] };
  if (figure) return { about: [figure.kind], role: [figure.figure] };
  const count = splitWords(text).length;
  const height = layer.height ?? 16;
  const lines = Math.round(height / 18);
  if (count > 6 || (lines > 2 && count > 3 && height / lines < 30))
    return { about: subjectWords(text), role: ['description'] };
  if (/^(?:©|\(c\)|copyright)/i.test(text)) return { about: keyWords(text, 2), role: ['copyright'] };
  if (/^\S+@\S+\.\S+$/.test(text)) return { about: ['email'], role: ['address'] };
  if (/\.\.\.$|…$/.test(text)) return { about: keyWords(text, 3), role: ['placeholder'] };
  if (/\?$|^https?:/.test(text)) return { about: keyWords(text, 3), role: ['link'] };
  return { about: keyWords(text, 4), role: [height >= 27 ? 'title' : height >= 18 ? 'heading' : 'label'] };
}

function nameControl(layer: LayerAsk, text: string, look: Look | undefined): Name {
  const figure = readFigure(text);
  const height = layer.height ?? 40;
  if (figure && Math.max(height, layer.width ?? 0) <= 48) {
    return { about: look ? [look.ground || look.colour] : [], role: ['badge', ...splitWords(text)] };
  }
  const pale = !look || ['white', 'silver', 'ivory', ''].includes(look.ground || look.colour);
  const asks = /^(?:enter|search|type|your|e-?mail|password|user ?name|phone|first name|last name|address)\b/i.test(
    text,
  );
  if (pale && (asks || /\.\.\.$|…$/.test(text))) {
    return { about: keyWords(text.replace(/^(?:enter|type)\s+/i, ''), 3), role: ['input'] };
  }
  if (/^(?:remember|i agree|accept|subscribe|keep me|show|enable)\b/i.test(text) && pale) {
    return { about: keyWords(text, 3), role: ['checkbox'] };
  }
  const isButton = height <= 72 && splitWords(text).length <= 6 && layer.type !== 'RECTANGLE';
  return {
    about: keyWords(text, 3),
    role: [isButton ? 'button' : height > 72 ? 'card' : 'field'],
    shade: look?.colour ?? '',
  };
}

function nameContainer(layer: LayerAsk, text: string, look: Look | undefined): Name {
  const { width = 200, height = 100 } = layer;
  const figure = readFigure(text);
  if (figure && width <= 80 && height <= 100) return { about: ['notification', ...splitWords(text)], role: ['item'] };
  const words = keyWords(text, 9);
  if (height > 79) {
    const chart = look && ['graph', 'donut'].includes(look.what);
    const role = chart ? ['chart', 'card'] : /\d/.test(text) ? ['stat', 'card'] : ['card'];
    return { about: words.slice(0, words.length > 3 ? 2 : 3), role };
  }
  if (width >= 800 && height >= 64) return { about: words.slice(0, 2), role: ['top', 'bar'] };
  const ground = look ? look.ground || look.colour : '';
  const pale = ['white', 'silver', 'ivory'].includes(ground);
  const isPerson =
    width <= 260 && pale && /^\p{Lu}\p{Ll}+ \p{Lu}\p{L}+$/u.test(text) && (look?.accents.length ?? 0) > 0;
  if (isPerson) return { about: words, role: ['profile'] };
  if (width <= 340 && look && !pale) {
    const isBrand = text === text.toUpperCase() && /\p{L}/u.test(text) && height >= 56;
    return isBrand
      ? { about: splitWords(text).slice(0, 4), role: ['brand'] }
      : { about: words.slice(0, 3), role: ['nav', 'item'] };
  }
  return { about: words.slice(0, 4), role: [width > 240 && height > 36 ? 'header' : 'row'] };
}
