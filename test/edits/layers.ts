import type { EditLayer, GenerateEditsRequest } from '../../src/schemas/edits.ts';

/** A small frame: a card with a title, two dividers of one name, a picture, and two layers that nothing tells apart. */
export const layers: EditLayer[] = [
  {
    id: '1:1',
    name: 'Card',
    type: 'FRAME',
    x: 0,
    y: 0,
    width: 400,
    height: 300,
    fills: [{ type: 'SOLID', color: '#FFF' }],
  },
  { id: '1:2', name: 'Title', type: 'TEXT', x: 16, y: 16, width: 200, height: 24, text: 'Hello', fontSize: 20 },
  { id: '1:3', name: 'Divider', type: 'RECTANGLE', x: 16, y: 48, width: 368, height: 1 },
  { id: '1:4', name: 'Divider', type: 'RECTANGLE', x: 16, y: 148, width: 368, height: 1 },
  { id: '1:5', name: 'Photo', type: 'RECTANGLE', x: 16, y: 160, width: 160, height: 90, hasImageFill: true },
  { name: 'Ghost', type: 'VECTOR', x: 0, y: 0, width: 8, height: 8 },
  { name: 'Ghost', type: 'VECTOR', x: 8, y: 0, width: 8, height: 8 },
  { name: 'Lone', type: 'VECTOR', x: 16, y: 0, width: 8, height: 8 },
];

export function makeRequest(fields: Partial<GenerateEditsRequest> = {}): GenerateEditsRequest {
  return {
    userEmail: 'designer@example.com',
    frameName: 'Home',
    frameWidth: 400,
    frameHeight: 300,
    layers,
    ...fields,
  };
}

/** An answer of the model with one variant an entry. */
export function makeAnswer(...variants: readonly (readonly object[])[]): string {
  return JSON.stringify({
    variants: variants.map((instructions, index) => ({
      theme: `Theme ${index + 1}`,
      humanPrompt: `Direction ${index + 1}`,
      instructions,
    })),
  });
}
