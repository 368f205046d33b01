import t from 'tap';
import { actionAliases } from '../../src/edits/action-aliases.ts';
import { checkInstruction } from '../../src/edits/check-instruction.ts';
import { fieldAliases } from '../../src/edits/field-aliases.ts';
import { createLayerHandles } from '../../src/edits/layer-handles.ts';
import { readVariant } from '../../src/edits/read-variants.ts';
import { squash } from '../../src/edits/words.ts';
import { EditInstruction, editActions } from '../../src/schemas/edit-instruction.ts';
import { layers } from './layers.ts';

const handles = createLayerHandles(layers);

/** The instruction without its target, or the fault. */
function check(value: unknown): unknown {
  const checked = checkInstruction(value, handles);
  if ('fault' in checked) return checked.fault;
  const { target: _target, targetId: _targetId, ...fields } = checked.instruction;
  return fields;
}

function notesOf(value: unknown): readonly string[] {
  const checked = checkInstruction(value, handles);
  return 'fault' in checked ? [`fault: ${checked.fault}`] : checked.notes;
}

function find(target: string): unknown {
  const match = handles.find(target);
  return 'fault' in match ? match.fault : match.layer.id;
}

t.test('every alias stands for exactly one action or field of the union', async (t) => {
  t.same(Object.keys(actionAliases).toSorted(), editActions.toSorted());
  const aliases = Object.values(actionAliases).flat().map(squash);
  t.same(
    aliases.filter((alias, index) => aliases.indexOf(alias) !== index),
    [],
  );
  const fields = new Set(EditInstruction.anyOf.flatMap(({ properties }) => Object.keys(properties)));
  t.same(
    Object.keys(fieldAliases).filter((field) => !fields.has(field)),
    [],
  );
});

t.test('recognizes actions in any case, with any separators, by other names and keys', async (t) => {
  const fill = { action: 'changeFill', color: '#1e3a8a' };
  const words = [
    'changeFill',
    'change_fill',
    'change-fill',
    'Change Fill',
    'CHANGE_FILL',
    'changefill',
    'ChangeFill',
    'setFill',
    'set_fill_color',
    'recolor',
    'changeFill()',
  ];
  for (const action of words) t.same(check({ action, target: 'L1', color: '#1e3a8a' }), fill, action);
  for (const key of ['type', 'operation', 'op', 'Action', 'command', 'action_type']) {
    t.same(check({ [key]: 'change_fill', target: 'L1', color: '#1e3a8a' }), fill, key);
  }
  t.same(check({ name: 'changeFill', arguments: { target: 'L1', color: '#1e3a8a' } }), fill, 'a call');
  t.same(
    check({ name: 'changeFill', arguments: '{"target":"L1","color":"#1e3a8a"}' }),
    fill,
    'a call, its arguments as text',
  );
  t.same(check({ changeFill: { target: 'L1', color: '#1e3a8a' } }), fill, 'the action as a key');
  t.same(check({ target: 'L1', change_fill: '#1e3a8a' }), fill, 'the action as a key of its value');
  t.same(check({ action: 'bringToFront', target: 'L1' }), { action: 'reorder', position: 'front' });
  t.same(check({ action: 'send_to_back', target: 'L1' }), { action: 'reorder', position: 'back' });
  t.same(check({ action: 'moveBy', target: 'L1', dx: 4, dy: -2 }), { action: 'move', x: 4, y: -2, relative: true });
  t.equal(check({ action: 'explode', target: 'L1' }), 'unknown action "explode"');
  t.equal(check({ type: 'FRAME', target: 'L1' }), 'unknown action "FRAME"');
  t.equal(check({ target: 'L1', color: '#fff' }), 'names no action');
  for (const value of [null, 1, 'hide', [], [{ action: 'hide', target: 'L1' }]])
    t.equal(check(value), 'must be an object');
});

