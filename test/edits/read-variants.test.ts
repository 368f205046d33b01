import t from 'tap';
import { createLayerHandles } from '../../src/edits/layer-handles.ts';
import { type ReadVariantsOptions, readVariants } from '../../src/edits/read-variants.ts';
import { layers, makeAnswer } from './layers.ts';

const handles = createLayerHandles(layers);

function read(answer: string, options: Partial<ReadVariantsOptions> = {}) {
  return readVariants(answer, { handles, variantCount: 1, generateImages: true, ...options });
}

const blue = { action: 'changeFill', target: 'L1', color: '#1e3a8a' };

t.test('reads a valid answer into ordered variants with readable instructions and no warnings', async (t) => {
  const { variants, warnings, instructionCount } = read(makeAnswer([blue], [{ action: 'hide', target: 'L2' }]), {
    variantCount: 2,
  });
  t.same(warnings, []);
  t.equal(instructionCount, 2);
  t.same(variants, [
    {
      variantIndex: 1,
      theme: 'Theme 1',
      humanPrompt: 'Direction 1',
      instructions: [{ action: 'changeFill', target: 'Card', targetId: '1:1', color: '#1e3a8a' }],
      readableInstructions: ['Change the fill of "Card" to deep blue (#1e3a8a)'],
    },
    {
      variantIndex: 2,
      theme: 'Theme 2',
      humanPrompt: 'Direction 2',
      instructions: [{ action: 'hide', target: 'Title', targetId: '1:2' }],
      readableInstructions: ['Hide "Title"'],
    },
  ]);
});

t.test('reads instructions listed under their layer or their action', async (t) => {
  const blueTitle = { action: 'changeFill', targetId: '1:2', color: '#1e3a8a' };
  const hiddenCard = { action: 'hide', targetId: '1:1' };
  const fill = { action: 'changeFill', color: '#1e3a8a' };
  for (const [how, instructions] of [
    ['one a layer', { L2: fill, L1: { action: 'hide' } }],
    ['lists', { L2: [fill], L1: [{ action: 'hide' }] }],
    ['by id', { '1:2': fill, '1:1': { action: 'hide' } }],
    ['actions as keys', { L2: { changeFill: { color: '#1e3a8a' } }, L1: { hide: {} } }],
    ['by action', { changeFill: [{ target: 'L2', color: '#1e3a8a' }], hide: { target: 'L1' } }],
    ['with a target too', { first: { ...fill, target: 'L2' }, second: { action: 'hide', target: 'L1' } }],
  ] as const) {
    const { variants, warnings } = read(JSON.stringify({ variants: [{ theme: 'T', humanPrompt: 'P', instructions }] }));
    t.match(variants[0]?.instructions, [blueTitle, hiddenCard], how);
    t.same(warnings, [], how);
  }
  const wrong = { variants: [{ theme: 'T', instructions: { L1: { action: 'explode' }, L2: fill } }] };
  t.throws(() => read(JSON.stringify(wrong)), { name: 'UnusableAnswer' }, 'an unknown action: asked again');
});

function findTarget(target: object): unknown {
  return read(makeAnswer([{ action: 'hide', ...target }])).variants[0]?.instructions[0];
}

t.test('finds a layer whose name is worded in another way, and never by a guess', async (t) => {
  for (const [target, targetId] of [
    ['the Title', '1:2'],
    ['Title layer', '1:2'],
    ['Title (TEXT)', '1:2'],
    ['Card > Photo', '1:5'],
    ['Card (FRAME)', '1:1'],
  ] as const) {
    t.match(findTarget({ target }), { targetId }, target);
  }
  for (const target of ['the', 'Title (FRAME)', 'Card > Divider', 'the Divider', 'Card > Missing', 'Photo > ']) {
    t.equal(findTarget({ target }), undefined, target);
  }
});

function first(entry: object): unknown {
  return read(makeAnswer([{ target: 'L1', ...entry }])).variants[0]?.instructions[0];
}

t.test('reads a change of a property as in CSS, unless the action says something else', async (t) => {
  const fill = { action: 'changeFill', color: '#0f172a' };
  t.match(first({ property: 'background-color', value: '#0f172a' }), fill);
  t.match(first({ action: 'set', property: 'fill', value: '#0f172a' }), fill);
  t.match(first({ action: 'update', attribute: 'opacity', value: 0.5 }), { action: 'changeOpacity', opacity: 0.5 });
  t.equal(first({ action: 'animate', property: 'opacity', value: 0.5 }), undefined);
  t.equal(first({ property: 'z-depth', value: 3 }), undefined);
});

function warningFor(target: unknown): string {
  return read(makeAnswer([blue, { action: 'hide', target }])).warnings[0] ?? '';
}

