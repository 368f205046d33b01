import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { EditService } from '../edits/edit-service.ts';
import type { EditEvent, EditSummary } from '../edits/edit-service-types.ts';
import { measureEdits } from '../edits/measure-edits.ts';
import { createVariantMemory } from '../edits/variant-memory.ts';
import { EmbeddedPicture } from '../images/json-segments.ts';
import { callerOf } from '../plugins/limits.ts';
import {
  type EditsDoneEvent,
  EditsEvent,
  GenerateEditsReply,
  GenerateEditsRequest,
  MOST_VARIANTS,
} from '../schemas/edits.ts';
import { jobErrors } from '../schemas/replies.ts';
import { createEditsReplyWriter } from './edits-reply-writer.ts';
import { wantsEvents } from './event-stream.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { runJob } from './job-run.ts';
import { createEventWriter } from './job-writer.ts';
import { refuseWhileOpen } from './refuse-while-open.ts';
import { createTurns } from './run-in-turn.ts';
import { refuseTooLate } from './too-late.ts';

export interface EditsRouteOptions {
  readonly edits: EditService;
  /** Milliseconds until the circuit breaker of the models allows a call; normally 0. */
  readonly cooldownMs: () => number;
}

export const editsRoute: FastifyPluginAsyncTypebox<EditsRouteOptions> = async (app, { edits, cooldownMs }) => {
  const schema = {
    tags: ['Jobs'],
    operationId: 'generateEdits',
    summary: 'Generate design variants of a frame',
    description: 'With `Accept: application/x-ndjson` each variant, then each picture, is sent as soon as it is ready.',
    body: GenerateEditsRequest,
    response: { 200: GenerateEditsReply, ...jobErrors },
  };
  const turns = createTurns();
  const memory = createVariantMemory();
  const config = { limit: 'edits', docs: { secret: 'accessKey', idempotent: true, eventSchema: EditsEvent } } as const;
  app.post(
    '/api/generate-edits',
    { schema, config, onRequest: [refuseWhileOpen(cooldownMs), refuseTooLate(app)] },
    async (request, reply) => {
      const { userEmail, userId, layers, frameName, variantCount = MOST_VARIANTS, promptFile } = request.body;
      const reserve = (bytes: number) => app.reserveMemory(request, bytes);
      const key = idempotencyKeyOf(request);
      const caller = callerOf(request);
      const remembered = key === undefined ? undefined : memory.of(caller, key, request.body);
      const turnKey = key === undefined ? undefined : JSON.stringify([caller, key]);
      /** Known once the job has looked it up, and on its record however the job ends. */
      let usedPrompt: string | undefined;
      return runJob<EditEvent, EditSummary>(app, request, reply, {
        facts: {
          type: 'generate-edits',
          userEmail,
          userId,
          layerCount: layers.length,
          frameName,
          variantCount,
          promptFile,
        },
        cost: {
          type: request.body.generateImages === true ? 'generate-edits+pictures' : 'generate-edits',
          units: variantCount,
          measure: () => measureEdits(request.body),
        },
        createWriter: ({ id }) =>
          wantsEvents(request.raw) ? createEventWriter({ toLine, toDoneLine }) : createEditsReplyWriter(id),
        run: (job, emit) => {
          const work = {
            ...job,
            timeLeftMs: request.timeLeftMs,
            request: request.body,
            remembered,
            releaseBody: request.bodyMemory.close,
            reserve,
          };
          return turns.run(turnKey, job.signal, () =>
            edits.run(work, async (event) => {
              if (event.type === 'job') usedPrompt = event.promptFile;
              await emit(event);
            }),
          );
        },
        outcomeOf: () => ({ promptFile: usedPrompt }),
      });
    },
  );
};

function toLine(event: EditEvent): object {
  if (event.type !== 'image') return event;
  const { result, ...rest } = event;
  return 'picture' in result
    ? { ...rest, generatedImageBase64: new EmbeddedPicture(result.picture) }
    : { ...rest, imageError: result.imageError };
}

function toDoneLine({ variants, images, imagesFailed, warnings }: EditSummary, durationMs: number): EditsDoneEvent {
  const counts = { type: 'done', variants, images, imagesFailed, durationMs } as const;
  return warnings.length === 0 ? counts : { ...counts, warnings: [...warnings] };
}