t.test('reads nested parameters, as objects or text, and under other names', async (t) => {
  const shadow = { action: 'addShadow', color: '#000000', x: 0, y: 4, blur: 8, opacity: 0.2 };
  for (const key of ['params', 'parameters', 'args', 'properties', 'options', 'shadow', 'value', 'whatever']) {
    t.same(
      check({ action: 'addShadow', target: 'L1', [key]: { color: '#000', x: 0, y: 4, blur: 8, opacity: 0.2 } }),
      shadow,
      key,
    );
  }
  t.same(
    check({
      action: 'addShadow',
      params: { target: 'L1', offset: { x: 0, y: 4 }, radius: 8, color: 'rgba(0,0,0,0.2)' },
    }),
    shadow,
  );
  t.same(
    check({ action: 'addShadow', target: 'L1', params: '{"color":"#000","x":0,"y":4,"blur":8,"opacity":0.2}' }),
    shadow,
  );
  t.same(check({ action: 'changeText', target: 'L2', text: 'Hi' }), { action: 'changeText', content: 'Hi' });
  t.same(check({ action: 'changeText', target: 'L2', new_text: 42 }), { action: 'changeText', content: '42' });
  t.same(check({ action: 'changeOpacity', target: 'L1', value: 0.5 }), { action: 'changeOpacity', opacity: 0.5 });
  t.same(check({ action: 'resize', target: 'L1', size: { width: '120px', height: 40 } }), {
    action: 'resize',
    width: 120,
    height: 40,
  });
  t.same(check({ action: 'move', target: 'L1', position: { x: 1, y: '2' } }), { action: 'move', x: 1, y: 2 });
  t.same(check({ action: 'addStroke', target: 'L1', stroke: { color: 'red', width: 2 } }), {
    action: 'addStroke',
    color: '#ff0000',
    weight: 2,
  });
  t.same(check({ action: 'changeFont', target: 'L2', font: { family: 'Inter, sans-serif', weight: 700 } }), {
    action: 'changeFont',
    fontFamily: 'Inter',
    fontStyle: 'Bold',
  });
  t.same(
    check({ action: 'changeFill', target: 'L1', fill: { type: 'SOLID', color: { r: 1, g: 0, b: 0 }, opacity: 0.5 } }),
    { action: 'changeFill', color: '#ff0000', opacity: 0.5 },
  );
  t.same(
    check({
      action: 'addGradient',
      target: 'L1',
      gradient: {
        angle: '45deg',
        stops: [
          { color: '#fff', position: 0 },
          { color: '#000', position: 1 },
        ],
      },
    }),
    { action: 'addGradient', colors: ['#ffffff', '#000000'], angle: 45 },
  );
  t.same(check({ action: 'addGradient', target: 'L1', from: 'white', to: 'black' }), {
    action: 'addGradient',
    colors: ['#ffffff', '#000000'],
  });
  t.same(check({ action: 'addGradient', target: 'L1', colors: 'linear-gradient(90deg, #fff, rgb(0, 0, 0))' }), {
    action: 'addGradient',
    colors: ['#ffffff', '#000000'],
  });
  t.same(check({ action: 'useToken', target: 'L1', field: 'Background', variable: 'brand/primary' }), {
    action: 'useToken',
    field: 'fill',
    token: 'brand/primary',
  });
  t.same(
    check({
      action: 'setLayout',
      target: 'L1',
      direction: 'row',
      gap: '8px',
      padding: { top: '4px', right: 8, bottom: 4, left: 8 },
      sizing: { horizontal: 'FILL' },
    }),
    {
      action: 'setLayout',
      direction: 'horizontal',
      gap: 8,
      padding: { top: 4, right: 8, bottom: 4, left: 8 },
      sizing: { horizontal: 'fill' },
    },
  );
  t.same(
    check({ action: 'setLayout', target: 'L1', layoutMode: 'VERTICAL', padding: '16px', alignItems: 'space_between' }),
    {
      action: 'setLayout',
      direction: 'vertical',
      padding: 16,
      align: 'space-between',
    },
  );
});

