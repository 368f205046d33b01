import t from 'tap';
import { checkSettings } from '../../eval/command/check-settings.ts';
import { readSettings } from '../../eval/command/compare.ts';
import { readEvalFlags } from '../../eval/command/eval-flags.ts';
import { writeCosts } from '../../eval/costs/write-page.ts';
import { measureCall } from '../../eval/run/measure-call.ts';
import { countPictureTokens } from '../../src/models/count-tokens.ts';

await t.test("counts pictures by the rule of the model's family", (t) => {
  const small = { width: 300, height: 200 };
  const wide = { width: 1600, height: 700 };
  t.equal(countPictureTokens('google/gemini-3.6-flash', small), 1120);
  t.equal(countPictureTokens('google/gemini-3.6-flash', wide), 1120);
  t.equal(countPictureTokens('google/gemini-2.5-flash', small), 258);
  t.equal(countPictureTokens('google/gemini-2.5-flash', wide), 3 * 258);
  t.equal(countPictureTokens('anthropic/claude-sonnet-5', { width: 750, height: 100 }), 100);
  t.equal(countPictureTokens('openai/gpt-5', { width: 512, height: 512 }), 255);
  t.equal(countPictureTokens('unknown/model', small), 1120);
  t.end();
});

await t.test('measures a call by what went each way', async (t) => {
  const picture =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const content = [
    { type: 'text', text: 'x'.repeat(400) },
    { type: 'image_url', image_url: { url: picture } },
  ];
  const body = JSON.stringify({ model: 'google/gemini-3.6-flash', messages: [{ role: 'user', content }] });
  const answer = { choices: [{ message: { content: 'y'.repeat(40) } }], usage: { prompt_tokens: 900, cost: 0.5 } };
  const estimated = await measureCall(body, JSON.stringify(answer), false);
  t.match(estimated, { pictures: 1, textTokens: 100, pictureTokens: 1120, answerTokens: 10 });
  t.equal(estimated.billedTokens, undefined);
  t.equal(estimated.dollars, (1220 * 1.5 + 10 * 7.5) / 1e6);
  t.match(await measureCall(body, JSON.stringify(answer), true), { billedTokens: 900, dollars: 0.5 });
  const streamed = 'data: {"choices":[{"delta":{"content":"yyyy"}}]}\n\ndata: {"usage":{"cost":2}}\n\ndata: [DONE]\n';
  t.match(await measureCall(body, streamed, true), { answerTokens: 1, dollars: 2 });
});

await t.test('compares settings in every combination and checks them before starting', (t) => {
  t.same(
    readSettings(['NAMING_PICTURES=each,sheet', 'LAYERS_PER_CALL=5,10']).map(({ title }) => title),
    [
      'NAMING_PICTURES=each LAYERS_PER_CALL=5',
      'NAMING_PICTURES=each LAYERS_PER_CALL=10',
      'NAMING_PICTURES=sheet LAYERS_PER_CALL=5',
      'NAMING_PICTURES=sheet LAYERS_PER_CALL=10',
    ],
  );
  t.same(readSettings([]), [{ title: 'as configured', values: {} }]);
  t.throws(() => readSettings(['NAMING_PICTURES']), { message: /SETTING=one,two/ });
  t.throws(() => readSettings(['NAMING_PICTURES=each']), { message: /got "NAMING_PICTURES=each"/ });
  t.throws(() => checkSettings(readSettings(['NO_SUCH_SETTING=1,2'])), { message: /no setting NO_SUCH_SETTING/ });
  t.throws(() => checkSettings(readSettings(['NAMING_PICTURES=each,both'])), { message: /NAMING_PICTURES/ });
  t.throws(() => readEvalFlags(['--style', 'shouting']), { message: /--style expects one of/ });
  t.throws(() => readEvalFlags(['--texts', 'some']), { message: /--texts expects all, plugin or own/ });
  t.end();
});

await t.test('the page of costs adds up', (t) => {
  const job = { calls: 4, pictures: 2, prompt: 1_000_000, answer: 1_000_000 };
  const naming = [{ pictures: 'sheet', model: 'google/gemini-3.6-flash', score: 90, job }] as const;
  const variants = [{ model: 'google/gemini-3.1-pro-preview', job }];
  const { page, drawChart } = writeCosts({ naming, variants, designCount: 1, layerCount: 50 });
  t.match(page, '| google/gemini-3.6-flash | sheet | 4.0 | 2.0 | 1,000,000 | 1,000,000 | $9.00 | $9000.00 |');
  t.match(page, '| google/gemini-3.1-pro-preview | 4.0 | 2.0 | 1,000,000 | 1,000,000 | $14.00 | $14000.00 |');
  // 200 jobs on 22 days: 3,520 namings, 880 variants, 440 of them with five pictures of $0.067.
  t.match(page, '| 50 | 200 | $31680 | $12320 | $147 | $44147 | $44000 |');
  for (const theme of ['light', 'dark'] as const) {
    t.match(drawChart(theme), /^<svg[\s\S]*naming, gemini-3\.6-flash, sheet[\s\S]*\$9000/, theme);
  }
  t.not(drawChart('light'), drawChart('dark'));
  t.throws(() => writeCosts({ naming: [{ ...naming[0], model: 'x/y' }], variants, designCount: 1, layerCount: 1 }), {
    message: /No price is known for x\/y/,
  });
  t.end();
});
