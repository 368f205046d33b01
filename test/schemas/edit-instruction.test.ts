import { Value } from '@sinclair/typebox/value';
import t from 'tap';
import { EditInstruction, editActions } from '../../src/schemas/edit-instruction.ts';

/** Every action with its required fields, each at a sound value. */
const minimal = [
  { action: 'move', x: -20, y: 12.5 },
  { action: 'resize', scale: 2 },
  { action: 'changeFill', color: '#1e3a8a' },
  { action: 'addGradient', colors: ['#000000', '#ffffff'] },
  { action: 'changeStroke', color: '#1e3a8a' },
  { action: 'addStroke', color: '#1e3a8a' },
  { action: 'removeStroke' },
  { action: 'changeText', content: 'Hello' },
  { action: 'changeFont', fontFamily: 'Inter' },
  { action: 'changeFontSize', fontSize: 16 },
  { action: 'changeTextCase', textCase: 'UPPER' },
  { action: 'changeOpacity', opacity: 0.5 },
  { action: 'changeCornerRadius', radius: 8 },
  { action: 'addShadow' },
  { action: 'addBackgroundBlur', blur: 12 },
  { action: 'reorder', position: 'front' },
  { action: 'hide' },
  { action: 'generateImage', imagePrompt: 'a lighthouse' },
  { action: 'setLayout' },
  { action: 'setVariant', property: 'State', value: 'Hover' },
  { action: 'useToken', field: 'fill', token: 'surface/card' },
] as const;

t.test('the union holds the actions of the contract', async (t) => {
  t.same(
    editActions,
    minimal.map(({ action }) => action),
  );
});

t.test('each action is valid with its required fields and invalid without any of them', async (t) => {
  for (const fields of minimal) {
    const instruction = { ...fields, target: 'Card' };
    t.ok(Value.Check(EditInstruction, instruction), fields.action);
    for (const name of Object.keys(instruction).filter((field) => field !== 'scale')) {
      const rest = Object.fromEntries(Object.entries(instruction).filter(([field]) => field !== name));
      t.notOk(Value.Check(EditInstruction, rest), `${fields.action} without ${name}`);
    }
  }
});

t.test('colors, numbers and sizes are bounded', async (t) => {
  const wrong: readonly object[] = [
    { action: 'changeFill', color: '#1E3A8A' },
    { action: 'changeFill', color: '#abc' },
    { action: 'changeFill', color: 'red' },
    { action: 'changeFill', color: '#1e3a8a', opacity: 1.01 },
    { action: 'changeOpacity', opacity: -0.1 },
    { action: 'changeOpacity', opacity: '0.5' },
    { action: 'addGradient', colors: ['#000000'] },
    { action: 'addGradient', colors: Array(5).fill('#000000') },
    { action: 'move', x: 1e9, y: 0 },
    { action: 'move', x: Number.NaN, y: 0 },
    { action: 'resize', width: 0 },
    { action: 'resize', scale: 1000 },
    { action: 'changeFontSize', fontSize: 0 },
    { action: 'changeText', content: '' },
    { action: 'changeText', content: 'x'.repeat(2001) },
    { action: 'changeTextCase', textCase: 'Upper' },
    { action: 'reorder', position: 'top' },
    { action: 'reorder', position: 1.5 },
    { action: 'reorder', position: -1 },
    { action: 'generateImage', imagePrompt: 'x'.repeat(2001) },
    { action: 'setLayout', direction: 'row' },
    { action: 'setLayout', padding: -1 },
    { action: 'setLayout', padding: { top: 8 } },
    { action: 'setLayout', align: 'left' },
    { action: 'setLayout', sizing: { horizontal: 'auto' } },
    { action: 'setVariant', property: '', value: 'Hover' },
    { action: 'setVariant', property: 'State', value: 3 },
    { action: 'useToken', field: 'effect', token: 'surface/card' },
  ];
  for (const fields of wrong) {
    t.notOk(Value.Check(EditInstruction, { ...fields, target: 'Card' }), JSON.stringify(fields).slice(0, 80));
  }
});