t.test('reads a layout in the words of CSS and of Figma', async (t) => {
  const layout = (fields: object): unknown => check({ action: 'setLayout', target: 'L1', ...fields });
  const padding = { top: 8, right: 16, bottom: 8, left: 16 };
  for (const fields of [
    { padding: '8px 16px' },
    { padding: [8, 16] },
    { padding: ['8px', 16, 8, 16] },
    { padding: { x: 16, y: '8px' } },
    { padding: { horizontal: 16, vertical: 8 } },
    { paddingX: 16, paddingY: 8 },
    { paddingTop: 8, paddingRight: 16, paddingBottom: 8, paddingLeft: 16 },
  ])
    t.same(layout(fields), { action: 'setLayout', padding }, JSON.stringify(fields));
  t.same(layout({ padding: '8px' }), { action: 'setLayout', padding: 8 });
  t.same(layout({ sizing: 'hug' }), { action: 'setLayout', sizing: { horizontal: 'hug', vertical: 'hug' } });
  t.same(layout({ layoutSizingHorizontal: 'FILL' }), { action: 'setLayout', sizing: { horizontal: 'fill' } });
  t.same(layout({ width: 'fill', height: 'hug' }), {
    action: 'setLayout',
    sizing: { horizontal: 'fill', vertical: 'hug' },
  });
  t.same(layout({ flexDirection: 'column', justifyContent: 'space-between' }), {
    action: 'setLayout',
    direction: 'vertical',
    align: 'space-between',
  });
  t.same(check({ action: 'setGap', target: 'L1', value: '12px' }), { action: 'setLayout', gap: 12 });
  t.same(check({ action: 'changePadding', target: 'L1', value: 16 }), { action: 'setLayout', padding: 16 });
  t.same(layout({ gap: 8, width: 400 }), { action: 'setLayout', gap: 8 }, 'a size is not a sizing');
  t.match(layout({ magic: 1 }), /changes nothing/);
  t.match(layout({ padding: 'wide' }), /padding is not one of/);
});

t.test('reads what the words around a value say', async (t) => {
  const away = { action: 'move', x: 10, y: 0, relative: true };
  t.same(check({ action: 'move', target: 'L1', by: { x: 10, y: 0 } }), away);
  t.same(check({ action: 'move', target: 'L1', to: { x: 10, y: 0 } }), { action: 'move', x: 10, y: 0 });
  const gradient = { action: 'addGradient', colors: ['#ffffff', '#000000'] };
  t.same(check({ action: 'changeFill', target: 'L1', color: 'linear-gradient(#fff, #000)' }), gradient);
  const stops = [{ color: { r: 1, g: 1, b: 1, a: 1 } }, { color: { r: 0, g: 0, b: 0, a: 1 } }];
  const fill = { type: 'GRADIENT_LINEAR', gradientStops: stops };
  t.same(check({ action: 'changeFill', target: 'L1', fill }), gradient);
  t.same(check({ action: 'addStroke', target: 'L1', border: '2px solid #ff0000' }), {
    action: 'addStroke',
    color: '#ff0000',
    weight: 2,
  });
  t.same(check({ action: 'changeText', target: 'L2', content: ['One', 'Two'] }), {
    action: 'changeText',
    content: 'One\nTwo',
  });
  t.same(check({ action: 'deleteLayer', target: 'L1' }), { action: 'hide' });
  t.match(check({ action: 'remove', target: 'L1', property: 'shadow' }), /unknown action/, 'not the layer');
});

