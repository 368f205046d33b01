import { randomUUID } from 'node:crypto';
import type { Sql } from '../../src/database/sql.ts';

/** A row of `jobs`, as far as the figures go by it. */
export type TestJob = {
  id: string;
  type: string;
  status: string;
  user_email: string;
  created_at: Date;
  duration_ms: number | null;
  layer_count: number | null;
  error_code: string | null;
  access_key_name: string | null;
  cost_usd: number;
};

/** A job that went well, with changes. */
export function aJob(changes: Partial<TestJob> = {}): TestJob {
  return {
    id: randomUUID(),
    type: 'rename-layers',
    status: 'completed',
    user_email: 'designer@example.com',
    created_at: new Date('2026-03-10T12:00:00Z'),
    duration_ms: 1_000,
    layer_count: 50,
    error_code: null,
    access_key_name: null,
    cost_usd: 0.01,
    ...changes,
  };
}

/** Writes jobs past the service's own writer: in one statement, so that triggers see them together. */
export async function insertJobs(sql: Sql, jobs: readonly TestJob[]): Promise<void> {
  await sql`
    insert into jobs (id, type, status, user_email, created_at, duration_ms, layer_count, error_code, access_key_name,
      cost_usd)
    select * from json_to_recordset(${JSON.stringify(jobs)}::text::json) as job (
      id uuid, type text, status text, user_email text, created_at timestamptz, duration_ms int, layer_count int,
      error_code text, access_key_name text, cost_usd numeric)`;
}

export async function fold(sql: Sql, most = 100_000): Promise<number> {
  const [row] = await sql<{ folded: number }[]>`select fold_job_changes(${most}::int) as folded`;
  return row?.folded ?? 0;
}
