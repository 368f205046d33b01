import t from 'tap';
import { clientClosed, requestTimeout } from '../../src/errors.ts';
import type { Picture } from '../../src/images/picture.ts';
import { ProviderError } from '../../src/models/provider-error.ts';
import { until } from '../helpers/until.ts';
import { makeAnswer } from './layers.ts';
import { pictureOf, pngOf, webp } from './pictures.ts';
import { gate, image, stage, untilAborted } from './stage.ts';

t.test('makes at most the allowed number of pictures, at once and in total, and marks the rest', async (t) => {
  const prompts = Array.from({ length: 9 }, (_, index) => image(`picture ${index}`));
  const { done, images, pictureCalls, state } = stage({
    answers: [makeAnswer(prompts, prompts)],
    options: { imageConcurrency: 3, maxImagesPerJob: 10 },
  });
  t.match(await done, { images: 10, imagesFailed: 8 });
  t.equal(pictureCalls.length, 10);
  t.equal(state.most, 3);
  t.equal(images().length, 18);
  t.same(
    images().map((event) => event.done),
    Array.from({ length: 18 }, (_, index) => index + 1),
  );
  const refused = images().filter(({ result }) => 'imageError' in result);
  t.ok(refused.every(({ variantIndex, instructionIndex }) => variantIndex === 2 && instructionIndex > 0));
  t.match(refused[0]?.result, { imageError: 'This picture was not made: a request gets at most 10' });
});

t.test('releases a picture after it was sent, not before', async (t) => {
  const reader = gate();
  const sent = gate();
  const scene = stage({
    answers: [makeAnswer([image('one'), image('two')])],
    onEvent: (event) => {
      if (event.type !== 'image') return undefined;
      if (event.done === 2) sent.open();
      return reader.opened;
    },
  });
  await sent.opened;
  const pictures = scene.images().map(({ result }) => ('picture' in result ? result.picture : undefined));
  const bytes = pictures.map((picture) => picture?.byteLength ?? 0);
  t.ok(bytes[0]);
  t.equal(
    scene.memory.usedBytes,
    (bytes[0] ?? 0) + (bytes[1] ?? 0),
    'each holds what it needs, no longer what was reserved',
  );
  reader.open();
  await scene.done;
  for (const picture of pictures) t.throws(() => picture?.views, /released/);
  t.equal(scene.memory.usedBytes, 0);
});

t.test('a worker makes no further picture before its last one is sent', async (t) => {
  const reader = gate();
  const bothSent = gate();
  const scene = stage({
    answers: [makeAnswer(Array.from({ length: 10 }, (_, index) => image(`picture ${index}`)))],
    options: { imageConcurrency: 2 },
    onEvent: (event) => {
      if (event.type !== 'image') return undefined;
      if (event.done === 2) bothSent.open();
      return reader.opened;
    },
  });
  await bothSent.opened;
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  t.equal(scene.pictureCalls.length, 2);
  reader.open();
  t.match(await scene.done, { images: 10 });
});

t.test('a reader of pictures in document order gets all of them however they arrive', async (t) => {
  const written: number[] = [];
  const waiting = new Map<number, () => void>();
  const scene = stage({
    answers: [makeAnswer(Array.from({ length: 10 }, (_, index) => image(`picture ${index}`)))],
    // The first of each three takes longest.
    picture: async (prompt) => {
      const turns = 20 - (Number(prompt.split(' ')[1]) % 3) * 8;
      for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      return pictureOf(pngOf(8, 8));
    },
    options: { imageConcurrency: 3 },
    onEvent: (event) => {
      if (event.type !== 'image') return undefined;
      return new Promise((resolve) => {
        waiting.set(event.instructionIndex, resolve);
        for (let next = waiting.get(written.length); next !== undefined; next = waiting.get(written.length)) {
          written.push(written.length);
          next();
        }
      });
    },
  });
  t.match(await scene.done, { images: 10 });
  t.notSame(
    scene.images().map(({ instructionIndex }) => instructionIndex),
    written,
    'they came out of order',
  );
  t.equal(written.length, 10);
});

t.test('keeps finished pictures at the deadline; the others report the timeout', async (t) => {
  const scene = stage({
    answers: [makeAnswer([image('quick'), image('slow'), image('never begun')])],
    picture: async (prompt, signal) => (prompt === 'quick' ? pictureOf(pngOf(8, 8)) : untilAborted(signal)),
    options: { imageConcurrency: 1 },
    onEvent: (event) =>
      void (event.type === 'image' && event.done === 1 && setImmediate(() => scene.controller.abort(requestTimeout()))),
  });
  t.match(await scene.done, { images: 1, imagesFailed: 2 });
  t.match(scene.images().slice(1), [
    { result: { imageError: 'Time ran out before the picture was made' } },
    { result: { imageError: 'Time ran out before the picture was made' } },
  ]);
});

t.test('asks for and emits nothing after the client has left', async (t) => {
  const scene = stage({
    answers: [makeAnswer(Array.from({ length: 8 }, (_, index) => image(`picture ${index}`)))],
    picture: async (_, signal) => untilAborted(signal),
    options: { imageConcurrency: 2 },
  });
  await until('two pictures are asked for', () => scene.pictureCalls.length >= 2);
  scene.controller.abort(clientClosed());
  await t.rejects(scene.done, { code: 'EXPORTER_CLIENT_CLOSED' });
  t.equal(scene.pictureCalls.length, 2);
  t.equal(scene.images().length, 0);
});

t.test('a failing reader ends the pictures and its error ends the job', async (t) => {
  const scene = stage({
    answers: [makeAnswer(Array.from({ length: 8 }, (_, index) => image(`picture ${index}`)))],
    options: { imageConcurrency: 2 },
    onEvent: (event) => (event.type === 'image' ? Promise.reject(new Error('socket gone')) : undefined),
  });
  await t.rejects(scene.done, { message: 'socket gone' });
  t.ok(scene.pictureCalls.length <= 4, `${scene.pictureCalls.length} calls`);
});

t.test('a picture that fails or that Figma cannot use leaves an error; the rest stay', async (t) => {
  const logged: string[] = [];
  const pictures: Readonly<Record<string, () => Promise<Picture>>> = {
    sound: async () => pictureOf(pngOf(100, 100)),
    webp: async () => pictureOf(webp()),
    huge: async () => pictureOf(pngOf(8000, 10)),
    refused: async () => Promise.reject(new ProviderError('refused', 'secret words', { retryable: false })),
    failed: async () => Promise.reject(new ProviderError('status', 'secret words', { retryable: true })),
    broken: async () => Promise.reject(new TypeError('secret words')),
  };
  const { done, images } = stage({
    answers: [makeAnswer(Object.keys(pictures).map(image))],
    picture: (prompt) => pictures[prompt]?.() ?? Promise.reject(new Error(prompt)),
    options: { imageConcurrency: 1 },
    onFailure: (error) => void logged.push(error.name),
  });
  t.match(await done, { images: 1, imagesFailed: 5 });
  t.same(logged, ['ProviderError', 'ProviderError', 'TypeError'], 'each is logged for the operator');
  const said = images().map(({ result }) => ('imageError' in result ? result.imageError : 'a picture'));
  t.same(said, [
    'a picture',
    'The image model answered with WebP, which Figma cannot take',
    'The picture is 8000 x 10 px, and Figma takes 4096 px a side at most',
    'The image model refused to make the picture',
    'The image model gave no picture',
    'The image model gave no picture',
  ]);
});