t.test('reads colors in every notation, with transparency', async (t) => {
  const colors: readonly [unknown, string, number?][] = [
    ['#1E3A8A', '#1e3a8a'],
    ['1e3a8a', '#1e3a8a'],
    ['0x1E3A8A', '#1e3a8a'],
    ['#abc', '#aabbcc'],
    ['fff', '#ffffff'],
    ['#1e3a8a80', '#1e3a8a', 0.502],
    ['#abc8', '#aabbcc', 0.533],
    ['rgb(30, 58, 138)', '#1e3a8a'],
    ['RGBA(30,58,138,0.5)', '#1e3a8a', 0.5],
    ['rgb(30 58 138 / 50%)', '#1e3a8a', 0.5],
    ['rgb(0.5, 0.25, 1)', '#8040ff'],
    ['hsl(210, 50%, 40%)', '#336699'],
    ['hsla(210, 50%, 40%, .3)', '#336699', 0.3],
    ['hsl(210deg 50% 40%)', '#336699'],
    ['hwb(210 20% 40%)', '#336699'],
    ['oklch(100% 0 0)', '#ffffff'],
    ['Navy', '#000080'],
    ['dodger blue', '#1e90ff'],
    ['transparent', '#000000', 0],
    ['deep blue (#1e3a8a)', '#1e3a8a'],
    ['#1e3a8a at 50%', '#1e3a8a', 0.5],
    ['"#1e3a8a"', '#1e3a8a'],
    [{ r: 30, g: 58, b: 138 }, '#1e3a8a'],
    [{ r: '30', g: '58', b: '138', a: 0.5 }, '#1e3a8a', 0.5],
    [{ r: 1, g: 1, b: 1 }, '#ffffff'],
    [{ r: 0.2, g: 0.4, b: 0.6, a: 0.5 }, '#336699', 0.5],
    [{ red: 30, green: 58, blue: 138 }, '#1e3a8a'],
    [{ h: 210, s: 50, l: 40 }, '#336699'],
    [{ h: 210, s: 66.667, v: 60 }, '#336699'],
    [{ hue: 210, saturation: 0.66667, brightness: 0.6 }, '#336699'],
    [{ hex: '#1e3a8a', opacity: 0.5 }, '#1e3a8a', 0.5],
    [{ type: 'SOLID', color: { r: 0.2, g: 0.4, b: 0.6 } }, '#336699'],
    [[30, 58, 138], '#1e3a8a'],
    [[{ type: 'SOLID', color: '#1e3a8a' }], '#1e3a8a'],
  ];
  for (const [color, hex, opacity] of colors) {
    const expected = { action: 'changeFill', color: hex, ...(opacity === undefined ? {} : { opacity }) };
    t.same(check({ action: 'changeFill', target: 'L1', color }), expected, JSON.stringify(color));
  }
  t.match(
    check({ action: 'changeFill', target: 'L1', color: '#1e3a8a80', opacity: 0.9 }),
    { opacity: 0.9 },
    'the field counts',
  );
  for (const color of ['sort of blue', '#12345', '', 'url(#a)', [], {}, 12, { r: 300, g: 0, b: 0 }, '#fff or #000']) {
    t.match(check({ action: 'changeFill', target: 'L1', color }), /color must be a color/, JSON.stringify(color));
  }
});

t.test('reads numbers with units and percentages and clamps them with a note', async (t) => {
  const opacity = (value: unknown): unknown => check({ action: 'changeOpacity', target: 'L1', opacity: value });
  for (const value of [0.5, '0.5', '50%', 50, ' 50 % ', '.5']) t.match(opacity(value), { opacity: 0.5 }, String(value));
  t.match(opacity(1.0001), { opacity: 1 });
  t.match(opacity(-0.1), { opacity: 0 });
  t.match(opacity('faint'), /opacity must be/);
  t.same(notesOf({ action: 'changeOpacity', target: 'L1', opacity: 50 }), [
    'changeOpacity on "Card": opacity 50 read as 0.5',
  ]);
  t.same(notesOf({ action: 'changeOpacity', target: 'L1', opacity: '50%' }), [], 'a percentage is not a guess');
  const radius = (value: unknown): unknown => check({ action: 'changeCornerRadius', target: 'L1', radius: value });
  for (const value of [12, '12', '12px', '12 PX', '+12', '12.0', '12pt'])
    t.match(radius(value), { radius: 12 }, String(value));
  t.match(radius(5000), { radius: 2000 });
  for (const value of ['1rem', '1.0REM']) t.match(radius(value), { radius: 16 }, value);
  for (const value of ['50%', 'full', 'pill', 'round'])
    t.match(radius(value), { radius: 150 }, `${value}: half of the shorter side`);
  for (const value of ['20%', '2em', 'soft', {}, true, ''])
    t.match(radius(value), /radius must be/, JSON.stringify(value));
  t.match(check({ action: 'changeFontSize', target: 'L2', fontSize: 0 }), /fontsize must be/i, 'nothing is that small');
  for (const value of [{ value: 12, unit: 'px' }, { value: '12px' }, '12px (soft)'])
    t.match(radius(value), { radius: 12 }, JSON.stringify(value));
  t.match(opacity('0.5 (50%)'), { opacity: 0.5 });
  t.match(opacity('0,125'), { opacity: 0.125 });
  const resize = (width: unknown): unknown => check({ action: 'resize', target: 'L1', width });
  for (const width of ['1,200', '1,200px', '1200 px']) t.match(resize(width), { width: 1200 }, width);
  t.match(resize('12,5px'), { width: 12.5 });
  t.match(check({ action: 'addGradient', target: 'L1', colors: ['#fff 0%', '#000 100%'], angle: 'to bottom' }), {
    colors: ['#ffffff', '#000000'],
    angle: 90,
  });
  t.match(
    check({
      action: 'addGradient',
      target: 'L1',
      colors: [
        ['#fff', 0],
        ['#000', 1],
      ],
    }),
    { colors: ['#ffffff', '#000000'] },
  );
  t.match(check({ action: 'resize', target: 'L1', scale: '120%' }), { scale: 1.2 });
  t.match(check({ action: 'resize', target: 'L1', scale: '1.5x' }), { scale: 1.5 });
  t.match(check({ action: 'addGradient', target: 'L1', colors: ['#fff', '#000'], angle: '0.25turn' }), { angle: 90 });
  t.match(check({ action: 'reorder', target: 'L1', position: '2' }), { position: 2 });
  t.match(check({ action: 'reorder', target: 'L1', position: 'Top' }), { position: 'front' });
  t.match(check({ action: 'changeTextCase', target: 'L2', textCase: 'All caps' }), { textCase: 'UPPER' });
  t.match(check({ action: 'changeTextCase', target: 'L2', textCase: 'lowercase' }), { textCase: 'LOWER' });
  t.match(check({ action: 'move', target: 'L1', x: 1, y: 2, relative: 'true' }), { relative: true });
});

