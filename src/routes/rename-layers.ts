import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { callerOf } from '../plugins/limits.ts';
import { checkLayers } from '../rename/check-layers.ts';
import type { NameMemory, RememberedNames } from '../rename/name-memory.ts';
import type { RenameService, RenameSummary } from '../rename/rename-service.ts';
import { type RenameDoneEvent, type RenamedLayer, RenameEvent, RenameReply, RenameRequest } from '../schemas/rename.ts';
import { jobErrors } from '../schemas/replies.ts';
import { wantsEvents } from './event-stream.ts';
import { runJob } from './job-run.ts';
import { createEventWriter, createReplyWriter } from './job-writer.ts';
import { refuseWhileResting } from './resting.ts';
import { refuseTooLate } from './too-late.ts';

export interface RenameRouteOptions {
  readonly rename: RenameService;
  readonly names: NameMemory;
  /** Those that name layers: names of others are not used again. */
  readonly models: readonly string[];
  /** Milliseconds for which the models are left alone; 0 as a rule. */
  readonly restingMs: () => number;
}

export const renameRoute: FastifyPluginAsyncTypebox<RenameRouteOptions> = async (app, options) => {
  const { rename, restingMs } = options;
  const schema = {
    tags: ['Jobs'],
    operationId: 'renameLayers',
    summary: 'Give layers good names',
    description: 'With `Accept: application/x-ndjson` each layer is sent as soon as it is named.',
    body: RenameRequest,
    response: { 200: RenameReply, ...jobErrors },
  };
  const config = {
    limit: 'rename',
    docs: { secret: 'accessKey', idempotent: true, eventSchema: RenameEvent },
  } as const;
  app.post(
    '/api/rename-layers',
    { schema, config, onRequest: [refuseWhileResting(restingMs), refuseTooLate(app)] },
    async (request, reply) => {
      const { userEmail, userId, layers, namingStyle = 'snake_case', frameName } = request.body;
      checkLayers(request.body);
      const ids = layers.map((layer) => layer.id);
      return runJob<RenameEvent, RenameSummary>(app, request, reply, {
        facts: { type: 'rename-layers', userEmail, userId, layerCount: layers.length, namingStyle, frameName },
        cost: { type: 'rename-layers', units: layers.length },
        createWriter: ({ id }) =>
          wantsEvents(request.raw)
            ? createEventWriter({ toLine: (event) => event, toDoneLine })
            : createReplyWriter((events): RenameReply => ({ jobId: id, layers: inOrder(ids, events) })),
        run: (job, emit) =>
          rename.run(
            {
              ...job,
              request: request.body,
              picturesTaken: request.bodyMemory.release,
              remembered: rememberedFor(options, request),
            },
            (event) => void emit(event),
          ),
        outcomeOf: (summary) => ({ layersRenamed: summary?.renamed }),
      });
    },
  );
};

/** What was named before for the same caller; under `Cache-Control: no-cache` only what its Idempotency-Key covers. */
function rememberedFor(
  { names, models }: RenameRouteOptions,
  request: FastifyRequest<{ Body: RenameRequest }>,
): RememberedNames {
  const key = request.headers['idempotency-key'];
  const directives = (request.headers['cache-control'] ?? '').toLowerCase().split(/\s*,\s*/);
  const { namingStyle = 'snake_case', namingRules = '' } = request.body;
  return names.of({
    caller: callerOf(request),
    settings: JSON.stringify([namingStyle, namingRules, models]),
    idempotencyKey: typeof key === 'string' && key !== '' && key.length <= 255 ? key : undefined,
    isFresh: directives.includes('no-cache'),
  });
}

function toDoneLine({ renamed, kept }: RenameSummary, durationMs: number): RenameDoneEvent {
  return { type: 'done', renamed, kept, durationMs };
}

function inOrder(ids: readonly string[], events: readonly RenameEvent[]): RenamedLayer[] {
  const layers = new Map<string, RenamedLayer>();
  for (const event of events) {
    if (event.type !== 'layer') continue;
    const { type: _type, done: _done, total: _total, ...layer } = event;
    layers.set(event.id, layer);
  }
  return ids.flatMap((id) => layers.get(id) ?? []);
}
