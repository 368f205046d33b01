import * as fc from 'fast-check';
import t from 'tap';
import { isPromptFileName } from '../../src/schemas/prompts.ts';

t.test('accepts bare names that end in .txt', async (t) => {
  for (const name of [
    'default.txt',
    'creative-director-with-images.txt',
    'Été 2.txt',
    'a.b.txt',
    '日本.txt',
    '50% off.txt',
  ]) {
    t.ok(isPromptFileName(name), name);
  }
  t.ok(isPromptFileName(`${'x'.repeat(251)}.txt`), '255 characters');
});

t.test('refuses every path out of the folder and every malformed name', async (t) => {
  const refused = [
    '',
    '.txt',
    ' .txt',
    '..txt',
    'default',
    'default.txt.js',
    'default.TXT',
    'default.txt ',
    'default.txt\n',
    '../default.txt',
    '..\\default.txt',
    'a/../default.txt',
    'a/b.txt',
    '/etc/passwd.txt',
    'a\\b.txt',
    '\\\\server\\share.txt',
    'C:default.txt',
    'C:\\default.txt',
    'default.txt:stream.txt',
    'file:default.txt',
    'a..b.txt',
    '%2e%2e%2fdefault.txt',
    '%2Fdefault.txt',
    '%00.txt',
    'default%00.txt',
    '%252e.txt',
    'default\0.txt',
    '/etc/passwd\0.txt',
    'de\nfault.txt',
    'de\u0085fault.txt',
    'de\u2028fault.txt',
    `${'x'.repeat(252)}.txt`,
  ];
  for (const name of refused) t.notOk(isPromptFileName(name), encodeURIComponent(name).slice(0, 60));
});

t.test('no accepted name has a separator, a dot-dot or a control character', async () => {
  const hostile = fc.stringMatching(/^[a-z./\\:%20ef\0\n]{0,12}\.txt$/);
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), hostile), (name) => {
      if (!isPromptFileName(name)) return true;
      // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
      return name.endsWith('.txt') && name.length > 4 && !/[/\\:\u0000-\u001f]|\.\.|%[0-9a-f]{2}/i.test(name);
    }),
    { numRuns: 500 },
  );
});
