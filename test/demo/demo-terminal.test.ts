import t from 'tap';
import { html } from '../../demo/command/html.ts';
import { createProgress } from '../../demo/command/progress.ts';
import { describeProvider } from '../../demo/command/provider-note.ts';
import { printTable } from '../../demo/command/table.ts';
import { cleanLine, createTerminal, fit, widthOf } from '../../demo/command/terminal.ts';

/** A terminal that keeps what is written to it. */
function record(options: { isTTY?: boolean; columns?: number } = {}) {
  const written: string[] = [];
  const terminal = createTerminal({ ...options, write: (text) => written.push(text) }, false);
  return { written, terminal };
}

await t.test(
  'strips escape sequences, control characters, line breaks and direction marks from foreign text',
  async (t) => {
    t.equal(
      cleanLine('\x1b[31mred\x1b[0m\x07 \x1b]0;title\x07name\r\nnext\u202Egpj.exe\u2028'),
      'red name nextgpj.exe',
    );
    t.equal(cleanLine('Кнопка 按钮 👩‍🚀'), 'Кнопка 按钮 👩‍🚀');
  },
);

await t.test('pads a cell to its exact width in any script', async (t) => {
  t.equal(fit('abc', 5), 'abc  ');
  t.equal(fit('abcdef', 5), 'abcd…');
  t.equal(fit('按钮按钮', 6), '按钮… ');
  for (const text of ['abcdef', '按钮按钮', 'é́é́é́é́', '👩‍🚀👩‍🚀👩‍🚀👩‍🚀']) t.equal(widthOf(fit(text, 6)), 6);
});

await t.test('a table shrinks its widest column in a narrow terminal', async (t) => {
  const { written, terminal } = record({ isTTY: true, columns: 60 });
  printTable(
    terminal,
    ['layer', 'old name', 'new name'],
    [[{ text: '1:1' }, { text: 'x'.repeat(90) }, { text: 'primary_button' }]],
  );
  const lines = written.join('').trimEnd().split('\n');
  t.equal(lines.length, 3);
  for (const line of lines) t.ok(widthOf(line) <= 60);
  t.match(lines[2], /^1:1 {4}x+… {2}primary_button$/);
});

await t.test('redraws the progress bar at most every 50 ms, and always at the end', async (t) => {
  const { written, terminal } = record({ isTTY: true, columns: 100 });
  let now = 0;
  const progress = createProgress(terminal, 'layers named', () => now);
  progress.update(1, 4, 'one');
  now = 20;
  progress.update(2, 4, 'two');
  now = 60;
  progress.update(3, 4, '\x1b[2Jthree');
  progress.update(4, 4, 'four');
  progress.end();
  t.equal(written.length, 4, 'three bars and a line break');
  t.equal(written[0], `\r\x1b[2K${'█'.repeat(8)}${'░'.repeat(22)} 1/4 layers named, 0.0 s  one`);
  t.match(written[1], / 3\/4 layers named, 0\.1 s {2}three$/);
  t.ok(written[2]?.startsWith(`\r\x1b[2K${'█'.repeat(30)} 4/4 `));
  t.equal(written[3], '\n');
});

await t.test('prints a line per tenth of progress if it is not a terminal', async (t) => {
  const { written, terminal } = record();
  const progress = createProgress(terminal, 'layers named', () => 0);
  for (let done = 1; done <= 100; done += 1) progress.update(done, 100, 'name');
  progress.end();
  t.equal(written.length, 10);
  t.equal(written[9], '100 of 100 layers named (0.0 s)\n');
});

await t.test('escapes text put into a page unless it is markup already', async (t) => {
  const name = `"><script>alert('1')</script>&\x07`;
  const { markup } = html`<b title="${name}">${[html`<i>${name}</i>`]}</b>`;
  const safe = '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\uFFFD';
  t.equal(markup, `<b title="${safe}"><i>${safe}</i></b>`);
});

t.test("says that no model made the local provider's answers", async (t) => {
  const service = { provider: 'openrouter', url: 'http://127.0.0.1:3000' } as const;
  t.match(describeProvider(service, undefined, 3).text, /^Made by a real model, through openrouter$/);
  t.match(describeProvider(service, undefined, 0).text, /^Nothing was made by openrouter$/);
  t.match(
    describeProvider({ ...service, provider: undefined }, undefined, 0).text,
    /^Nothing was made by the service at http/,
  );
  t.match(describeProvider({ ...service, provider: 'demo' }, undefined, 0).kind, 'demo');
});