t.test('finds a layer by its handle whatever surrounds it, and never guesses', async (t) => {
  const forms = [
    'L2',
    'l2',
    ' L2 ',
    '#L2',
    '[L2]',
    '"L2"',
    'L2 (Title)',
    'L2: Title',
    'L2 - Title',
    'L2 Title',
    'L2 "Title"',
    'L2 (headline)',
    'Title (L2)',
    'Title [L2]',
    'Title - L2',
    'Layer 2',
    'layer_2',
    'Layer L2',
    'layer 2 (Title)',
    'id: L2',
    'id=L2',
    '<L2>',
    '1:2',
    'Title',
    '"Title"',
    '#1:2'.slice(1),
    'Card/Title',
    'Card>Title',
    'Ｌ２',
  ];
  for (const form of forms) t.equal(find(form), '1:2', form);
  t.equal(find('L2 (Card)'), 'its handle and its name are those of two layers');
  for (const target of ['2', '#2', '24px', 'L0', 'L99', 'Layer 99', 'title', 'L', '', 'L2.5'])
    t.equal(find(target), 'unknown layer', target);
  const named = createLayerHandles([{ ...(layers[0] as (typeof layers)[0]), name: 'Layer 2' }, ...layers.slice(1)]);
  t.match(named.find('Layer 2'), { layer: { id: '1:1' } }, 'a name that reads like a number');
  for (const key of [
    'target',
    'targetId',
    'target_id',
    'id',
    'layer',
    'layerId',
    'node',
    'element',
    'targetLayer',
    'layer_name',
  ]) {
    t.same(check({ action: 'hide', [key]: 'L1' }), { action: 'hide' }, key);
  }
  t.same(check({ action: 'hide', target: { id: 'L1', name: 'Card' } }), { action: 'hide' });
});

t.test('reads a single variant with its adjustments', async (t) => {
  const options = { handles, variantCount: 5, generateImages: false };
  const value = {
    name: 'Deep ocean',
    description: 'Blue and calm',
    palette: { primary: '#1E3A8A', text: 'white', wrong: 'sort of' },
    edits: [
      { type: 'hide', targets: ['L1', 'L2'] },
      { type: 'change_opacity', target: 'L3', opacity: 50 },
    ],
  };
  const read = readVariant(value, 3, options);
  t.match(read?.variant, {
    variantIndex: 3,
    theme: 'Deep ocean',
    humanPrompt: 'Blue and calm',
    palette: ['#1e3a8a', '#ffffff'],
    instructions: [
      { action: 'hide', targetId: '1:1' },
      { action: 'hide', targetId: '1:2' },
      { action: 'changeOpacity', targetId: '1:3', opacity: 0.5 },
    ],
  });
  t.same(read?.warnings, ['Variant 3: 1 value was adjusted: changeOpacity on "Divider": opacity 50 read as 0.5.']);
  t.equal(read?.layerOf.size, 3);
  for (const none of [null, 1, 'x', [], {}, { theme: 'x' }, { instructions: 'x' }])
    t.equal(readVariant(none, 1, options), undefined);
});

