import { randomUUID } from 'node:crypto';
import type { JobEnd, JobStart } from '../../src/jobs/job-record.ts';

/** A job's start as the rename route makes it, with changes. */
export function aStart(changes: Partial<JobStart> = {}): JobStart {
  return {
    id: randomUUID(),
    type: 'rename-layers',
    userEmail: 'designer@example.com',
    userId: '4711',
    ipAddress: '192.0.2.7',
    layerCount: 50,
    frameName: 'Sign-in',
    namingStyle: 'snake_case',
    accessKeyName: 'studio',
    provider: 'demo',
    createdAt: new Date('2026-03-01T10:00:00.000Z'),
    ...changes,
  };
}

/** The end of a job, with changes. */
export function anEnd(id: string, changes: Partial<JobEnd> = {}): JobEnd {
  return {
    id,
    status: 'completed',
    completedAt: new Date('2026-03-01T10:00:01.500Z'),
    durationMs: 1_500,
    modelCalls: 10,
    promptTokens: 2_000,
    completionTokens: 300,
    costUsd: 0.00123,
    layersRenamed: 49,
    ...changes,
  };
}
