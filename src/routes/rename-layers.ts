import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import type { JobSize } from '../models/count-tokens.ts';
import { callerOf } from '../plugins/limits.ts';
import { checkLayers } from '../rename/check-layers.ts';
import type { NameMemory, NameScope } from '../rename/name-memory.ts';
import type { RenameService, RenameSummary } from '../rename/rename-service.ts';
import { type RenameDoneEvent, type RenamedLayer, RenameEvent, RenameReply, RenameRequest } from '../schemas/rename.ts';
import { jobErrors } from '../schemas/replies.ts';
import { wantsEvents } from './event-stream.ts';
import { idempotencyKeyOf } from './idempotency-key.ts';
import { runJob } from './job-run.ts';
import { createEventWriter, createReplyWriter } from './job-writer.ts';
import { refuseWhileOpen } from './refuse-while-open.ts';
import { createTurns } from './run-in-turn.ts';
import { refuseTooLate } from './too-late.ts';

export interface RenameRouteOptions {
  readonly rename: RenameService;
  readonly names: NameMemory;
  /** Counts what a job asks of its model. */
  readonly measure: (request: RenameRequest) => JobSize;
  /** Those that name layers: names of others are not used again. */
  readonly models: readonly string[];
  /** Milliseconds until the circuit breaker of the models allows a call; normally 0. */
  readonly cooldownMs: () => number;
}

export const renameRoute: FastifyPluginAsyncTypebox<RenameRouteOptions> = async (app, options) => {
  const { rename, names, cooldownMs } = options;
  const turns = createTurns();
  const schema = {
    tags: ['Jobs'],
    operationId: 'renameLayers',
    summary: 'Name layers',
    description:
      'With `Accept: application/x-ndjson` each layer is sent as soon as it is named. An unchanged layer that was named before gets the same name again; `Cache-Control: no-cache` asks the model again.',
    body: RenameRequest,
    response: { 200: RenameReply, ...jobErrors },
  };
  const config = {
    limit: 'rename',
    docs: { secret: 'accessKey', idempotent: true, eventSchema: RenameEvent },
  } as const;
  app.post(
    '/api/rename-layers',
    { schema, config, onRequest: [refuseWhileOpen(cooldownMs), refuseTooLate(app)] },
    async (request, reply) => {
      const { userEmail, userId, layers, namingStyle = 'snake_case', frameName } = request.body;
      checkLayers(request.body);
      const scope = scopeOf(request, options.models);
      const ids = layers.map((layer) => layer.id);
      return runJob<RenameEvent, RenameSummary>(app, request, reply, {
        facts: { type: 'rename-layers', userEmail, userId, layerCount: layers.length, namingStyle, frameName },
        cost: { type: 'rename-layers', units: layers.length, measure: () => options.measure(request.body) },
        createWriter: ({ id }) =>
          wantsEvents(request.raw)
            ? createEventWriter({ toLine: (event) => event, toDoneLine })
            : createReplyWriter((events): RenameReply => ({ jobId: id, layers: inOrder(ids, events) })),
        run: (job, emit) => {
          const { release: releaseBody } = request.bodyMemory;
          const work = { ...job, request: request.body, releaseBody, remembered: names.of(scope) };
          return turns.run(turnKeyOf(scope), job.signal, () => rename.run(work, (event) => void emit(event)));
        },
        outcomeOf: (summary) => ({ layersRenamed: summary?.renamed }),
      });
    },
  );
};

/** Whose names these are, and what they depend on. Under `Cache-Control: no-cache` names made before are left out. */
function scopeOf(request: FastifyRequest<{ Body: RenameRequest }>, models: readonly string[]): NameScope {
  const idempotencyKey = idempotencyKeyOf(request);
  const directives = (request.headers['cache-control'] ?? '').toLowerCase().split(/\s*,\s*/);
  const { namingStyle = 'snake_case', namingRules = '' } = request.body;
  const settings = JSON.stringify([namingStyle, namingRules, models]);
  return { caller: callerOf(request), settings, idempotencyKey, isFresh: directives.includes('no-cache') };
}

function turnKeyOf({ caller, settings, idempotencyKey }: NameScope): string | undefined {
  return idempotencyKey === undefined ? undefined : JSON.stringify([caller, settings, idempotencyKey]);
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
