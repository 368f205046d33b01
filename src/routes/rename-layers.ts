import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { invalidRequest } from '../errors.ts';
import type { RenameService, RenameSummary } from '../rename/rename-service.ts';
import { ErrorReply } from '../schemas/common.ts';
import {
  type RenameDoneEvent,
  type RenamedLayer,
  type RenameEvent,
  type RenameLayer,
  RenameReply,
  RenameRequest,
} from '../schemas/rename.ts';
import { wantsEvents } from './event-stream.ts';
import { runJob } from './job-run.ts';
import { createEventWriter, createReplyWriter } from './job-writer.ts';

export interface RenameRouteOptions {
  readonly rename: RenameService;
}

export const renameRoute: FastifyPluginAsyncTypebox<RenameRouteOptions> = async (app, { rename }) => {
  const schema = {
    summary: 'Give layers good names',
    description: 'With `Accept: application/x-ndjson` each layer is sent as soon as it is named.',
    body: RenameRequest,
    response: { 200: RenameReply, '4xx': ErrorReply, '5xx': ErrorReply },
  };
  app.post('/api/rename-layers', { schema, config: { limit: 'rename' } }, async (request, reply) => {
    const { userEmail, userId, layers, namingStyle = 'snake_case', frameName } = request.body;
    refuseRepeatedIds(layers);
    const ids = layers.map((layer) => layer.id);
    return runJob<RenameEvent, RenameSummary>(app, request, reply, {
      facts: { type: 'rename-layers', userEmail, userId, layerCount: layers.length, namingStyle, frameName },
      createWriter: ({ id }) =>
        wantsEvents(request.headers.accept)
          ? createEventWriter({ toLine: (event) => event, toDoneLine })
          : createReplyWriter((events): RenameReply => ({ jobId: id, layers: inOrder(ids, events) })),
      run: (job, emit) =>
        rename.run({ ...job, request: request.body, released: request.bodyLease.release }, (event) => void emit(event)),
      outcomeOf: ({ renamed }) => ({ layersRenamed: renamed }),
    });
  });
};

function refuseRepeatedIds(layers: readonly RenameLayer[]): void {
  const places = new Map<string, number>();
  for (const [index, { id }] of layers.entries()) {
    const first = places.get(id);
    if (first !== undefined) throw invalidRequest(`layers/${index}/id must be unique: layers/${first}/id is the same`);
    places.set(id, index);
  }
}

function toDoneLine({ renamed, kept }: RenameSummary, durationMs: number): RenameDoneEvent {
  return { type: 'done', renamed, kept, durationMs };
}

function inOrder(ids: readonly string[], events: readonly RenameEvent[]): RenamedLayer[] {
  const layers = new Map<string, RenamedLayer>();
  for (const event of events) {
    if (event.type !== 'layer') continue;
    const { id, newName, status, reason } = event;
    layers.set(id, reason === undefined ? { id, newName, status } : { id, newName, status, reason });
  }
  return ids.flatMap((id) => layers.get(id) ?? []);
}
