import fc from 'fast-check';
import t from 'tap';
import { VariantScanner } from '../../src/edits/variant-scanner.ts';

function scan(pieces: readonly string[]): unknown[] {
  const found: unknown[] = [];
  const scanner = new VariantScanner((value) => found.push(value));
  for (const piece of pieces) scanner.push(piece);
  return found;
}

t.test('finds list objects at their closing brace, however the text is cut', async () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }),
      fc.integer({ min: 1, max: 9 }),
      (variants, size) => {
        const text = `Here it is:\n\`\`\`json\n${JSON.stringify({ variants })}`;
        const found = scan(text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'gu')) ?? []);
        const outer = variants.map((variant) => JSON.stringify(variant));
        return outer.every((variant) => found.some((value) => JSON.stringify(value) === variant));
      },
    ),
  );
});

t.test('skips thinking and strings, and repairs small faults', async (t) => {
  t.same(scan(['<think>{"variants":[{"a":1}]}', '</think>{"variants":[{"b":"{}]"}']), [{ b: '{}]' }]);
  t.same(scan(['{"variants":[{"a":1,}, {"b":2}]}']), [{ a: 1 }, { b: 2 }]);
  const draft = '{"variants":[{"a":1}]}';
  for (const thinking of [
    `<thoughts>${draft}</thoughts>`,
    `[THINK]${draft}[/THINK]`,
    `◁think▷${draft}◁/think▷`,
    `<|channel|>analysis<|message|>${draft}<|end|><|start|>assistant<|channel|>final<|message|>`,
    `<think>${draft}</think> and <reasoning>${'so '.repeat(200)}${draft}</reasoning>`,
  ])
    for (const size of [1, 7, 1000])
      t.same(
        scan(`${thinking}{"variants":[{"b":2}]}`.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []),
        [{ b: 2 }],
        thinking,
      );
  t.same(scan(['{"variants":[{"a":"\\', '"}"}]}']), [{ a: '"}' }]);
});

t.test('leaves lists under keys that variants are never under to the whole answer', async (t) => {
  const list = [{ a: 1 }];
  for (const other of [
    { layers: list },
    { draft: { variants: list } },
    { plan: list },
    { thinking: [{ steps: list }] },
  ])
    t.same(scan([JSON.stringify({ ...other, variants: [{ b: 2 }] })]), [{ b: 2 }], JSON.stringify(other));
  t.same(scan([JSON.stringify({ result: { data: { designs: list } } })]), list);
  t.same(scan([JSON.stringify(list)]), list);
});
