import type { EditAction } from '../schemas/edit-instruction.ts';
import type { EditLayer } from '../schemas/edits.ts';
import { isText } from './is-text.ts';
import { squash } from './words.ts';

/** Corners that are half of the shorter side. */
const isRound = /^\s*(?:full|pill|rounded|round|circle|9999\s*px|(?:50|100)\s*%)\s*$/i;

/**
 * Completes and converts what only the layer decides: the place along the axis that a move leaves out, the family of a
 * font of which only the weight came, the color of an outline that only gets another weight, sizes relative to the
 * layer's own. Changes `fields`, the values as the model gave them by the names of the action's fields.
 */
export function fitToLayer(action: EditAction, fields: Map<string, unknown>, layer: EditLayer): void {
  const fill = (field: string, value: unknown): void => {
    if (value !== undefined && !fields.has(field)) fields.set(field, value);
  };
  switch (action) {
    case 'move':
      if (fields.has('x') || fields.has('y')) {
        const isRelative = ['true', 'yes'].includes(String(fields.get('relative')));
        fill('x', isRelative ? 0 : layer.x);
        fill('y', isRelative ? 0 : layer.y);
      }
      break;
    case 'resize':
      for (const side of ['width', 'height']) if (fields.get(side) === 'auto') fields.delete(side);
      break;
    case 'changeFont':
      if (fields.has('fontStyle')) fill('fontFamily', layer.fontFamily);
      break;
    case 'changeFontSize': {
      const ratio = /^\s*(\d+(?:\.\d+)?)\s*(%|em)\s*$/i.exec(String(fields.get('fontSize')));
      if (ratio !== null && layer.fontSize !== undefined)
        fields.set('fontSize', layer.fontSize * (Number(ratio[1]) / (ratio[2] === '%' ? 100 : 1)));
      break;
    }
    case 'changeStroke':
      if (fields.has('weight')) fill('color', layer.strokes?.find(({ color }) => color !== undefined)?.color);
      break;
    case 'changeCornerRadius':
      if (isRound.test(String(fields.get('radius')))) fields.set('radius', Math.min(layer.width, layer.height) / 2);
      break;
    case 'useToken':
      if (!fields.has('field') || ['fill', 'fills'].includes(squash(String(fields.get('field')))))
        fields.set('field', isText(layer) ? 'text' : 'fill');
      break;
    default:
  }
}