t.test('finds targets by handle, then id, then exact name', async (t) => {
  t.match(findTarget({ target: 'L4' }), { target: 'Divider', targetId: '1:4' });
  t.match(findTarget({ target: ' l4 ' }), { target: 'Divider', targetId: '1:4' });
  t.match(findTarget({ target: '1:3' }), { target: 'Divider', targetId: '1:3' });
  t.match(findTarget({ target: 'Title' }), { target: 'Title', targetId: '1:2' });
  t.match(findTarget({ target: 'Divider', targetId: 'L3' }), { target: 'Divider', targetId: '1:3' });
  t.match(findTarget({ target: 'Divider', targetId: '1:4' }), { target: 'Divider', targetId: '1:4' });
  t.match(findTarget({ target: 'L5', targetId: 'nonsense' }), { target: 'Photo', targetId: '1:5' });
  t.same(
    findTarget({ target: 'L8' }),
    { action: 'hide', target: 'Lone' },
    'a layer without an id has none in the reply',
  );
});

t.test('drops a target that is missing or ambiguous, with the reason', async (t) => {
  t.equal(warningFor('L99'), 'Variant 1: 1 instruction was dropped: hide on "L99": unknown layer.');
  t.match(warningFor('title'), /unknown layer/);
  t.match(warningFor('Divider'), /2 layers have that name/);
  t.match(warningFor('L6'), /several layers have this name and the request gave no ids/);
  t.match(warningFor(3), /names no layer/);
  t.match(warningFor(null), /names no layer/);
});

t.test('drops and counts invalid instructions with their reasons and keeps the variant', async (t) => {
  const { variants, warnings } = read(
    makeAnswer([
      { action: 'explode', target: 'L1' },
      { action: 'changeFill', target: 'L1', color: 'sort of blue' },
      { action: 'changeFill', target: 'L2', color: '#12345' },
      blue,
      { action: 'changeOpacity', target: 'L1', opacity: 'rather faint' },
      { action: 'resize', target: 'L1' },
    ]),
  );
  t.equal(variants[0]?.instructions.length, 1);
  t.equal(variants[0]?.readableInstructions.length, 1);
  t.same(warnings, [
    'Variant 1: 5 instructions were dropped: unknown action "explode"; ' +
      'changeFill on "Card": color must be a color as #rrggbb; ' +
      'changeFill on "Title": color must be a color as #rrggbb; and others.',
  ]);
  const none = read(makeAnswer([{ action: 'explode', target: 'L1' }]));
  t.equal(none.variants.length, 1);
  t.equal(none.instructionCount, 0);
  t.equal(none.warnings.at(-1), 'Variant 1 has no instruction that can be applied.');
});

t.test('treats null as absent, drops unknown fields and normalizes colors and cases', async (t) => {
  const instructions = read(
    makeAnswer([
      { action: 'changeFill', target: 'L1', color: '#ABC', opacity: null, why: 'calm', imageError: 'no' },
      { action: 'addGradient', target: 'L1', colors: ['Navy', 'rgb(1, 2, 255)', '#FFEEDDff'], angle: null },
      { action: 'changeTextCase', target: 'L2', textCase: 'uppercase' },
      { action: 'generateImage', target: 'L5', imagePrompt: 'a boat', generatedImageBase64: 'AAAA' },
    ]),
  ).variants[0]?.instructions;
  t.same(instructions, [
    { action: 'changeFill', target: 'Card', targetId: '1:1', color: '#aabbcc' },
    { action: 'addGradient', target: 'Card', targetId: '1:1', colors: ['#000080', '#0102ff', '#ffeedd'] },
    { action: 'changeTextCase', target: 'Title', targetId: '1:2', textCase: 'UPPER' },
    { action: 'generateImage', target: 'Photo', targetId: '1:5', imagePrompt: 'a boat' },
  ]);
});

t.test('drops and counts generateImage if no pictures are wanted', async (t) => {
  const image = { action: 'generateImage', target: 'L5', imagePrompt: 'a boat' };
  const { variants, warnings } = read(makeAnswer([blue, image, image]), { generateImages: false });
  t.equal(variants[0]?.instructions.length, 1);
  t.same(warnings, [
    'Variant 1: 2 instructions were dropped: generateImage, and pictures were not asked for (2 times).',
  ]);
});

