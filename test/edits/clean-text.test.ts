import * as fc from 'fast-check';
import t from 'tap';
import { cleanLine, toJsonLine } from '../../src/edits/clean-text.ts';

t.test('makes text one trimmed line of bounded length', async (t) => {
  t.equal(cleanLine('  a\r\n\tb\u2028c\u0000 ', 20), 'a b c');
  t.equal(cleanLine('abcdef', 6), 'abcdef');
  t.equal(cleanLine('abcdefg', 6), 'abcde…');
  t.equal(cleanLine('abcd😀fg', 6), 'abcd…', 'no half of a character is left');
  t.equal(cleanLine('a\ud83db', 6), 'a\ufffdb', 'a lone surrogate is replaced');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 30 }), (text, length) => {
      const line = cleanLine(text, length);
      return line.length <= length && line === line.trim() && !/[\p{Cc}\u2028\u2029\p{Cs}]/u.test(line);
    }),
  );
});

t.test('JSON on one line contains no line terminator and reads back the same', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const line = toJsonLine({ text });
      return !/[\n\r\u2028\u2029\u0085]/.test(line) && JSON.parse(line).text === text;
    }),
  );
});
