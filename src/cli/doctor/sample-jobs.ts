import type { BodyMemory } from '../../bodies/body-memory.ts';
import type { Config } from '../../config/config.ts';
import { createEditModel } from '../../edits/edit-model.ts';
import { createEditService } from '../../edits/edit-service.ts';
import { pictureFault } from '../../edits/picture-fault.ts';
import { sizeOf } from '../../images/picture-size.ts';
import { createCallQueue } from '../../models/call-queue.ts';
import type { OpenRouterClient } from '../../models/client.ts';
import type { Tally } from '../../models/tally.ts';
import { builtInPromptText } from '../../prompts/built-in-prompt.ts';
import { createRenameService } from '../../rename/rename-service.ts';
import { sampleEdits, sampleRename } from './sample.ts';

export interface SampleSettings {
  readonly ai: Config['ai'];
  /** Each model call may take this long. */
  readonly timeoutMs: number;
}

/** One layer, by its picture. */
export const namingOptions = { dedupe: false, layersPerCall: 1, pictures: 'each' } as const;

/** Names the sample with one model. @returns a sentence about it. @throws what the model's last call failed with. */
export async function nameOne(
  client: OpenRouterClient,
  model: string,
  { ai, timeoutMs }: SampleSettings,
  tally: Tally,
): Promise<string> {
  const rename = createRenameService({
    client,
    queue: createCallQueue({ maxCalls: 1 }),
    models: [model],
    effort: ai.effort.fast,
    concurrency: 1,
    ...namingOptions,
  });
  let name = '';
  const failures: Error[] = [];
  await rename
    .run(
      {
        id: 'doctor',
        request: sampleRename(),
        signal: AbortSignal.timeout(timeoutMs),
        tally,
        onFailure: (error) => void failures.push(error),
        releaseBody: () => undefined,
      },
      (event) => {
        if (event.type === 'layer') name = event.newName;
      },
    )
    .catch((error: Error) => {
      throw failures.at(-1) ?? error;
    });
  return `It named a button "${name}".`;
}

/** Makes a variant with one model. @returns a sentence about it. @throws what the model's last call failed with. */
export async function makeOne(
  client: OpenRouterClient,
  model: string,
  { ai, timeoutMs }: SampleSettings,
  tally: Tally,
): Promise<string> {
  const edits = createEditService({
    model: createEditModel({ client, models: [model], imageModels: [], effort: ai.effort.pro }),
    queue: createCallQueue({ maxCalls: 1 }),
    prompts: { resolve: async () => ({ filename: 'default.txt', text: builtInPromptText, warning: undefined }) },
    imageConcurrency: 1,
    maxImagesPerJob: 0,
  });
  let made = 'It gave no variant.';
  const failures: Error[] = [];
  const job = {
    id: 'doctor',
    request: sampleEdits(),
    signal: AbortSignal.timeout(timeoutMs),
    tally,
    onFailure: (error: Error) => void failures.push(error),
    releaseBody: () => undefined,
    reserve: (): Promise<BodyMemory> => Promise.reject(new Error('no pictures are asked for')),
  };
  await edits
    .run(job, (event) => {
      if (event.type !== 'variant') return;
      const { theme, instructions } = event.variant;
      made = `It made the variant "${theme}" of ${instructions.length} instructions.`;
    })
    .catch((error: Error) => {
      throw failures.at(-1) ?? error;
    });
  return made;
}

/** Makes a picture with one model. @returns a sentence about it. @throws what the model's last call failed with. */
export async function drawOne(
  client: OpenRouterClient,
  model: string,
  { timeoutMs }: SampleSettings,
  tally: Tally,
): Promise<string> {
  const edits = createEditModel({ client, models: [], imageModels: [model] });
  const call = {
    prompt: 'Generate an image of a plain blue circle on white',
    aspectRatio: '1:1',
    imageSize: '1K',
  } as const;
  const picture = await edits.picture(call, AbortSignal.timeout(timeoutMs), tally);
  const fault = pictureFault(picture);
  if (fault !== undefined) throw new Error(fault);
  const size = sizeOf(picture);
  return `It made a picture of ${size?.width} x ${size?.height} px (${picture.type}).`;
}
