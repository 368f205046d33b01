import { type Static, Type } from '@sinclair/typebox';

export const DatabaseStatus = Type.Union([Type.Literal('ok'), Type.Literal('error'), Type.Literal('disabled')]);
export type DatabaseStatus = Static<typeof DatabaseStatus>;

export const HealthReply = Type.Object(
  {
    status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
    checks: Type.Object({
      server: Type.Literal('ok'),
      database: DatabaseStatus,
      memory: Type.Object({
        heapUsedMB: Type.Integer(),
        heapTotalMB: Type.Integer(),
        rssMB: Type.Integer(),
        healthyPercent: Type.Integer({ description: 'Resident memory against MEMORY_LIMIT_MB; healthy up to 80.' }),
      }),
    }),
    uptime: Type.Integer({ description: 'Whole seconds.' }),
  },
  { $id: 'HealthReply' },
);
export type HealthReply = Static<typeof HealthReply>;

export const LiveReply = Type.Object({ status: Type.Literal('ok') }, { $id: 'LiveReply' });
export type LiveReply = Static<typeof LiveReply>;
