import type { Sql } from './sql.ts';

/** A migration that ran. */
export type Applied = { version: number; name: string; md5: string | null };

/**
 * The migrations that ran, in their order. None if the table is missing. Its name is our own: `schema_migrations` is
 * also what Rails, Supabase and others call theirs.
 */
export async function readApplied(sql: Sql): Promise<Applied[]> {
  const [table] = await sql<{ found: boolean }[]>`select to_regclass('figma_exporter_migrations') is not null as found`;
  const source = table?.found === true ? 'figma_exporter_migrations' : await oldTable(sql);
  if (source === undefined) return [];
  const rows = await sql.unsafe<{ version: string; name: string; md5: string | null }[]>(
    `select version, name, md5 from ${source} where version > 0 order by version`,
  );
  return rows.map(({ version, name, md5 }) => ({ version: Number(version), name, md5 }));
}

/** Creates the table in the current schema. To be called under the lock. */
export async function createTable(sql: Sql): Promise<void> {
  await sql.unsafe(`create table if not exists figma_exporter_migrations (
    version bigint primary key, name text not null, md5 text, run_at timestamptz not null default now())`);
}

/** Takes over what releases up to 0.1 kept in `schema_migrations`, if the table there is ours. */
export async function adoptOldTable(sql: Sql): Promise<void> {
  const old = await oldTable(sql);
  if (old === undefined) return;
  await sql.unsafe(`insert into figma_exporter_migrations (version, name, md5, run_at)
    select version, name, md5, coalesce(run_at, now()) from ${old} where version > 0 on conflict do nothing`);
}

/** The server's encoding of this database, such as `UTF8`. */
export async function readEncoding(sql: Sql): Promise<string> {
  const [row] = await sql<{ encoding: string }[]>`select current_setting('server_encoding') as encoding`;
  return row?.encoding ?? 'unknown';
}

/** The old table, quoted with its schema: it has our columns and our first migration, and our tables exist. */
async function oldTable(sql: Sql): Promise<string | undefined> {
  const [columns] = await sql<{ schema: string; ours: boolean }[]>`
    select quote_ident(table_schema) as schema,
      array_agg(column_name::text) @> array['version', 'name', 'md5', 'run_at'] as ours
    from information_schema.columns where table_schema = current_schema() and table_name = 'schema_migrations'
    group by table_schema`;
  if (columns?.ours !== true) return undefined;
  const table = `${columns.schema}.schema_migrations`;
  const [first] = await sql.unsafe<object[]>(
    `select 1 from ${table} where version = 1 and name = 'initial' and to_regclass('api_calls') is not null`,
  );
  return first === undefined ? undefined : table;
}
