import t from 'tap';
import { requestTimeout } from '../../src/errors.ts';
import { ProviderError } from '../../src/models/provider-error.ts';
import { makeAnswer } from './layers.ts';
import { pictureFrom, pictureOf, pngOf } from './pictures.ts';
import { blue, image, stage } from './stage.ts';

t.test('tells the job, every variant before any picture is begun, then each picture, and sums up', async (t) => {
  const begun: number[] = [];
  const types: string[] = [];
  const scene = stage({
    answers: [makeAnswer([blue, image('a boat')], [image('a tower')])],
    onEvent(event) {
      if (event.type === 'variant') begun.push(scene.pictureCalls.length);
      if (event.type === 'image' && 'picture' in event.result) types.push(event.result.picture.type);
    },
  });
  t.same(await scene.done, { promptFile: 'default.txt', variants: 2, images: 2, imagesFailed: 0, warnings: [] });
  t.same(
    scene.events.map(({ type }) => type),
    ['job', 'variant', 'variant', 'image', 'image'],
  );
  t.same(scene.events[0], { type: 'job', jobId: 'job-1', total: 2, promptFile: 'default.txt' });
  t.same(begun, [0, 0]);
  t.same(types, ['image/png', 'image/png']);
  t.match(
    scene.images().map(({ result, ...rest }) => ({ ...rest, made: 'picture' in result })),
    [
      { variantIndex: 1, instructionIndex: 1, made: true, done: 1, total: 2 },
      { variantIndex: 2, instructionIndex: 0, made: true, done: 2, total: 2 },
    ],
  );
  t.match(scene.pictureCalls[0], { aspectRatio: '16:9', prompt: /^a boat\n[^]*160 x 90 px/ });
});

t.test('an unusable answer is asked for once more with its fault named, and a second one is the end', async (t) => {
  const mended = stage({ answers: ['I am sorry.', makeAnswer([blue])] });
  t.match(await mended.done, { variants: 1 });
  t.equal(mended.asked.length, 2);
  t.notMatch(mended.asked[0]?.text, /could not be used/);
  t.match(mended.asked[1]?.text, /could not be used: it holds no JSON\./);
  const lost = stage({ answers: ['I am sorry.'] });
  await t.rejects(lost.done, { code: 'EXPORTER_PROVIDER_FAILED', statusCode: 502 });
  t.equal(lost.asked.length, 2);
});

t.test('an answer in which nothing fits is asked for once more; a second one is told as it is', async (t) => {
  const misfit = makeAnswer([{ action: 'explode', target: 'L1' }]);
  const { done, asked, events } = stage({ answers: [misfit], request: { variantCount: 1 } });
  const { warnings } = await done;
  t.equal(asked.length, 2);
  t.match(asked[1]?.text, /none of its instructions fits/);
  t.match(events[1], { type: 'variant', variant: { instructions: [] } });
  t.match(warnings[0], /unknown action "explode"/);
});

t.test('a provider that fails or refuses is not asked again here, and its words are not passed on', async (t) => {
  const failures: Error[] = [];
  for (const fault of ['status', 'refused', 'transport'] as const) {
    const error = new ProviderError(fault, 'secret words of the provider', { retryable: true });
    const { done, asked } = stage({ answers: [error], onFailure: (failure) => void failures.push(failure) });
    await t.rejects(done, { code: 'EXPORTER_PROVIDER_FAILED', message: /^The AI provider (failed|refused)/ });
    t.equal(asked.length, 1);
  }
  t.equal(failures.length, 3);
});

t.test('at the deadline with no variants the deadline is the error', async (t) => {
  const scene = stage({ answers: [makeAnswer([blue])] });
  scene.controller.abort(requestTimeout());
  await t.rejects(scene.done, { code: 'EXPORTER_TIMEOUT' });
  t.equal(scene.asked.length, 0);
});

t.test('the picture of the frame goes to the model and is released before the pictures', async (t) => {
  const frame = pictureOf(pngOf(20, 20));
  const scene = stage({
    answers: [makeAnswer([blue])],
    request: { frameImageBase64: frame },
    onEvent(event) {
      if (event.type !== 'variant') return;
      t.ok(scene.state.bodyServed);
      frame.release();
      t.throws(() => frame.views, /released/, 'nobody else holds it');
    },
  });
  await scene.done;
  t.equal(scene.asked[0]?.frameImage, frame);
  const none = stage({ answers: [makeAnswer([blue])], request: { frameImageBase64: pictureFrom('') } });
  await none.done;
  t.equal(none.asked[0]?.frameImage, undefined);
});

t.test('a prompt that was replaced is said first among the warnings', async (t) => {
  const { done } = stage({
    answers: [makeAnswer([blue])],
    options: {
      prompts: { resolve: async () => ({ filename: 'default.txt', text: 'x', warning: 'There is no prompt x.txt.' }) },
    },
  });
  t.same((await done).warnings, ['There is no prompt x.txt.', '2 variants were asked for, 1 came.']);
});