/** What becomes of one entry of a variant's list. */
const readEntry = (entry: object) =>
  readVariant({ theme: 'One', instructions: [entry] }, 1, {
    handles,
    variantCount: 1,
    generateImages: false,
  })?.variant.instructions.map(({ target: _target, targetId: _targetId, ...fields }) => fields);

const idsOf = (target: string) =>
  readVariant({ theme: 'One', instructions: [{ action: 'hide', target }] }, 1, {
    handles,
    variantCount: 1,
    generateImages: false,
  })?.variant.instructions.map(({ targetId }) => targetId);

t.test('reads an instruction for several handles, and several styles, as one for each', async (t) => {
  for (const target of ['L1, L2', 'L1,L2', 'L1 and L2', 'l1 & L2']) t.same(idsOf(target), ['1:1', '1:2'], target);
  const styled = [
    { action: 'changeFill', color: '#1e3a8a' },
    { action: 'changeCornerRadius', radius: 12 },
  ];
  for (const key of ['style', 'css', 'changes', 'properties'])
    t.same(readEntry({ target: 'L1', [key]: { backgroundColor: '#1e3a8a', borderRadius: '12px' } }), styled, key);
  const wrong = { theme: 'One', instructions: [{ target: 'L1', style: { backgroundColor: '#1e3a8a', magic: 1 } }] };
  const read = readVariant(wrong, 1, { handles, variantCount: 1, generateImages: false });
  t.match(read?.variant.instructions, [{ action: 'changeFill', color: '#1e3a8a' }]);
  t.match(read?.warnings, [/1 instruction was dropped: unknown action "magic"/]);
});

t.test('reads an instance property by key or as Figma writes it', async (t) => {
  const hover = { action: 'setVariant', property: 'State', value: 'Hover' };
  const on = { action: 'setVariant', property: 'Icon', value: true };
  for (const [form, expected] of [
    [{ action: 'setVariant', target: 'L1', State: 'Hover' }, [hover]],
    [{ action: 'setVariant', target: 'L1', properties: { State: 'Hover', Icon: true } }, [hover, on]],
    [{ action: 'setVariant', target: 'L1', value: { State: 'Hover' } }, [hover]],
    [{ setVariant: { target: 'L1', State: 'Hover' } }, [hover]],
    [{ action: 'setVariant', target: 'L1', variant: 'State=Hover' }, [hover]],
    [{ action: 'setVariant', target: 'L1', property: 'State', value: 'Hover' }, [hover]],
  ] as const)
    t.same(readEntry(form), expected, JSON.stringify(form));
});

t.test('reads a CSS shadow and nothing that only resembles one', async (t) => {
  const shadow = (value: unknown, key = 'value') => check({ action: 'addShadow', target: 'L1', [key]: value });
  const expected = { action: 'addShadow', color: '#102030', x: 0, y: 4, blur: 12 };
  t.same(shadow('0 4px 12px #102030'), expected);
  t.same(shadow('#102030 0px 4px 12px -2px', 'boxShadow'), expected);
  t.same(shadow('0px 4px 12px rgba(16, 32, 48, 0.5), 0 1px 2px #000', 'shadow'), { ...expected, opacity: 0.5 });
  t.same(check({ action: 'addShadow', target: 'L1', note: '1:2 of 3' }), { action: 'addShadow' });
});

t.test('reduces per-corner radii to the largest, with a note', async (t) => {
  for (const radius of ['16px 16px 0 0', [16, 16, 0, 0], { topLeft: 16, topRight: 8 }]) {
    t.same(check({ action: 'changeCornerRadius', target: 'L1', radius }), { action: 'changeCornerRadius', radius: 16 });
    t.match(notesOf({ action: 'changeCornerRadius', target: 'L1', radius }), [/one radius of 16/]);
  }
});

