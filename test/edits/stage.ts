import { BodyMemory } from '../../src/bodies/body-memory.ts';
import { createByteLimit } from '../../src/bodies/byte-limit.ts';
import type { EditCall } from '../../src/edits/build-edit-call.ts';
import type { PictureCall } from '../../src/edits/build-picture-call.ts';
import type { EditModel } from '../../src/edits/edit-model.ts';
import { createEditService } from '../../src/edits/edit-service.ts';
import type { EditEvent, EditImageEvent, EditServiceOptions } from '../../src/edits/edit-service-types.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import type { Picture } from '../../src/images/picture.ts';
import { createCallQueue } from '../../src/models/call-queue.ts';
import { createTally } from '../../src/models/tally.ts';
import type { GenerateEditsRequest } from '../../src/schemas/edits.ts';
import { makeRequest } from './layers.ts';
import { pictureOf, pngOf } from './pictures.ts';

export const blue = { action: 'changeFill', target: 'L1', color: '#1e3a8a' };
export const image = (imagePrompt: string): object => ({ action: 'generateImage', target: 'L5', imagePrompt });

export interface Scene {
  /** Answers in turn; the last one stays. An Error is thrown. */
  readonly answers: readonly (string | Error)[];
  /** The answer is written in pieces, as a model does that streams. */
  readonly isStreamed?: boolean;
  readonly picture?: (prompt: string, signal: AbortSignal) => Promise<Picture>;
  readonly request?: Partial<GenerateEditsRequest>;
  readonly options?: Partial<EditServiceOptions>;
  readonly timeLeftMs?: () => number;
  readonly onFailure?: (error: Error) => void;
  readonly onEvent?: (event: EditEvent) => void | Promise<void>;
}

/** A job in front of a model with given answers. */
export function stage(scene: Scene) {
  const controller = new AbortController();
  const events: EditEvent[] = [];
  const asked: EditCall[] = [];
  const pictureCalls: PictureCall[] = [];
  const memory = createByteLimit({ totalBytes: 1 << 30 });
  const state = { running: 0, most: 0, bodyReleased: false, isWriting: false };
  const model: EditModel = {
    cooldownMs: () => 0,
    async chat(call, _signal, _tally, more) {
      asked.push(call);
      const answer = scene.answers[Math.min(asked.length, scene.answers.length) - 1] ?? '';
      if (typeof answer !== 'string') throw answer;
      if (scene.isStreamed !== true) return answer;
      state.isWriting = true;
      for (const piece of answer.match(/[^]{1,40}/g) ?? []) {
        more?.stream?.onText(piece);
        await new Promise((resolve) => setImmediate(resolve));
      }
      state.isWriting = false;
      return answer;
    },
    async picture(call, signal, _tally, answerMemory) {
      pictureCalls.push(call);
      state.running += 1;
      state.most = Math.max(state.most, state.running);
      try {
        await new Promise((resolve) => setImmediate(resolve));
        const picture = await (scene.picture?.(
          (call.prompt.split('\n')[0] ?? '').replace('Generate an image of ', ''),
          signal,
        ) ?? pictureOf(pngOf(16, 9)));
        return answerMemory?.keep(new ByteString(picture.views)) ?? picture;
      } finally {
        state.running -= 1;
      }
    },
  };
  const service = createEditService({
    model,
    queue: createCallQueue({ maxCalls: 100 }),
    prompts: { resolve: async () => ({ filename: 'default.txt', text: 'Be a designer.', warning: undefined }) },
    imageConcurrency: 5,
    maxImagesPerJob: 10,
    ...scene.options,
  });
  const request = makeRequest({ variantCount: 2, generateImages: true, ...scene.request });
  const job = {
    id: 'job-1',
    request,
    signal: controller.signal,
    ...(scene.timeLeftMs === undefined ? {} : { timeLeftMs: scene.timeLeftMs }),
    tally: createTally(),
    onFailure: (error: Error) => scene.onFailure?.(error),
    releaseBody: () => void (state.bodyReleased = true),
    reserve: async (bytes: number) => new BodyMemory(await memory.acquire(bytes, 'a', controller.signal, true)),
  };
  const done = service.run(job, async (event) => {
    events.push(event);
    await scene.onEvent?.(event);
  });
  done.catch(() => undefined);
  const images = (): EditImageEvent[] => events.filter((event) => event.type === 'image');
  return { done, events, images, asked, pictureCalls, memory, state, request, controller };
}

/** Settles as a call does whose signal is aborted. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    else signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}

/** A promise that is settled from outside. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let resolveOpened: (() => void) | undefined;
  const opened = new Promise<void>((resolve) => (resolveOpened = resolve));
  return { opened, open: () => resolveOpened?.() };
}
