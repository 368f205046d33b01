import * as fc from 'fast-check';
import t from 'tap';
import { colorName } from '../../src/edits/color-name.ts';
import { normalizeColor } from '../../src/edits/read-color.ts';

t.test('names colors as a person would', async (t) => {
  const names: Readonly<Record<string, string>> = {
    '#ffffff': 'white',
    '#000000': 'black',
    '#808080': 'gray',
    '#1e3a8a': 'deep blue',
    '#3b82f6': 'blue',
    '#bfdbfe': 'pale blue',
    '#ef4444': 'vivid red',
    '#f97316': 'orange',
    '#ffff00': 'vivid yellow',
    '#22c55e': 'green',
    '#008080': 'teal',
    '#8b4513': 'brown',
    '#ffc0cb': 'pale pink',
    '#111827': 'midnight',
    '#f5f5dc': 'warm white',
  };
  for (const [color, name] of Object.entries(names)) t.equal(colorName(color), name, color);
});

t.test('every color has a name of plain words', async () => {
  fc.assert(
    fc.property(fc.nat(0xffffff), (value) =>
      /^[a-z]+([ -][a-z]+)*$/.test(colorName(`#${value.toString(16).padStart(6, '0')}`)),
    ),
  );
});

t.test('normalizes the spellings of a color and rejects the rest', async (t) => {
  const spellings: Readonly<Record<string, string | undefined>> = {
    '#1e3a8a': '#1e3a8a',
    '#1E3A8A': '#1e3a8a',
    ' #abc ': '#aabbcc',
    '#aabbccFF': '#aabbcc',
    '#aabbcc80': undefined,
    'rgb(0, 128, 255)': '#0080ff',
    'rgb(0, 128, 256)': '#0080ff',
    Navy: '#000080',
    'sort of blue': undefined,
    constructor: undefined,
    '1e3a8a': '#1e3a8a',
    '': undefined,
    '/0a': undefined,
    'rgb(1 2 3 / 0a)': undefined,
  };
  for (const [text, color] of Object.entries(spellings)) t.equal(normalizeColor(text), color, JSON.stringify(text));
});
