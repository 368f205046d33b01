import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ExporterError } from '../errors.ts';

/**
 * A hook that refuses a job for which nothing could be done in its time: not even its first call would start. Asked
 * before its body is taken, since an upload of 20 MB and two minutes of waiting would only end in a 408.
 *
 * @throws ExporterError 503
 */
export function refuseTooLate(app: FastifyInstance): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const lengthBytes = Number(request.headers['content-length'] ?? 0);
    refuseIfLate(app, request, app.byteLimit.waitingBefore(lengthBytes));
  };
}

/** The same for a job whose body is here: the wait for it has used up a part of its time. */
export function refuseIfLate(app: FastifyInstance, request: FastifyRequest, bodiesAhead = 0): void {
  const lateMs = app.ai.forecast.firstCallInMs(bodiesAhead) - request.timeLeftMs();
  if (lateMs <= 0) return;
  request.log.warn(
    { event: 'job.too_late', lateMs: Math.round(lateMs) },
    'job refused: it could not start before its deadline',
  );
  throw new ExporterError('EXPORTER_BUSY', 'Too many requests are waiting: please try again shortly', {
    retryAfterSeconds: Math.ceil(lateMs / 1000),
  });
}
