import type { FastifyRequest } from 'fastify';
import { invalidRequest } from '../errors.ts';

/**
 * The request's `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header); undefined without one.
 *
 * @throws ExporterError 400 for one that is too long: a part of it could be another request's.
 */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') return undefined;
  if (key.length > 255) throw invalidRequest('Idempotency-Key must have at most 255 characters');
  return key;
}
