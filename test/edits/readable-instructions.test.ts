import t from 'tap';
import { describeInstruction } from '../../src/edits/readable-instructions.ts';
import { type EditInstruction, editActions } from '../../src/schemas/edit-instruction.ts';

type Fields = EditInstruction extends infer One ? (One extends EditInstruction ? Omit<One, 'target'> : never) : never;

const sentences: readonly (readonly [Fields, string])[] = [
  [{ action: 'move', x: 12.345, y: 8 }, 'Move "Card" to x 12.35 px, y 8 px'],
  [{ action: 'move', x: -8, y: 4, relative: true }, 'Move "Card" by 8 px to the left and 4 px down'],
  [{ action: 'move', x: 0, y: -4, relative: true }, 'Move "Card" by 4 px up'],
  [{ action: 'move', x: 0, y: 0, relative: true }, 'Move "Card" by 0 px'],
  [{ action: 'resize', width: 320, height: 48 }, 'Resize "Card" to 320 × 48 px'],
  [{ action: 'resize', width: 320 }, 'Make "Card" 320 px wide'],
  [{ action: 'resize', height: 48 }, 'Make "Card" 48 px tall'],
  [{ action: 'resize', scale: 1.5 }, 'Scale "Card" to 150 %'],
  [
    { action: 'changeFill', color: '#1e3a8a', opacity: 0.8 },
    'Change the fill of "Card" to deep blue (#1e3a8a) at 80 % opacity',
  ],
  [{ action: 'changeFill', color: '#ffffff', opacity: 1 }, 'Change the fill of "Card" to white (#ffffff)'],
  [
    { action: 'addGradient', colors: ['#ef4444', '#000000'], angle: 45 },
    'Fill "Card" with a gradient from vivid red (#ef4444) to black (#000000) at an angle of 45°',
  ],
  [{ action: 'changeStroke', color: '#000000' }, 'Change the outline of "Card" to black (#000000)'],
  [
    { action: 'addStroke', color: '#000000', weight: 2, opacity: 0.5 },
    'Outline "Card" in black (#000000), 2 px thick at 50 % opacity',
  ],
  [{ action: 'removeStroke' }, 'Remove the outline of "Card"'],
  [{ action: 'changeText', content: 'Good\nmorning' }, 'Change the text of "Card" to “Good morning”'],
  [{ action: 'changeFont', fontFamily: 'Inter', fontStyle: 'Bold' }, 'Set "Card" in Inter Bold'],
  [{ action: 'changeFontSize', fontSize: 18 }, 'Set the text of "Card" at 18 px'],
  [{ action: 'changeTextCase', textCase: 'UPPER' }, 'Show the text of "Card" in upper case'],
  [{ action: 'changeOpacity', opacity: 0.55 }, 'Set the opacity of "Card" to 55 %'],
  [{ action: 'changeCornerRadius', radius: 0 }, 'Make the corners of "Card" square'],
  [{ action: 'changeCornerRadius', radius: 12 }, 'Round the corners of "Card" to 12 px'],
  [{ action: 'addShadow' }, 'Add a shadow to "Card"'],
  [
    { action: 'addShadow', color: '#000000', x: 0, y: 8, blur: 24, opacity: 0.2 },
    'Add a black (#000000) shadow to "Card" (offset 0, 8 px, blur 24 px) at 20 % opacity',
  ],
  [{ action: 'addBackgroundBlur', blur: 16 }, 'Blur what is behind "Card" by 16 px'],
  [{ action: 'reorder', position: 'front' }, 'Bring "Card" to the front'],
  [{ action: 'reorder', position: 'back' }, 'Send "Card" to the back'],
  [{ action: 'reorder', position: 3 }, 'Move "Card" to place 3 from the back'],
  [{ action: 'hide' }, 'Hide "Card"'],
  [{ action: 'generateImage', imagePrompt: 'a lighthouse' }, 'Make a new picture for "Card": a lighthouse'],
  [
    {
      action: 'setLayout',
      direction: 'vertical',
      gap: 16,
      padding: 24,
      align: 'center',
      sizing: { horizontal: 'fill', vertical: 'hug' },
    },
    'Lay out "Card" in a column, centered, with a gap of 16 px, with a padding of 24 px, its width filling the parent, its height fitting the content',
  ],
  [
    { action: 'setLayout', padding: { top: 8, right: 16, bottom: 8, left: 16 } },
    'Lay out "Card" with a padding of 8, 16, 8 and 16 px',
  ],
  [{ action: 'setVariant', property: 'State', value: 'Hover' }, 'Set State of "Card" to Hover'],
  [{ action: 'setVariant', property: 'Icon', value: false }, 'Set Icon of "Card" to false'],
  [{ action: 'useToken', field: 'text', token: 'text/muted' }, 'Use the token text/muted for the text color of "Card"'],
];

t.test('describes every action in plain words', async (t) => {
  for (const [fields, sentence] of sentences) {
    t.equal(describeInstruction({ ...fields, target: 'Card' }), sentence);
  }
  t.same(new Set(sentences.map(([{ action }]) => action)), new Set(editActions));
});

t.test('shortens a long name, which cannot break the line', async (t) => {
  const sentence = describeInstruction({ action: 'hide', target: `A\n${'b'.repeat(200)}` });
  t.equal(sentence, `Hide "A ${'b'.repeat(57)}…"`);
});
