import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/database/database.ts';

/** What is shown of a job's row; the columns' own names. */
export interface JobRow {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly provider: string | null;
  readonly frame_name: string | null;
  readonly layer_count: number | null;
  readonly layers_renamed: number | null;
  readonly variant_count: number | null;
  readonly prompt_file: string | null;
  readonly images_made: number | null;
  readonly model_calls: number;
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  /** Dollars. */
  readonly cost_usd: number;
  readonly duration_ms: number | null;
  readonly created_at: Date;
}

/** A job's row, or why it was not read, and whether that is a fault. */
export type JobReading = { readonly row: JobRow } | { readonly missing: string; readonly isFault: boolean };

/** Records are written behind the requests, usually within a tenth of a second. */
const patienceMs = 5_000;
const pauseMs = 50;

/** Reads a job's row from Postgres once its end is written there, or says why that could not be done. */
export async function readJobRow(database: Database | undefined, jobId: string): Promise<JobReading> {
  if (database === undefined) return { missing: 'not read: DATABASE_URL=off, nothing is recorded', isFault: false };
  if (jobId === '') return { missing: 'not read: the reply has no job id', isFault: true };
  const giveUpAt = performance.now() + patienceMs;
  let fault = 'it was not there';
  while (performance.now() < giveUpAt) {
    try {
      const [row] = await database.run(
        (sql) => sql<JobRow[]>`
          select id, type, status, provider, frame_name, layer_count, layers_renamed, variant_count, prompt_file,
            images_made, model_calls, prompt_tokens::float8 as prompt_tokens, completion_tokens::float8 as completion_tokens,
            cost_usd::float8 as cost_usd, duration_ms, created_at
          from jobs where id = ${jobId}`,
      );
      if (row !== undefined && row.status !== 'processing') return { row };
      fault = row === undefined ? 'it was not there' : 'its end was not there';
    } catch (error) {
      fault = (error as NodeJS.ErrnoException).code ?? (error as Error).message;
    }
    await sleep(pauseMs);
  }
  return { missing: `could not be read within ${patienceMs / 1000} s: ${fault}`, isFault: true };
}
