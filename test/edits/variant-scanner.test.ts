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

t.test('skips think blocks, strings and anything that needs repair', async (t) => {
  t.same(scan(['<think>{"variants":[{"a":1}]}', '</think>{"variants":[{"b":"{}]"}']), [{ b: '{}]' }]);
  t.same(scan(['{"variants":[{"a":1,}, {"b":2}]}']), [{ b: 2 }]);
  t.same(scan(['{"variants":[{"a":"\\', '"}"}]}']), [{ a: '"}' }]);
});
