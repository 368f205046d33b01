import * as fc from 'fast-check';
import t from 'tap';
import { createLayerHandles } from '../../src/edits/layer-handles.ts';
import { type ReadVariantsOptions, readVariants } from '../../src/edits/read-variants.ts';
import { UnusableAnswer } from '../../src/edits/unusable-answer.ts';
import { layers, makeAnswer } from './layers.ts';

const handles = createLayerHandles(layers);

function read(answer: string, options: Partial<ReadVariantsOptions> = {}) {
  return readVariants(answer, { handles, variantCount: 1, generateImages: true, ...options });
}

const blue = { action: 'changeFill', target: 'L1', color: '#1e3a8a' };

t.test('reads fenced, prefixed, bare and slightly broken JSON', async (t) => {
  const sound = makeAnswer([blue]);
  const variant = JSON.stringify(JSON.parse(sound).variants[0]);
  const ways: Readonly<Record<string, string>> = {
    fenced: `\`\`\`json\n${sound}\n\`\`\``,
    prefixed: `Here are [1] variants {as asked}:\n\n${sound}\n\nEnjoy!`,
    'prefixed and fenced': `Sure.\n\`\`\`\n${sound}\n\`\`\`\nAnything else?`,
    'a bare list': `[${variant}]`,
    'one variant alone': variant,
    'a list around the object': `[${sound}]`,
    'trailing commas': sound.replaceAll('}]', '},]'),
    'single quotes': sound.replaceAll('"', "'"),
    'bare keys': sound.replace(/"(variants|theme|instructions)":/g, '$1:'),
    comments: sound.replace('[{', '[ // five\n{'),
    'Python constants': sound.replace('"#1e3a8a"', '"#1e3a8a","opacity":None'),
    pretty: JSON.stringify(JSON.parse(sound), null, 2),
    'a byte order mark': `\ufeff${sound}`,
    'a byte order mark and a fault': `\ufeff${sound.replaceAll('}]', '},]')}`,
    'a think block': `<think>maybe {"variants":[{"theme":"Draft","instructions":[]}]}?</think>${sound}`,
    'a think block opened in the prompt': `so {"variants": [...]}</think>\n${sound}`,
    'a tag': `<answer>\n${sound}\n</answer>`,
    'encoded twice': JSON.stringify(sound),
    'encoded twice in words': `The result: ${JSON.stringify(sound)}`,
    'encoded twice without quotes': sound.replaceAll('"', '\\"'),
    'the list encoded': JSON.stringify({ variants: JSON.stringify(JSON.parse(sound).variants) }),
    'a call of a function': JSON.stringify({ name: 'design_variants', arguments: sound }),
    'nested wrappers': `{"response":{"data":${sound}}}`,
    'a draft and a final version': `${makeAnswer([{ action: 'hide', target: 'L2' }])}\nBetter:\n${sound}`,
    'variants by name': `{"variants":{"variant_1":${variant}}}`,
    'variants by name alone': `{"variant_1":${variant}}`,
    'other keys': sound.replace('"variants"', '"designs"').replace('"instructions"', '"edits"'),
    'a list of instructions encoded': JSON.stringify([{ theme: 'T', instructions: JSON.stringify([blue]) }]),
    CRLF: JSON.stringify(JSON.parse(sound), null, 2).replaceAll('\n', '\r\n'),
  };
  for (const [way, answer] of Object.entries(ways)) {
    t.match(read(answer).variants, [{ instructions: [{ action: 'changeFill', targetId: '1:1' }] }], way);
  }
});

function variant(theme: string, color: string): string {
  return JSON.stringify({ theme, instructions: [{ ...blue, color }] });
}

function themes(answer: string, variantCount: number): unknown {
  return read(answer, { variantCount }).variants.map(({ theme, instructions }) => [
    theme,
    (instructions[0] as { color?: string }).color,
  ]);
}