t.test('reports too few variants and cuts extra ones', async (t) => {
  t.same(read(makeAnswer([blue]), { variantCount: 5 }).warnings, ['5 variants were asked for, 1 came.']);
  const surplus = read(makeAnswer([blue], [blue], [blue]), { variantCount: 2 });
  t.same(
    surplus.variants.map(({ variantIndex }) => variantIndex),
    [1, 2],
  );
  t.same(surplus.warnings, ['The model gave 3 variants; the first 2 were kept, as asked for.']);
  const broken = read('{"variants":["nope",{"instructions":[]},{"instructions":[{"action":"hide","target":"L1"}]}]}', {
    variantCount: 2,
  });
  t.same(
    broken.variants.map(({ theme }) => theme),
    ['Variant 1', 'Variant 2'],
  );
  t.match(broken.warnings.join(' '), /1 unreadable variant was left out/);
});

t.test('strips control characters from themes and prompts and shortens long ones', async (t) => {
  const [variant] = read(
    JSON.stringify({
      variants: [{ theme: `Deep\n\u0000ocean ${'x'.repeat(200)}`, humanPrompt: '\u202eevil', instructions: [blue] }],
    }),
  ).variants;
  t.match(variant?.theme, /^Deep ocean x+…$/);
  t.equal(variant?.theme.length, 100);
  t.equal(variant?.humanPrompt, 'evil');
});

t.test('removes what a strict schema makes the model write for absent fields', async (t) => {
  const instructions = [
    { action: 'resize', target: 'L1', width: 300, height: 0, scale: 0 },
    { action: 'changeStroke', target: 'L1', color: '#1e3a8a', weight: -1, opacity: 1 },
    { action: 'changeFont', target: 'L2', fontFamily: 'Inter', fontStyle: '' },
  ];
  const { variants, warnings } = read(makeAnswer(instructions));
  t.same(warnings, []);
  t.same(variants[0]?.instructions, [
    { action: 'resize', target: 'Card', targetId: '1:1', width: 300 },
    { action: 'changeStroke', target: 'Card', targetId: '1:1', color: '#1e3a8a', opacity: 1 },
    { action: 'changeFont', target: 'Title', targetId: '1:2', fontFamily: 'Inter' },
  ]);
});

t.test('the words and letters of a text on a path can be changed', async (t) => {
  const slogan = { ...layers[1]!, id: '1:2', type: 'TEXT_PATH' };
  const onPath = createLayerHandles([layers[0]!, slogan, layers[2]!]);
  const steps = [
    { action: 'changeText', target: 'L2', content: 'Good day' },
    { action: 'changeFontSize', target: 'L2', fontSize: 24 },
    { action: 'changeTextCase', target: 'L2', textCase: 'UPPER' },
    { action: 'changeText', target: 'L3', content: 'No text' },
  ];
  const { variants, warnings } = read(makeAnswer(steps), { handles: onPath });
  t.same(
    variants[0]?.instructions.map(({ action, targetId }) => [action, targetId]),
    [
      ['changeText', '1:2'],
      ['changeFontSize', '1:2'],
      ['changeTextCase', '1:2'],
    ],
  );
  t.match(warnings.join(), 'is not a text layer');
});

t.test('reads variants written as YAML', async (t) => {
  const night = `variants:
  - theme: Night   # dark
    humanPrompt: "A dark page: calm"
    palette: ["#111111", "#222222"]
    instructions:
      - action: changeFill
        target: L1
        color: #1e3a8a
      - action: addShadow
        target: L1
        params:
          y: 4
          blur: 8
  - theme: 'Day'
    instructions:
      - {action: changeFill, target: L1, color: "#1e3a8a"}`;
  const fenced = `Here you are:\n\`\`\`yaml\n${night}\n\`\`\`\nEnjoy: all of it`;
  for (const answer of [fenced, fenced.replaceAll('\n', '\r\n')]) {
    const { variants, warnings } = read(answer, { variantCount: 2 });
    t.match(variants, [
      {
        theme: 'Night',
        humanPrompt: 'A dark page: calm',
        palette: ['#111111', '#222222'],
        instructions: [
          { action: 'changeFill', color: '#1e3a8a' },
          { action: 'addShadow', y: 4, blur: 8 },
        ],
      },
      { theme: 'Day', instructions: [{ action: 'changeFill', color: '#1e3a8a' }] },
    ]);
    t.same(warnings, []);
  }
  const open = read(`${night}\n      - action: changeText\n        target: L2\n        content: Hel`, {
    variantCount: 2,
  });
  t.match(open.variants, [{ theme: 'Night' }, { theme: 'Day', instructions: [{ action: 'changeFill' }] }]);
  t.equal(open.instructionCount, 3, 'the last one may be half');
  t.match(open.warnings, [/ended early/]);
  for (const none of ['variants:', 'variants: none', 'Themes:\nNight and day', 'variants:\n- Night\n- Day'])
    t.throws(() => read(none), { name: 'UnusableAnswer' }, none);
});
