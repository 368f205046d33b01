import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

const properties = [
  'visible',
  'opacity',
  'x',
  'y',
  'width',
  'height',
  'fills',
  'fillStyleId',
  'strokes',
  'strokeStyleId',
  'strokeWeight',
  'effects',
  'cornerRadius',
  'characters',
  'fontName',
  'fontSize',
  'textCase',
  'lineHeight',
  'textAutoResize',
  'layoutMode',
  'itemSpacing',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'primaryAxisAlignItems',
  'counterAxisAlignItems',
  'layoutSizingHorizontal',
  'layoutSizingVertical',
  'layoutWrap',
  'gridRowGap',
  'gridColumnGap',
  'componentProperties',
] as const;

/** What an instruction may change of a layer, as one string: a comparison shows whether anything was changed. */
export function lookOf(node: SceneNode): string {
  const look = properties.map((property) => {
    try {
      const value: unknown = property in node ? (node as unknown as Record<string, unknown>)[property] : null;
      return typeof value === 'symbol' ? 'mixed' : value;
    } catch {
      return null;
    }
  });
  return JSON.stringify(look);
}

/** What lies where beside a layer: what a reorder changes. '' if it cannot be read. */
export function orderAround({ parent }: SceneNode): string {
  try {
    return parent === null ? '' : parent.children.map(({ id }) => id).join(' ');
  } catch {
    return '';
  }
}
