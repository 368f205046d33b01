import t from 'tap';
import { requestTimeout } from '../../src/errors.ts';
import { ProviderError } from '../../src/models/provider-error.ts';
import { makeAnswer } from './layers.ts';
import { pictureFrom, pictureOf, pngOf } from './pictures.ts';
import { blue, image, stage } from './stage.ts';

t.test('emits the job, every variant before any picture starts, each picture, then the totals', async (t) => {
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
  t.match(scene.pictureCalls[0], { aspectRatio: '16:9', prompt: /^Generate an image of a boat\n[^]*160 x 90 px/ });
});

t.test('asks once more for an unusable answer, naming its fault, then fails', async (t) => {
  const mended = stage({ answers: ['I am sorry.', makeAnswer([blue])] });
  t.match(await mended.done, { variants: 1 });
  t.equal(mended.asked.length, 2);
  t.notMatch(mended.asked[0]?.text, /could not be used/);
  t.match(mended.asked[1]?.text, /could not be used: it holds no JSON\./);
  const lost = stage({ answers: ['I am sorry.'] });
  await t.rejects(lost.done, { code: 'EXPORTER_PROVIDER_FAILED', statusCode: 502 });
  t.equal(lost.asked.length, 2);
});

t.test('asks once more if nothing in an answer fits, then returns the second answer as it is', async (t) => {
  const misfit = makeAnswer([{ action: 'explode', target: 'L1' }]);
  const { done, asked, events } = stage({ answers: [misfit], request: { variantCount: 1 } });
  const { warnings } = await done;
  t.equal(asked.length, 2);
  t.match(asked[1]?.text, /none of its instructions fits/);
  t.match(events[1], { type: 'variant', variant: { instructions: [] } });
  t.match(warnings[0], /unknown action "explode"/);
});

t.test('does not repeat a call that failed or was refused, nor pass on its words', async (t) => {
  const failures: Error[] = [];
  for (const fault of ['status', 'refused', 'transport'] as const) {
    const error = new ProviderError(fault, 'secret words of the provider', { retryable: true });
    const { done, asked } = stage({ answers: [error], onFailure: (failure) => void failures.push(failure) });
    await t.rejects(done, { code: 'EXPORTER_PROVIDER_FAILED', message: /^The AI provider (failed|refused)/ });
    t.equal(asked.length, 1);
  }
  t.equal(failures.length, 3);
});

t.test('fails with the deadline if no variant is finished', async (t) => {
  const scene = stage({ answers: [makeAnswer([blue])] });
  scene.controller.abort(requestTimeout());
  await t.rejects(scene.done, { code: 'EXPORTER_TIMEOUT' });
  t.equal(scene.asked.length, 0);
});

