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

t.test('answers that are fenced, prefixed, bare, or not quite JSON are read', async (t) => {
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
  };
  for (const [way, answer] of Object.entries(ways)) {
    t.match(read(answer).variants, [{ instructions: [{ action: 'changeFill', targetId: '1:1' }] }], way);
  }
});

t.test('an answer cut short keeps what was complete, and nothing that was not', async (t) => {
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

t.test('an answer without variants is unusable, and the fault says why', async (t) => {
  const faults: Readonly<Record<string, RegExp>> = {
    '': /empty/,
    '  \n ': /empty/,
    'I am sorry, I cannot do that.': /no JSON/,
    '{"variants":[]}': /list of variants is empty/,
    '{"names":["a"]}': /no JSON object with a list of "variants"/,
    '{"variants":{"a":1}}': /no JSON object with a list of "variants"/,
    '{"variants":[1,"two",null]}': /no entry of "variants"/,
    '[1,2,3]': /no JSON object/,
    null: /no JSON/,
    '{"variants":[{"theme":"Dee': /no JSON object/,
    [`{"variants":[${'x'.repeat(300_001)}`]: /far too long/,
    ['['.repeat(50_000)]: /no JSON object/,
    [`{"variants":${'['.repeat(20_000)}${']'.repeat(20_000)}}`]: /no entry of "variants"/,
  };
  for (const [answer, fault] of Object.entries(faults)) {
    t.throws(() => read(answer), { name: 'UnusableAnswer', fault }, answer.slice(0, 40));
  }
});

t.test('no answer whatever makes it throw anything but its own error', async () => {
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
