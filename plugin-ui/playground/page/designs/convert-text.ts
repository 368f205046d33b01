import type { FontName } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FakeType, NodeSpec } from '../../fake/node-spec.ts';
import type { RestNode } from './rest-node.ts';

const weights: readonly [number, string][] = [
  [100, 'Thin'],
  [200, 'Extra Light'],
  [300, 'Light'],
  [400, 'Regular'],
  [500, 'Medium'],
  [600, 'Semi Bold'],
  [700, 'Bold'],
  [800, 'Extra Bold'],
  [900, 'Black'],
];

/** The API says weights, and the plugin's styles are names. */
export function fontOf({ style = {} }: RestNode): FontName {
  const { fontFamily = 'Inter', fontStyle, fontWeight = 400, italic = false } = style;
  const named = weights.findLast(([weight]) => weight <= fontWeight)?.[1] ?? 'Regular';
  const slanted = named === 'Regular' ? 'Italic' : `${named} Italic`;
  return { family: fontFamily, style: fontStyle ?? (italic ? slanted : named) };
}

export function textOf(
  { characters = '', style = {} }: RestNode,
  type: FakeType,
  font: FontName | undefined,
): Partial<NodeSpec> {
  const resize = style.textAutoResize;
  const isKnown = resize === 'WIDTH_AND_HEIGHT' || resize === 'HEIGHT';
  const align = style.textAlignHorizontal as NodeSpec['textAlignHorizontal'];
  return {
    characters,
    ...(font !== undefined && { fontName: font }),
    ...(style.fontSize !== undefined && { fontSize: style.fontSize }),
    ...(align !== undefined && { textAlignHorizontal: align }),
    ...(type === 'TEXT' && { textAutoResize: isKnown ? resize : 'NONE' }),
  };
}