t.test("sends the frame's picture to the model and releases it before the pictures", async (t) => {
  const frame = pictureOf(pngOf(20, 20));
  const scene = stage({
    answers: [makeAnswer([blue])],
    request: { frameImageBase64: frame },
    onEvent(event) {
      if (event.type !== 'variant') return;
      t.ok(scene.state.bodyReleased);
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

t.test('lists a replaced prompt first among the warnings', async (t) => {
  const { done } = stage({
    answers: [makeAnswer([blue])],
    options: {
      prompts: { resolve: async () => ({ filename: 'default.txt', text: 'x', warning: 'There is no prompt x.txt.' }) },
    },
  });
  t.same((await done).warnings, ['There is no prompt x.txt.', '2 variants were asked for, 1 came.']);
});

/** A card with a title on it, and seven changes that leave nothing to read: black and white behind every text. */
const page = [
  {
    id: 'a',
    name: 'Card',
    type: 'FRAME',
    x: 0,
    y: 0,
    width: 400,
    height: 300,
    fills: [{ type: 'SOLID', color: '#ffffff' }],
  },
  ...[0, 1, 2, 3].map((row) => ({
    id: `t${row}`,
    parentId: 'a',
    name: `Line ${row}`,
    type: 'TEXT',
    x: 16,
    y: 16 + row * 40,
    width: 200,
    height: 20,
    text: 'Hello',
    fontSize: 16,
    fills: [{ type: 'SOLID', color: '#222222' }],
  })),
];
const striped = [{ action: 'addGradient', target: 'L1', colors: ['#000000', '#ffffff'] }];
const calm = [{ action: 'changeFill', target: 'L1', color: '#f4f1ea' }];

t.test('asks once more for an unreadable variant with its fault; the others stay', async (t) => {
  const { done, asked, events } = stage({
    answers: [makeAnswer(calm, striped), makeAnswer([{ action: 'changeFill', target: 'L1', color: '#dfe9f3' }])],
    request: { layers: page },
  });
  const { warnings } = await done;
  t.equal(asked.length, 2);
  t.match(asked[1]?.text, /^Variants: 1$/m);
  t.match(asked[1]?.text, /^Avoid themes: \["Theme 1"\]$/m);
  t.match(asked[1]?.text, /"Theme 2\\": 4 of 4 texts cannot be read/);
  t.match(
    events.filter(({ type }) => type === 'variant'),
    [
      { variant: { variantIndex: 1, instructions: [{ color: '#f4f1ea' }] } },
      { variant: { variantIndex: 2, instructions: [{ color: '#dfe9f3' }], checks: { contrastFailures: 0 } } },
    ],
  );
  t.match(warnings.join('\n'), /Variant 2 was made again: 4 of 4 texts cannot be read/);
});

t.test('keeps the first answer and reports its faults if the second is not better, fails, or lacks time', async (t) => {
  const answers = [makeAnswer(calm, striped)];
  const failed = new ProviderError('status', 'down', { retryable: false });
  for (const [scene, calls] of [
    [{ answers: [...answers, makeAnswer(striped)] }, 2],
    [{ answers: [...answers, failed] }, 2],
    [{ answers, timeLeftMs: () => 0 }, 1],
  ] as const) {
    const { done, asked, events } = stage({ ...scene, request: { layers: page } });
    const { warnings } = await done;
    t.equal(asked.length, calls);
    t.match(events.at(-1), { variant: { variantIndex: 2, checks: { contrastFailures: 4 } } });
    t.match(warnings.join('\n'), /Variant 2: still there: 4 texts hard to read/);
  }
});

t.test('repairs a streamed variant before it is shown, while the model writes the next one', async (t) => {
  const shown: unknown[] = [];
  const dark = [
    { action: 'changeFill', target: 'L1', color: '#14213d' },
    { action: 'changeFill', target: 'L2', color: '#333333' },
  ];
  const scene = stage({
    answers: [makeAnswer(dark, calm)],
    request: { layers: page },
    isStreamed: true,
    onEvent: (event) => {
      if (event.type === 'variant')
        shown.push([scene.state.isWriting, event.variant.checks, event.variant.instructions]);
    },
  });
  await scene.done;
  t.equal(scene.asked.length, 1);
  const [[isWriting, checks, instructions]] = shown as [[boolean, object, { action: string; color: string }[]]];
  t.ok(isWriting, 'the first one is shown before the answer ends');
  t.match(checks, { contrastFailures: 0, repaired: 4 });
  t.notOk(instructions.some(({ color }) => color === '#333333'));
});

t.test('a streamed variant that fails badly is held back and asked for once more, and only once', async (t) => {
  const good = [{ action: 'changeFill', target: 'L1', color: '#dfe9f3' }];
  for (const [second, failures] of [
    [makeAnswer(good), 0],
    [makeAnswer(striped), 4],
  ] as const) {
    const seen: string[] = [];
    const scene = stage({
      answers: [makeAnswer(striped, calm), second],
      request: { layers: page },
      isStreamed: true,
      onEvent: (event) => {
        if (event.type === 'variant') seen.push(`${event.variant.variantIndex} of question ${scene.asked.length}`);
      },
    });
    await scene.done;
    t.equal(scene.asked.length, 2);
    t.match(scene.asked[1]?.text, /"Theme 1\\": 4 of 4 texts cannot be read/);
    t.same(seen, ['2 of question 1', '1 of question 2'], 'each is shown once');
    const first = scene.events.find((event) => event.type === 'variant' && event.variant.variantIndex === 1);
    t.match(first, { variant: { checks: { contrastFailures: failures } } });
  }
});

const makeOne = (theme: string, color: string) => ({
  theme,
  humanPrompt: theme,
  instructions: [{ action: 'changeFill', target: 'L1', color }],
});

t.test('keeps every variant of a streamed answer, and each once, whatever stands before them', async (t) => {
  const variants = [makeOne('One', '#f4f1ea'), makeOne('Two', '#dfe9f3')];
  for (const answer of [
    JSON.stringify({ plan: [{ theme: 'Plan', steps: ['look', 'choose'] }], variants }),
    JSON.stringify({ layers: [{ id: 'L1', changes: [{ action: 'hide' }] }], variants }),
    JSON.stringify({ designs: [{ theme: 'Plan', steps: ['look', 'choose'] }], variants }),
    JSON.stringify({ variants }).replace('"#f4f1ea"}', '"#f4f1ea",}'),
  ]) {
    const scene = stage({ answers: [answer], request: { generateImages: false }, isStreamed: true });
    await scene.done;
    const made = scene.events.flatMap((event) => (event.type === 'variant' ? [event.variant] : []));
    t.same(new Set(made.map(({ theme }) => theme)), new Set(['One', 'Two']), answer);
    t.same(new Set(made.map(({ variantIndex }) => variantIndex)), new Set([1, 2]), answer);
    t.equal(made.length, 2, answer);
  }
});
