import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { createEditsReplyWriter } from '../../src/routes/edits-reply-writer.ts';

const imageCount = 40;
const instructions = Array.from({ length: imageCount }, (_, index) => ({
  action: 'generateImage' as const,
  target: `Photo ${index}`,
  imagePrompt: 'A calm sea',
}));
const variant = { variantIndex: 1, theme: 'Calm', humanPrompt: 'Calm', instructions, readableInstructions: [] };

async function begin() {
  const writer = createEditsReplyWriter('job-1');
  await writer.emit({ type: 'job', jobId: 'job-1', total: 1, promptFile: 'default.txt' });
  await writer.emit({ type: 'variant', variant });
  const send = (instructionIndex: number) => {
    const result = { imageError: `none ${instructionIndex}` };
    return writer.emit({ type: 'image', variantIndex: 1, instructionIndex, result, done: 1, total: imageCount });
  };
  return { writer, send };
}

t.test('writes many waiting pictures in order without a leak warning', async (t) => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error): void => void warnings.push(warning);
  process.on('warning', onWarning);
  t.teardown(() => process.off('warning', onWarning));
  const { writer, send } = await begin();
  const sent = instructions.map((_, index) => send(imageCount - 1 - index));
  const reply = text((await writer.reply) as Readable);
  await Promise.all(sent);
  writer.done({ promptFile: 'default.txt', variants: 1, images: 0, imagesFailed: imageCount, warnings: [] }, 1);
  const { variants } = JSON.parse(await reply) as { variants: { instructions: { imageError: string }[] }[] };
  t.same(
    variants[0]?.instructions.map(({ imageError }) => imageError),
    instructions.map((_, index) => `none ${index}`),
  );
  await new Promise((resolve) => setImmediate(resolve));
  t.same(warnings, []);
});

t.test('releases every waiting picture when the client leaves', async (t) => {
  const { writer, send } = await begin();
  const sent = [send(5), send(7), send(0)];
  ((await writer.reply) as Readable).destroy();
  t.resolves(Promise.all(sent));
});
