import fc from 'fast-check';
import t from 'tap';
import { cleanName } from '../../src/rename/clean-name.ts';
import type { NamingStyle } from '../../src/schemas/rename.ts';

const styles: readonly NamingStyle[] = [
  'snake_case',
  'kebab-case',
  'camelCase',
  'PascalCase',
  'Title Case',
  'Slash/Case',
];

t.test('writes a name in each style, however the model wrote it', async (t) => {
  const expected: Record<NamingStyle, string> = {
    snake_case: 'primary_submit_button',
    'kebab-case': 'primary-submit-button',
    camelCase: 'primarySubmitButton',
    PascalCase: 'PrimarySubmitButton',
    'Title Case': 'Primary Submit Button',
    'Slash/Case': 'Button/Primary Submit',
  };
  for (const answer of [
    'primary_submit_button',
    'primary-submit-button',
    'primarySubmitButton',
    'PrimarySubmitButton',
    ' Primary  Submit Button. ',
  ]) {
    for (const style of styles) t.equal(cleanName(answer, style), expected[style], `${answer} as ${style}`);
  }
});

t.test("keeps the model's slashes in Slash/Case and treats them as gaps elsewhere", async (t) => {
  t.equal(cleanName('Button/Primary/large icon', 'Slash/Case'), 'Button/Primary/Large Icon');
  t.equal(cleanName('/Button//Submit/', 'Slash/Case'), 'Button/Submit');
  t.equal(cleanName('Button/Submit', 'snake_case'), 'button_submit');
  t.equal(cleanName('button', 'Slash/Case'), 'Button');
});

t.test('treats controls, direction marks, emoji and markup as gaps', async (t) => {
  t.equal(cleanName('nav\u0000bar\u202e \u{1f600}<b>', 'snake_case'), 'nav_bar_b');
  t.equal(cleanName("user's avatar", 'snake_case'), 'users_avatar');
  t.equal(cleanName('HTTPServer2Card', 'snake_case'), 'http_server2_card');
  t.equal(cleanName('__proto__', 'snake_case'), 'proto');
});

t.test('keeps letters of any script', async (t) => {
  t.equal(cleanName('Größe ändern', 'PascalCase'), 'GrößeÄndern');
  t.equal(cleanName('送信 ボタン', 'snake_case'), '送信_ボタン');
  t.equal(cleanName('кнопка отправки', 'Title Case'), 'Кнопка Отправки');
  t.equal(cleanName('e\u0301cran', 'snake_case'), 'écran');
});

t.test('keeps at most five words, and nothing if no word is left', async (t) => {
  t.equal(cleanName('a b c d e f g', 'kebab-case'), 'a-b-c-d-e');
  for (const answer of ['', '   ', '---', '\u{1f600}', '\ud800']) t.equal(cleanName(answer, 'snake_case'), undefined);
});

t.test('any answer gives 1 to 80 characters, no controls, no half letters, 1 to 5 words', async (t) => {
  const answer = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 500 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.string({ maxLength: 300 }),
  );
  fc.assert(
    fc.property(answer, fc.constantFrom(...styles), (text, style) => {
      const name = cleanName(text, style);
      if (name === undefined) return true;
      const words = name.split(/[_\-/ ]/);
      return (
        name.length >= 1 &&
        name.length <= 80 &&
        // Controls, marks of direction and halves of surrogate pairs.
        !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(name) &&
        (style === 'camelCase' || style === 'PascalCase' || (words.length <= 5 && words.every((word) => word !== '')))
      );
    }),
    { numRuns: 500 },
  );
  t.pass('500 answers');
});