const fill = { action: 'changeFill', color: '#ff0000' };
const rounded = { action: 'changeCornerRadius', radius: 12 };
const paint = [{ type: 'SOLID', color: { r: 1, g: 0, b: 0 } }];

t.test('reads properties instead of actions, however they are listed', async (t) => {
  for (const entry of [
    { target: 'L1', fills: paint, cornerRadius: 12 },
    { target: 'L1', style: [{ backgroundColor: '#ff0000' }, { borderRadius: '12px' }] },
    { target: 'L1', style: 'background-color: #ff0000; border-radius: 12px' },
    { target: 'L1', attributes: { fill: '#ff0000', radius: 12 } },
    { action: 'update', target: 'L1', fill: '#ff0000', cornerRadius: 12 },
    { action: 'changeStyle', target: 'L1', style: { fill: { from: '#eeeeee', to: '#ff0000' }, borderRadius: 12 } },
    {
      target: 'L1',
      changes: [
        { property: 'fills[0].color', value: '#ff0000' },
        { property: 'corner radius', value: 12 },
      ],
    },
    {
      layer: 'L1',
      edits: [
        { action: 'changeFill', color: '#ff0000' },
        { type: 'setCornerRadius', radius: 12 },
      ],
    },
    { id: 'L1', name: 'Background', type: 'FRAME', fills: paint, topLeftRadius: 12, bottomRightRadius: 12 },
  ])
    t.same(readEntry(entry), [fill, rounded], JSON.stringify(entry));
  t.same(readEntry({ target: 'L2', style: { 'font-size': '30px', 'font-weight': '700', fontFamily: 'Inter' } }), [
    { action: 'changeFontSize', fontSize: 30 },
    { action: 'changeFont', fontFamily: 'Inter', fontStyle: 'Bold' },
  ]);
  t.same(readEntry({ target: 'L1', style: { left: 8, top: '16px', width: 120, height: '40px' } }), [
    { action: 'move', x: 8, y: 16 },
    { action: 'resize', width: 120, height: 40 },
  ]);
  t.same(
    readEntry({ target: 'L1', style: { shadowColor: '#000', shadowOffset: { width: 0, height: 6 }, shadowRadius: 9 } }),
    [{ action: 'addShadow', color: '#000000', x: 0, y: 6, blur: 9 }],
  );
  const effects = [
    { type: 'DROP_SHADOW', color: { r: 0, g: 0, b: 0, a: 0.25 }, offset: { x: 0, y: 6 }, radius: 9 },
    { type: 'BACKGROUND_BLUR', radius: 20 },
    { type: 'DROP_SHADOW', visible: false, radius: 1 },
  ];
  t.same(readEntry({ action: 'addEffect', target: 'L1', effects }), [
    { action: 'addShadow', color: '#000000', x: 0, y: 6, blur: 9, opacity: 0.25 },
    { action: 'addBackgroundBlur', blur: 20 },
  ]);
});

t.test('hides a layer only if a property says so', async (t) => {
  for (const hidden of [
    { action: 'setVisible', visible: false },
    { action: 'setVisibility', value: 'hidden' },
    { style: { display: 'none' } },
    { property: 'visible', value: false },
  ])
    t.same(readEntry({ target: 'L1', ...hidden }), [{ action: 'hide' }], JSON.stringify(hidden));
  for (const shown of [{ action: 'setVisible', visible: true }, { style: { display: 'flex' } }, { hidden: false }])
    t.same(readEntry({ target: 'L1', ...shown }), [], JSON.stringify(shown));
});

t.test('reads the steps of a JSON Patch, and none whose layer is a number', async (t) => {
  const step = (path: string, value: unknown) => readEntry({ op: 'replace', path, value });
  for (const path of ['/layers/L1/fill', '/L1/fills/0/color', '/Card/style/backgroundColor', 'L1.fill'])
    t.same(step(path, '#ff0000'), [fill], path);
  t.same(step('/L2/characters', 'Hi'), [{ action: 'changeText', content: 'Hi' }]);
  t.same(step('/L1/strokes/0/color', '#ff0000'), [{ action: 'changeStroke', color: '#ff0000' }], 'not the fill');
  t.same(readEntry({ op: 'remove', path: '/L1/strokes' }), [{ action: 'removeStroke' }]);
  for (const path of ['/layers/0/fill', '/0/fill', '/layers/L1/effects/0/color', '/L1'])
    t.same(step(path, '#ff0000'), [], path);
  t.same(readEntry({ op: 'move', from: '/L1', path: '/L2' }), []);
});