t.test('collects variants that come one by one; a later version replaces an earlier one', async (t) => {
  const lines = [variant('Calm', '#111111'), variant('Bold', '#222222'), variant('Dark', '#333333')];
  const all = [
    ['Calm', '#111111'],
    ['Bold', '#222222'],
    ['Dark', '#333333'],
  ];
  t.same(themes(lines.join('\n'), 3), all, 'one object a line');
  t.same(themes(lines.map((line) => `\`\`\`json\n${line}\n\`\`\``).join('\n\n'), 3), all, 'one fence each');
  t.same(themes(lines.map((line) => `{"variants":[${line}]}`).join('\n'), 3), all, 'one list a line');
  t.same(themes(`${lines.join('\n')}\n${variant('Bold', '#444444')}`, 3), [all[0], ['Bold', '#444444'], all[2]]);
  const draft = `{"variants":[${lines[0]},${lines[1]}]}`;
  t.same(themes(`${draft}\nFinal:\n{"variants":[${lines[2]},${lines[1]}]}`, 2), [all[2], all[1]]);
  t.same(
    themes(`${draft}\nFinal:\n{"variants":[${lines[2]},{"theme":"B`, 2),
    [all[0], all[1]],
    'a final version cut short',
  );
});

t.test('keeps only the complete parts of a truncated answer', async (t) => {
  const text = { action: 'changeText', target: 'L2', content: 'Get started today' };
  const sound = makeAnswer([blue, text], [blue, text]);
  const complete = read(sound, { variantCount: 2 }).variants.flatMap(({ instructions }) => instructions);
  const first = sound.indexOf('}') + 1;
  for (let length = first; length < sound.length - 1; length += 1) {
    const { variants, warnings } = read(sound.slice(0, length), { variantCount: 2 });
    for (const instruction of variants.flatMap(({ instructions }) => instructions)) {
      if (!complete.some((other) => JSON.stringify(other) === JSON.stringify(instruction))) {
        t.fail(`cut at ${length}: ${JSON.stringify(instruction)}`);
      }
    }
    if (!warnings.includes('The answer ended early; what was complete was kept.'))
      t.fail(`cut at ${length}: no warning`);
    if (variants[0]?.instructions.length === 0) t.fail(`cut at ${length}: the complete instruction is gone`);
  }
  t.pass(`${sound.length - first} places`);
});

t.test('an answer without variants is unusable, with the reason', async (t) => {
  const faults: Readonly<Record<string, RegExp>> = {
    '': /empty/,
    '  \n ': /empty/,
    'I am sorry, I cannot do that.': /no JSON/,
    '{"variants":[]}': /list of variants is empty/,
    '{"names":["a"]}': /not a JSON object with a list of "variants"/,
    '{"variants":{"a":1}}': /not a JSON object with a list of "variants"/,
    '{"variants":[1,"two",null]}': /no entry of "variants"/,
    '[1,2,3]': /not a JSON object/,
    null: /no JSON/,
    '{"variants":[{"theme":"Dee': /not a JSON object/,
    [`{"variants":[${'x'.repeat(300_001)}`]: /far too long/,
    ['['.repeat(50_000)]: /not a JSON object/,
    [`{"variants":${'['.repeat(20_000)}${']'.repeat(20_000)}}`]: /no entry of "variants"/,
  };
  for (const [answer, fault] of Object.entries(faults)) {
    t.throws(() => read(answer), { name: 'UnusableAnswer', fault }, answer.slice(0, 40));
  }
});

t.test('throws nothing but its documented error for any answer', async () => {
  const sound = makeAnswer([blue, { action: 'move', target: 'Divider', x: 1, y: 2, relative: null }], [blue]);
  const instruction = fc.record({
    action: fc.oneof(
      fc.constantFrom('move', 'resize', 'changeFill', 'addShadow', 'toString', '__proto__'),
      fc.anything(),
    ),
    target: fc.oneof(fc.constantFrom('L1', 'Divider', '1:2', 'L0', 'L9999', '__proto__'), fc.anything()),
    x: fc.anything(),
    color: fc.oneof(fc.string(), fc.anything()),
    colors: fc.anything(),
  });
  const shaped = fc
    .record({
      variants: fc.oneof(
        fc.array(fc.record({ theme: fc.anything(), instructions: fc.array(instruction) })),
        fc.anything(),
      ),
    })
    .map((value) => JSON.stringify(value) ?? '');
  const cut = fc.tuple(fc.nat(sound.length), fc.nat(sound.length), fc.string({ unit: 'binary' }));
  const mutated = cut.map(([from, to, text]) => sound.slice(0, from) + text + sound.slice(to));
  const anyJson = fc.json();
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), mutated, shaped, anyJson), (answer) => {
      try {
        const { variants } = read(answer, { variantCount: 3 });
        return variants.length > 0 && variants.length <= 3;
      } catch (error) {
        return error instanceof UnusableAnswer;
      }
    }),
    { numRuns: 1500 },
  );
});
