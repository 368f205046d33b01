import postgres from 'postgres';

/** A pool of connections: tag a query with it, `await sql\`select 1\``. */
export type Sql = postgres.Sql;

/** Choices for {@link createSql}; the defaults suit one small machine. */
export type SqlOptions = {
  /** Connections at most. Default 4: records, reports and health checks never want more at once. Minimum 1. */
  max?: number;
  /** Milliseconds to connect and log in. Default 3,000: a dead address must not look alive for longer. */
  connectTimeoutMs?: number;
  /** Milliseconds after which the server gives a statement up. Default 5,000; 0 is no limit. */
  statementTimeoutMs?: number;
  /** What the server lists in pg_stat_activity. Default `figma-exporter-ai`. */
  applicationName?: string;
};

/**
 * Waits before the next dial, by failures in a row: 50 ms, doubled up to 250. The library's own reaches 20 s, and it adds
 * to the wait of whoever tries again; a refused dial costs a server nothing.
 */
const backoffSeconds = (failures: number): number => Math.min(0.25, 0.05 * 2 ** failures);

/**
 * Opens a pool on a Postgres URL. Nothing is dialled before the first query.
 *
 * Idle connections are closed after a minute. Sessions run in UTC. Notices of the server are dropped.
 */
export function createSql(url: string, options: SqlOptions = {}): Sql {
  const { max = 4, connectTimeoutMs = 3_000, statementTimeoutMs = 5_000 } = options;
  const settings = {
    max,
    // The look-up of array types runs where nothing catches its failure: a reset just then ends the process.
    fetch_types: false,
    // One query may wait behind another on a busy connection, not a hundred: behind a slow one they would all be late.
    // Not nought, with which the library's transactions break. (It reads this setting, its types do not name it.)
    max_pipeline: 1,
    connect_timeout: connectTimeoutMs / 1_000,
    idle_timeout: 60,
    backoff: backoffSeconds,
    onnotice: () => {},
    connection: {
      application_name: options.applicationName ?? 'figma-exporter-ai',
      TimeZone: 'UTC',
      statement_timeout: statementTimeoutMs,
      // A session that dies inside a transaction must not hold its locks.
      idle_in_transaction_session_timeout: 30_000,
    },
  };
  return postgres(url, settings);
}

/** Closes a pool, giving running queries `timeoutMs`; it never hangs and never throws. */
export async function endSql(sql: Sql, timeoutMs = 1_000): Promise<void> {
  await sql.end({ timeout: timeoutMs / 1_000 }).catch(() => {});
}