t.test('colors letters and backgrounds by their own words, and neither by those of the other', async (t) => {
  t.same(readEntry({ target: 'L2', style: { color: '#ff0000', backgroundColor: '#000' } }), [fill]);
  t.same(readEntry({ target: 'L1', style: { color: '#000', backgroundColor: '#ff0000' } }), [fill]);
  t.match(check({ action: 'setTextColor', target: 'L1', color: '#fff' }), /is not a text layer/);
  t.match(check({ action: 'setBackgroundColor', target: 'L2', color: '#fff' }), /has no background/);
});

t.test('completes what the layer itself decides', async (t) => {
  const own = createLayerHandles([
    {
      name: 'Box',
      type: 'RECTANGLE',
      x: 10,
      y: 20,
      width: 80,
      height: 40,
      strokes: [{ type: 'SOLID', color: '#222222' }],
    },
    { name: 'Title', type: 'TEXT', x: 0, y: 0, width: 9, height: 9, fontFamily: 'Inter', fontSize: 20 },
  ]);
  const read = (entry: object): unknown => {
    const checked = checkInstruction(entry, own);
    if ('fault' in checked) return checked.fault;
    const { target: _target, ...fields } = checked.instruction;
    return fields;
  };
  t.same(read({ action: 'move', target: 'L1', x: 30 }), { action: 'move', x: 30, y: 20 });
  t.same(read({ action: 'move', target: 'L1', dx: 8 }), { action: 'move', x: 8, y: 0, relative: true });
  t.same(read({ action: 'changeStroke', target: 'L1', weight: 3 }), {
    action: 'changeStroke',
    color: '#222222',
    weight: 3,
  });
  t.same(read({ action: 'setStroke', target: 'L1', stroke: 'none' }), { action: 'removeStroke' });
  t.same(read({ action: 'changeFontSize', target: 'L2', fontSize: '150%' }), {
    action: 'changeFontSize',
    fontSize: 30,
  });
  for (const bold of [
    { action: 'changeFont', fontWeight: 700 },
    { action: 'changeFontWeight', value: 'bold' },
    { action: 'setFontStyle', value: 'Bold' },
  ])
    t.same(read({ target: 'L2', ...bold }), { action: 'changeFont', fontFamily: 'Inter', fontStyle: 'Bold' });
  t.match(
    check({ action: 'changeFontWeight', target: 'L2', value: 700 }),
    /fontfamily must be/i,
    'the family is unknown',
  );
  t.same(read({ action: 'useToken', target: 'L2', field: 'fill', token: 'a' }), {
    action: 'useToken',
    field: 'text',
    token: 'a',
  });
});

const sizeOf = (fields: object): unknown => check({ target: 'L1', ...fields });

t.test('reads a size by the word of its action', async (t) => {
  t.same(sizeOf({ action: 'setWidth', value: 160 }), { action: 'resize', width: 160 });
  t.same(sizeOf({ action: 'rescale', value: 1.5 }), { action: 'resize', scale: 1.5 });
  t.same(sizeOf({ action: 'resize', scaleX: 1.5, scaleY: 1.5 }), { action: 'resize', scale: 1.5 });
  for (const fields of [{ size: [120, 40] }, { size: '120x40' }, { args: [120, 40] }])
    t.same(sizeOf({ action: 'resize', ...fields }), { action: 'resize', width: 120, height: 40 });
  t.same(sizeOf({ action: 'resize', width: 120, height: 'auto' }), { action: 'resize', width: 120 });
  for (const fields of [{ value: 120 }, { scaleX: 1.5, scaleY: 1 }, { width: '50%' }])
    t.type(sizeOf({ action: 'resize', ...fields }), 'string', JSON.stringify(fields));
  t.match(sizeOf({ action: 'addGradient', value: 'linear-gradient(135deg, #fff, #000)' }), { angle: 45 });
  t.match(sizeOf({ action: 'addGradient', colors: ['#fff', '#000'], direction: 'to bottom' }), { angle: 90 });
});
