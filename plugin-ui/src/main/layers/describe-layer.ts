import type { BaseNode, SceneNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { joinWordsInside, MOST_TEXTS_INSIDE } from '../../../../src/schemas/words-inside.ts';
import type { LayerForRenaming } from '../../messages.ts';
import { LONGEST_SHOWN_NAME } from '../apply-names.ts';
import { readContentHash } from '../names/content-data.ts';
import { foldSpace } from '../names/is-default-name.ts';
import { needsPicture } from './needs-picture.ts';
import type { VisitedLayer } from './visit-layers.ts';

const LONGEST_TEXT = 1000;
const LONGEST_COMPONENT_NAME = 255;

const MOST_TEXTS_READ = 40;

/** Describes a layer as the service takes it. */
export function describeLayer({ node, reasons, screen, componentName }: VisitedLayer): LayerForRenaming {
  const layer: LayerForRenaming = {
    id: node.id,
    currentName: node.name.slice(0, LONGEST_SHOWN_NAME),
    type: node.type,
  };
  const text = isText(node) ? node.characters : wordsIn(node);
  if (text !== '') layer.text = text.slice(0, LONGEST_TEXT);
  const { parent, width, height } = node;
  if (parent !== null && parent.type !== 'PAGE' && parent.type !== 'DOCUMENT') {
    layer.parentName = parent.name.slice(0, LONGEST_TEXT);
    layer.parentId = parent.id;
  }
  if (width > 0) layer.width = round(width);
  if (height > 0) layer.height = round(height);
  describePlace(layer, node, screen);
  if (isText(node) && typeof node.fontSize === 'number') {
    layer.fontSize = round(node.fontSize);
  }
  if (componentName !== '') layer.componentName = componentName.slice(0, LONGEST_COMPONENT_NAME);
  if (reasons.indexOf('alreadyNamed') !== -1) layer.isNamed = true;
  if (!needsPicture(node)) layer.needsPicture = false;
  const contentHash = readContentHash(node);
  if (contentHash !== '') layer.contentHash = contentHash;
  return layer;
}

function isText(node: BaseNode): node is TextNode | TextPathNode {
  return node.type === 'TEXT' || node.type === 'TEXT_PATH';
}

/** The first texts inside a layer that can be seen, back to front: in most frames that is how people read them. */
function wordsIn(root: SceneNode): string {
  if (!('findAllWithCriteria' in root)) return '';
  const words: string[] = [];
  for (const text of root.findAllWithCriteria({ types: ['TEXT', 'TEXT_PATH'] }).slice(0, MOST_TEXTS_READ)) {
    if (words.length >= MOST_TEXTS_INSIDE) break;
    const characters = isShown(text, root) ? foldSpace(text.characters) : '';
    if (characters !== '') words.push(characters);
  }
  return joinWordsInside(words);
}

function isShown(node: BaseNode, root: SceneNode): boolean {
  if (node.id === root.id) return true;
  if ('visible' in node && !node.visible) return false;
  if ('opacity' in node && node.opacity === 0) return false;
  return node.parent === null || isShown(node.parent, root);
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
