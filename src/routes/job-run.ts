import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ExporterError } from '../errors.ts';
import type { JobEnd, JobStart } from '../jobs/job-record.ts';
import { createTally, type Tally } from '../openrouter/tally.ts';
import { toExporterError } from '../plugins/errors.ts';
import type { ErrorEvent } from '../schemas/rename.ts';
import { createEventStream, wantsEvents } from './event-stream.ts';

/** What is told of a job when it begins, besides what every request tells. */
export type JobFacts = Omit<JobStart, 'id' | 'createdAt' | 'ipAddress' | 'provider' | 'accessKeyName'>;
/** What is told of it at its end, besides what was counted. */
export type JobOutcome = Pick<JobEnd, 'layersRenamed' | 'imagesMade' | 'errorCode' | 'errorMessage'>;

export interface JobContext {
  readonly id: string;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

export interface JobWork<Event extends object, Result, Reply extends object> {
  readonly facts: JobFacts;
  /** Does the job and tells its events. */
  run(job: JobContext, emit: (event: Event) => Promise<void>): Promise<Result>;
  outcomeOf(result: Result): JobOutcome;
  /** The last event of a job that went well. */
  doneEvent(result: Result, durationMs: number): Event;
  /** The reply of a client that did not ask for events. */
  toReply(job: JobContext, result: Result, events: readonly Event[]): Reply;
}

/**
 * Runs a job under its request's signal and keeps its record: the row is begun before the work and ended after it, and
 * the request waits for neither. The JSON reply and the NDJSON stream are two writers of the same events.
 */
export async function runJob<Event extends object, Result, Reply extends object>(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  work: JobWork<Event, Result, Reply>,
): Promise<Reply> {
  const job = { id: randomUUID(), tally: createTally(), signal: request.workSignal };
  const record = beginRecord(app, request, job, work.facts);

  async function perform(emit: (event: Event) => Promise<void>): Promise<Result> {
    try {
      const result = await work.run(job, emit);
      record.end('completed', work.outcomeOf(result));
      return result;
    } catch (thrown) {
      const error = toExporterError(thrown);
      const status = error.code === 'EXPORTER_CLIENT_CLOSED' ? 'cancelled' : 'failed';
      record.end(status, { errorCode: error.code, errorMessage: error.message });
      if (error.code === 'EXPORTER_INTERNAL') request.log.error({ event: 'job.failed', jobId: job.id, err: thrown }, 'job failed');
      throw error;
    }
  }

  if (!wantsEvents(request.headers.accept)) {
    const events: Event[] = [];
    const result = await perform(async (event) => void events.push(event));
    return work.toReply(job, result, events);
  }
  const stream = createEventStream();
  void perform(stream.emit)
    .then((result) => stream.emit(work.doneEvent(result, record.elapsedMs())))
    .catch((error: ExporterError) => stream.emit(toErrorEvent(error)))
    .finally(() => stream.end());
  reply.type('application/x-ndjson; charset=utf-8').header('cache-control', 'no-store');
  // Fastify takes the reply itself for "sent already"; the type of the JSON reply has no place for it.
  return reply.send(stream.readable) as never;
}

function beginRecord(app: FastifyInstance, request: FastifyRequest, job: JobContext, facts: JobFacts) {
  const createdAt = new Date();
  const startedAt = performance.now();
  const elapsedMs = (): number => Math.round(performance.now() - startedAt);
  app.jobs.started({ ...facts, id: job.id, createdAt, ipAddress: request.clientAddress, accessKeyName: request.accessKeyName, provider: app.ai.provider });
  request.log.info({ event: 'job.started', jobId: job.id, type: facts.type, layers: facts.layerCount }, 'job started');
  return {
    elapsedMs,
    end(status: JobEnd['status'], outcome: JobOutcome): void {
      const durationMs = elapsedMs();
      const completedAt = new Date();
      app.jobs.finished({ id: job.id, status, completedAt, durationMs, ...outcome, ...job.tally });
      const { errorCode, layersRenamed, imagesMade } = outcome;
      const fields = { jobId: job.id, type: facts.type, status, durationMs, errorCode, layersRenamed, imagesMade };
      request.log.info({ event: 'job.ended', ...fields, ...job.tally }, 'job ended');
    },
  };
}

function toErrorEvent(error: ExporterError): ErrorEvent {
  return { type: 'error', error: error.title, message: error.message, code: error.code };
}
