import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { BudgetRequest } from '../budget/budget.ts';
import type { JobEnd, JobStart } from '../jobs/job-record.ts';
import type { ProviderError } from '../models/provider-error.ts';
import { createTally, type Tally } from '../models/tally.ts';
import { toExporterError } from '../plugins/errors.ts';
import type { JobWriter } from './job-writer.ts';
import { refuseIfLate } from './too-late.ts';

/** Facts about a job at its start, in addition to those of every request. */
export type JobFacts = Omit<JobStart, 'id' | 'createdAt' | 'ipAddress' | 'provider' | 'accessKeyName'>;
/** Facts about it at its end, in addition to the counters. */
export type JobOutcome = Pick<JobEnd, 'layersRenamed' | 'promptFile' | 'errorCode' | 'errorMessage'>;

export interface JobContext {
  readonly id: string;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline. */
  readonly timeLeftMs: () => number;
  /** Called for every model call that failed after its retries. */
  readonly onFailure: (error: Error) => void;
}

export interface JobWork<Event, Result> {
  readonly facts: JobFacts;
  /** The unit of its estimated cost: jobs of a type cost about the same per unit. */
  readonly cost: Pick<BudgetRequest, 'type' | 'units' | 'measure'>;
  createWriter(job: JobContext): JobWriter<Event, Result>;
  /** Runs the job and yields its events. */
  run(job: JobContext, emit: (event: Event) => Promise<void>): Promise<Result>;
  /** Called at the job's end, without a result if it failed. */
  outcomeOf(result: Result | undefined): JobOutcome;
}

/**
 * Runs a job under its request's signal and keeps its record: the row is begun before the work and ended after it, and
 * the request waits for neither.
 *
 * @returns what Fastify sends: the reply object, or the stream that the job is written to while it runs.
 * @throws ExporterError if the job fails before anything was sent.
 */
export async function runJob<Event, Result>(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  work: JobWork<Event, Result>,
): Promise<never> {
  refuseIfLate(app, request);
  const onFailure = (error: Error): void => logFailure(request, error);
  const job: JobContext = {
    id: randomUUID(),
    tally: createTally(),
    signal: request.workSignal,
    timeLeftMs: request.timeLeftMs,
    onFailure,
  };
  // Before the row is written: a job over the day's budget is not recorded.
  const money = await app.budget.reserve({ jobId: job.id, caller: app.budget.callerOf(request), ...work.cost });
  const { tally } = job;
  const spentUsd = (): number => tally.costUsd + unpricedUsd(tally);
  app.ai.permits.set(job.id, () => money.allowCall(spentUsd(), tally.modelCalls));
  const record = beginRecord(app, request, job, work.facts);
  const writer = work.createWriter(job);
  // Running calls are billed but never report their cost; a job that was still waiting had none.
  const wasCutOff = (): boolean =>
    tally.modelCalls > 0 && (job.signal.aborted || tally.unpricedCalls === tally.modelCalls);
  const done = work.run(job, writer.emit).then(
    (result) => {
      money.settle(spentUsd(), wasCutOff() ? 'cut-off' : 'whole', tally.modelCalls);
      if (!job.signal.aborted) app.ai.forecast.jobCompleted(job.tally.modelCalls);
      writer.done(result, record.end('completed', work.outcomeOf(result)));
    },
    (thrown: unknown) => {
      const error = toExporterError(thrown);
      const status = error.code === 'EXPORTER_CLIENT_CLOSED' ? 'cancelled' : 'failed';
      money.settle(spentUsd(), wasCutOff() ? 'cut-off' : 'failed', tally.modelCalls);
      record.end(status, { ...work.outcomeOf(undefined), errorCode: error.code, errorMessage: error.message });
      writer.failed(error);
    },
  );
  app.runningJobs.add(done.finally(() => app.ai.permits.delete(job.id)));
  const payload = await writer.reply;
  if (payload instanceof Readable) endWithDeadline(payload, job.signal);
  // Fastify's types of a reply have no place for a stream: its schema is that of the JSON reply.
  const isStream = payload instanceof Readable;
  // nginx buffers a reply unless this header forbids it; `no-transform` keeps proxies from compressing, which buffers
  // too.
  if (isStream) reply.header('x-accel-buffering', 'no');
  const caching = isStream ? 'no-store, no-transform' : 'no-store';
  return reply.type(writer.contentType).header('cache-control', caching).send(payload) as never;
}

/** Calls that did not report their cost are counted as those of the job that did. */
function unpricedUsd({ costUsd, modelCalls, unpricedCalls }: Tally): number {
  const priced = modelCalls - unpricedCalls;
  return priced > 0 ? (costUsd / priced) * unpricedCalls : 0;
}

/** How long after the deadline a client may take the rest of its reply. */
const readingGraceMs = 5_000;

/** A client that stops reading would hold its pictures, and their share of the memory limit, forever. */
function endWithDeadline(stream: Readable, signal: AbortSignal): void {
  const end = (): void => void setTimeout(() => stream.destroy(), readingGraceMs).unref();
  signal.addEventListener('abort', end, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', end));
}

function beginRecord(app: FastifyInstance, request: FastifyRequest, job: JobContext, facts: JobFacts) {
  const { clientAddress: ipAddress, accessKeyName } = request;
  const startedAt = performance.now();
  app.jobs.started({
    ...facts,
    id: job.id,
    createdAt: new Date(),
    ipAddress,
    accessKeyName,
    provider: app.ai.provider,
  });
  app.telemetry.jobStarted(request, job);
  // From here on every line of the request, its end included, is a line of the job.
  request.log = request.log.child({ jobId: job.id, ...app.userInLog(facts.userEmail) });
  const { type, layerCount: layers } = facts;
  request.log.info({ event: 'job.started', type, layers }, 'job started');
  return {
    /** @returns milliseconds since the job began. */
    end(status: JobEnd['status'], outcome: JobOutcome): number {
      const durationMs = Math.round(performance.now() - startedAt);
      app.metrics.job({ type, status, durationMs, ...job.tally });
      const imagesMade = type === 'generate-edits' ? job.tally.imagesMade : undefined;
      app.jobs.finished({
        id: job.id,
        status,
        completedAt: new Date(),
        durationMs,
        ...outcome,
        ...job.tally,
        imagesMade,
      });
      const { errorMessage: _, ...logged } = outcome;
      request.log.info({ event: 'job.ended', type, status, durationMs, ...logged, ...job.tally }, 'job ended');
      return durationMs;
    },
  };
}

function logFailure({ log }: FastifyRequest, error: Error): void {
  const { fault, status } = error as Partial<ProviderError>;
  log.warn({ event: 'provider.failed', fault, status, reason: error.message }, 'a model call failed');
}
