import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { LayerForRenaming } from '../../messages.ts';
import { LONGEST_SHOWN_NAME } from '../apply-names.ts';
import { readContentHash } from '../names/content-data.ts';
import { needsPicture } from './needs-picture.ts';
import type { VisitedLayer } from './visit-layers.ts';

const LONGEST_TEXT = 1000;
const LONGEST_COMPONENT_NAME = 255;

/** Of a frame's words, so much tells what it is about. */
const LONGEST_WORDS = 300;
const MOST_TEXTS = 12;

/** Describes layers as the service takes them. Keeps the words of what it has read, so each text is read once. */
export function createLayerDescriber(): (layer: VisitedLayer) => LayerForRenaming {
  const wordsById = new Map<string, readonly string[]>();

  /** The first texts inside a layer that can be seen, as people read them. */
  function wordsIn(node: SceneNode): readonly string[] {
    const known = wordsById.get(node.id);
    if (known !== undefined) return known;
    const words: string[] = [];
    wordsById.set(node.id, words);
    if (!node.visible) return words;
    const own = textOf(node);
    if (own !== undefined && own.trim() !== '') words.push(own.replace(/\s+/g, ' ').trim().slice(0, 80));
    if (!('children' in node)) return words;
    for (const child of node.children) {
      if (words.length >= MOST_TEXTS) break;
      words.push(...wordsIn(child).slice(0, MOST_TEXTS - words.length));
    }
    return words;
  }

  return ({ node, reasons, screen, componentName }) => {
    const layer: LayerForRenaming = {
      id: node.id,
      currentName: node.name.slice(0, LONGEST_SHOWN_NAME),
      type: node.type,
    };
    const text = textOf(node) ?? wordsIn(node).join(' | ').slice(0, LONGEST_WORDS);
    if (text !== '') layer.text = text.slice(0, LONGEST_TEXT);
    const { parent, width, height } = node;
    if (parent !== null && parent.type !== 'PAGE' && parent.type !== 'DOCUMENT') {
      layer.parentName = parent.name.slice(0, LONGEST_TEXT);
      layer.parentId = parent.id;
    }
    if (width > 0) layer.width = round(width);
    if (height > 0) layer.height = round(height);
    describePlace(layer, node, screen);
    if ((node.type === 'TEXT' || node.type === 'TEXT_PATH') && typeof node.fontSize === 'number') {
      layer.fontSize = round(node.fontSize);
    }
    if (componentName !== '') layer.componentName = componentName.slice(0, LONGEST_COMPONENT_NAME);
    if (reasons.indexOf('alreadyNamed') !== -1) layer.isNamed = true;
    if (!needsPicture(node)) layer.needsPicture = false;
    const contentHash = readContentHash(node);
    if (contentHash !== '') layer.contentHash = contentHash;
    return layer;
  };
}

/** What a text says; undefined for another kind of layer. */
function textOf(node: SceneNode): string | undefined {
  return node.type === 'TEXT' || node.type === 'TEXT_PATH' ? node.characters : undefined;
}

function describePlace(layer: LayerForRenaming, node: SceneNode, screen: SceneNode): void {
  const box = node.absoluteBoundingBox;
  const origin = screen.removed ? null : screen.absoluteBoundingBox;
  if (box === null || origin === null) return;
  layer.x = round(box.x - origin.x);
  layer.y = round(box.y - origin.y);
}

function round(pixels: number): number {
  return Math.round(pixels * 100) / 100;
}
