import postgres from 'postgres';
import { parseDatabaseUrl } from './connection-url.ts';

/** A pool of connections: tag a query with it, `await sql\`select 1\``. */
export type Sql = postgres.Sql;

/** Choices for {@link createSql}; the defaults suit one small machine. */
export type SqlOptions = {
  /**
   * Maximum number of connections. Default 4: records, reports and health checks never need more at once. Minimum 1.
   */
  max?: number;
  /**
   * Milliseconds to connect and log in. Default 3,000, or the URL's connect_timeout: a dead address must not look
   * alive.
   */
  connectTimeoutMs?: number;
  /** What the server lists in pg_stat_activity. Default: the URL's, else `figma-exporter-ai`. */
  applicationName?: string;
};

/**
 * Waits before the next connection attempt, by failures in a row: 50 ms, doubled up to 250. The library's own reaches
 * 20 s, and it adds to the wait of every retry; a refused connection costs a server nothing.
 */
const backoffSeconds = (failures: number): number => Math.min(0.25, 0.05 * 2 ** failures);

/**
 * Opens a pool on a Postgres URL. Nothing is sent before the first query.
 *
 * It works through poolers in transaction mode (PgBouncer, Neon, Supabase): no prepared statements, and no startup
 * parameter but the application's name. Time limits and time zone are set in each transaction, see `database.ts`.
 *
 * @throws Error if the URL cannot be read, see `connection-url.ts`
 */
export function createSql(url: string, options: SqlOptions = {}): Sql {
  const { applicationName, connectTimeoutSeconds = 3, options: serverOptions, ...target } = parseDatabaseUrl(url);
  const { max = 4, connectTimeoutMs = connectTimeoutSeconds * 1_000 } = options;
  const { targetSessionAttrs, ...rest } = target;
  return postgres({
    ...rest,
    // The library takes a replica for read-write if its settings do not say otherwise.
    target_session_attrs: targetSessionAttrs === 'read-write' ? 'primary' : targetSessionAttrs,
    max,
    prepare: false,
    // Nothing catches a failure of the array type lookup: a connection reset at that moment would end the process.
    fetch_types: false,
    // One query may wait behind another on a busy connection, not a hundred: behind a slow one they would all be late.
    // Not 0, with which the library's transactions break. (It reads this setting, its types do not name it.)
    max_pipeline: 1,
    connect_timeout: connectTimeoutMs / 1_000,
    idle_timeout: 60,
    backoff: backoffSeconds,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? applicationName ?? 'figma-exporter-ai',
      ...(serverOptions === undefined ? {} : { options: serverOptions }),
    },
  } as unknown as postgres.Options<Record<string, never>>);
}

/** Closes a pool, giving running queries `timeoutMs`; it never hangs and never throws. */
export async function endSql(sql: Sql, timeoutMs = 1_000): Promise<void> {
  await sql.end({ timeout: timeoutMs / 1_000 }).catch(() => {});
}
