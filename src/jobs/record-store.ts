import type { Sql } from '../database/sql.ts';

/** The tables that records go to. */
export type RecordTable = 'jobs' | 'api_calls';

/**
 * Writes rows of one table in one statement. Writing a row again changes nothing, so a batch whose outcome is unknown
 * may be written again; only another end replaces a job's end.
 *
 * @param rows JSON objects by column name, as text. They travel as a single parameter: a statement can hold 65,534,
 * which rows of 24 columns would pass at 2,731.
 * @throws the server's error for the whole batch if it refuses one row
 */
export async function insertRecords(sql: Sql, table: RecordTable, rows: readonly string[]): Promise<void> {
  const json = `[${rows.join(',')}]`;
  await (table === 'jobs' ? insertJobs(sql, json) : insertApiCalls(sql, json));
}

async function insertJobs(sql: Sql, json: string): Promise<void> {
  // A row out of an old log comes after the retention has passed its day: it must not bring an address back.
  // Start and end of one job may be in one batch, and a statement may not touch a row twice: the end goes first.
  await sql`
    insert into jobs (
      id, type, status, layer_count, frame_name, variant_count, naming_style, prompt_file, created_at, completed_at,
      duration_ms, error_code, error_message, user_email, user_id, ip_address, access_key_name, provider,
      layers_renamed, images_made, model_calls, prompt_tokens, completion_tokens, cost_usd
    )
    select distinct on (id)
      id, type, status, layer_count, frame_name, variant_count, naming_style, prompt_file, created_at, completed_at,
      duration_ms, error_code, error_message, user_email, user_id,
      case when created_at >= (select done_until from retention where what = 'job_addresses') is not false
        then ip_address end,
      access_key_name, provider, layers_renamed, images_made, model_calls, prompt_tokens, completion_tokens, cost_usd
    from json_to_recordset(${json}::text::json) as record (
      id uuid, type text, status text, layer_count int, frame_name text, variant_count int, naming_style text,
      prompt_file text, created_at timestamptz, completed_at timestamptz, duration_ms int, error_code text,
      error_message text, user_email text, user_id text, ip_address inet, access_key_name text, provider text,
      layers_renamed int, images_made int, model_calls int, prompt_tokens bigint, completion_tokens bigint,
      cost_usd numeric
    )
    order by id, status = 'processing', completed_at desc
    on conflict (id) do update set
      status = excluded.status, completed_at = excluded.completed_at, duration_ms = excluded.duration_ms,
      prompt_file = excluded.prompt_file, error_code = excluded.error_code, error_message = excluded.error_message,
      layers_renamed = excluded.layers_renamed, images_made = excluded.images_made,
      model_calls = excluded.model_calls, prompt_tokens = excluded.prompt_tokens,
      completion_tokens = excluded.completion_tokens, cost_usd = excluded.cost_usd
    where excluded.status <> 'processing'`;
}

async function insertApiCalls(sql: Sql, json: string): Promise<void> {
  await sql`
    insert into api_calls (id, endpoint, ip_address, user_agent, response_status, response_time_ms, created_at)
    select id, endpoint, ip_address, user_agent, response_status, response_time_ms, created_at
    from json_to_recordset(${json}::text::json) as record (
      id bigint, endpoint text, ip_address inet, user_agent text, response_status int, response_time_ms int,
      created_at timestamptz
    )
    on conflict do nothing`;
}

/**
 * Whether the server refused a row for its content, so that the same row will be refused again: errors of data (class
 * 22), of constraints (23), of a program limit (54) and those raised by triggers (P0).
 *
 * Anything else (no room, shutting down, no connection, a table not migrated yet) passes in time.
 */
export function isRefusal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(?:22|23|54|P0)[0-9A-Z]{3}$/.test(code);
}
