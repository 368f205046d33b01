import { type Static, Type } from '@sinclair/typebox';

export const AnalyticsQuery = Type.Object({
  days: Type.Optional(
    Type.String({
      // A query's values are strings: 1 to 365, no sign, no zero in front.
      pattern: '^(?:[1-9]|[1-9]\\d|[12]\\d\\d|3[0-5]\\d|36[0-5])$',
      errorMessage: 'must be a whole number from 1 to 365',
      description: 'How far back: this many times 24 hours. 1 to 365, default 7.',
      examples: ['7', '30'],
    }),
  ),
});
export type AnalyticsQuery = Static<typeof AnalyticsQuery>;

const Count = Type.Integer({ minimum: 0 });
const Dollars = Type.Number({ description: 'Dollars.' });
const Milliseconds = Type.Union([Type.Number(), Type.Null()], {
  description: 'Milliseconds; null if no job has ended. Percentiles are within 2 %.',
});
const Moment = Type.String({ format: 'date-time' });
const JobType = Type.String({ examples: ['rename-layers', 'generate-edits'] });

/** The parts of a number of jobs: together they are the whole. */
const outcomes = {
  successful: Count,
  failed: Count,
  cancelled: Count,
  processing: Type.Integer({ minimum: 0, description: 'Still running.' }),
};

const trend = {
  type: JobType,
  jobs: Count,
  ...outcomes,
  p50_duration_ms: Milliseconds,
  p95_duration_ms: Milliseconds,
  cost_usd: Dollars,
};

export const AnalyticsReply = Type.Object(
  {
    from: Type.String({ format: 'date-time', description: 'Jobs started from this moment on are counted.' }),
    to: Moment,
    summary: Type.Array(
      Type.Object({
        type: JobType,
        total_jobs: Count,
        ...outcomes,
        avg_duration_ms: Milliseconds,
        p50_duration_ms: Milliseconds,
        p95_duration_ms: Milliseconds,
        p99_duration_ms: Milliseconds,
        total_layers: Count,
        cost_usd: Dollars,
      }),
    ),
    dailyTrend: Type.Array(
      Type.Object({
        date: Type.String({ format: 'date', description: 'A day in UTC. The first one begins at `from`.' }),
        ...trend,
      }),
      { description: 'The newest day first.' },
    ),
    weeklyTrend: Type.Array(
      Type.Object({ week: Type.String({ description: 'An ISO week in UTC.', examples: ['2026-W48'] }), ...trend }),
      { description: 'The newest week first.' },
    ),
    topUsers: Type.Array(
      Type.Object({
        user_email: Type.String(),
        total_jobs: Count,
        successful_jobs: Count,
        failed_jobs: Count,
        cancelled_jobs: Count,
        last_activity: Moment,
        cost_usd: Dollars,
      }),
      { description: 'The ten users with the most jobs.' },
    ),
    errorsByCause: Type.Array(
      Type.Object({ type: JobType, code: Type.String({ examples: ['EXPORTER_PROVIDER_FAILED'] }), jobs: Count }),
      { description: 'Why jobs failed, the most frequent first.' },
    ),
    spendByAccessKey: Type.Array(
      Type.Object({
        access_key_name: Type.Union([Type.String(), Type.Null()], { description: 'null: jobs without a key.' }),
        total_jobs: Count,
        cost_usd: Dollars,
      }),
      { description: 'The most expensive first, at most a hundred.' },
    ),
    latestJobs: Type.Array(
      Type.Object({
        id: Type.String({ format: 'uuid' }),
        type: JobType,
        status: Type.String({ examples: ['processing', 'completed', 'failed', 'cancelled'] }),
        created_at: Moment,
        duration_ms: Milliseconds,
        layer_count: Type.Union([Count, Type.Null()]),
        cost_usd: Dollars,
        error_code: Type.Union([Type.String(), Type.Null()]),
        access_key_name: Type.Union([Type.String(), Type.Null()]),
      }),
      { description: 'The latest fifty jobs, without their users.' },
    ),
  },
  { $id: 'AnalyticsReply' },
);
export type AnalyticsReply = Static<typeof AnalyticsReply>;
