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
  await (table === 'jobs' ? sql.unsafe(insertJobsText, [json]) : insertApiCalls(sql, json));
}

/** The columns of `jobs` that records fill, with their types, and whether the job's end changes them. */
const jobColumns: readonly (readonly [name: string, type: string, changesAt?: 'end'])[] = [
  ['id', 'uuid'],
  ['type', 'text'],
  ['status', 'text', 'end'],
  ['layer_count', 'int'],
  ['frame_name', 'text'],
  ['variant_count', 'int'],
  ['naming_style', 'text'],
  ['prompt_file', 'text', 'end'],
  ['created_at', 'timestamptz'],
  ['completed_at', 'timestamptz', 'end'],
  ['duration_ms', 'int', 'end'],
  ['error_code', 'text', 'end'],
  ['error_message', 'text', 'end'],
  ['user_email', 'text'],
  ['user_id', 'text'],
  ['ip_address', 'inet'],
  ['access_key_name', 'text'],
  ['provider', 'text'],
  ['layers_renamed', 'int', 'end'],
  ['images_made', 'int', 'end'],
  ['model_calls', 'int', 'end'],
  ['prompt_tokens', 'bigint', 'end'],
  ['completion_tokens', 'bigint', 'end'],
  ['cost_usd', 'numeric', 'end'],
];

/** A row out of an old log comes after the retention has passed its day: it must not bring an address back. */
const keptAddress = `case when created_at >= (select done_until from retention where what = 'job_addresses') is not false
  then ip_address end`;

const names = jobColumns.map(([name]) => name);
const changes = jobColumns.flatMap(([name, , changesAt]) => (changesAt === 'end' ? `${name} = excluded.${name}` : []));

// Start and end of one job may be in one batch, and a statement may not touch a row twice: the end goes first.
const insertJobsText = `
  insert into jobs (${names.join(', ')})
  select distinct on (id) ${names.map((name) => (name === 'ip_address' ? keptAddress : name)).join(', ')}
  from json_to_recordset($1::text::json) as record (${jobColumns.map(([name, type]) => `${name} ${type}`).join(', ')})
  order by id, status = 'processing', completed_at desc
  on conflict (id) do update set ${changes.join(', ')}
  where excluded.status <> 'processing'`;

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
