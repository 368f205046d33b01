import { basename } from 'node:path';
import { type Migration, readMigrations } from './migrations.ts';
import { createSql, endSql, type Sql } from './sql.ts';

/** The table that keeps which migrations ran, with their checksums. */
const versionTable = 'schema_migrations';

/** The key of the advisory lock; any number will do as long as it stays. */
const lockKey = 4_726_101;

/** A migration that cannot run, or was changed after it ran. Trying again does not help. */
export class MigrationError extends Error {
  readonly code = 'EXPORTER_MIGRATION_FAILED';
  /** The file's bare name. */
  readonly file: string;
  constructor(file: string, reason: string, cause?: unknown) {
    super(`Migration ${file} ${reason}`, { cause });
    this.name = 'MigrationError';
    this.file = file;
  }
}

/** What {@link migrate} needs. */
export type MigrateOptions = {
  /** The folder of `NNN_name.sql` files. */
  directory: string;
  log?: { info: (fields: object, message: string) => void; warn: (fields: object, message: string) => void };
  /** Called once the server answered: what goes wrong from here on is no matter of reaching it. */
  onConnected?: () => void;
  /** Ends it wherever it stands. */
  signal?: AbortSignal;
};

/**
 * Brings the database up to the newest migration; several instances may do so at once.
 *
 * With nothing pending it costs one connection and one query. Otherwise the migrator is loaded and runs under an
 * advisory lock, on the one connection that holds it; each migration and its entry are one transaction.
 *
 * @returns the bare names of the files that ran
 * @throws MigrationError where a file's SQL fails or an applied file was changed; a connection's error otherwise
 */
export async function migrate(url: string, options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  // One connection, so that lock and work share it. A migration may take long: no statement limit.
  const sql = createSql(url, { max: 1, statementTimeoutMs: 0, applicationName: 'figma-exporter-ai migrate' });
  const abort = (): void => void endSql(sql, 0);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    options.signal?.throwIfAborted();
    const pending = await findPending(sql, migrations, options);
    if (pending.length === 0) return [];
    return await migrateLocked(sql, migrations, options);
  } finally {
    options.signal?.removeEventListener('abort', abort);
    await endSql(sql);
  }
}

type Applied = { version: number; name: string; md5: string | null };

async function findPending(sql: Sql, migrations: Migration[], options: MigrateOptions): Promise<Migration[]> {
  const applied = await readApplied(sql);
  options.onConnected?.();
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const row of applied) {
    const migration = known.get(row.version);
    if (migration === undefined) {
      const { version, name } = row;
      options.log?.warn({ event: 'database.newer', version, name }, 'the database is newer than this release');
    } else if (row.md5 !== null && row.md5 !== migration.md5) {
      throw new MigrationError(migration.file, 'was changed after it ran: restore it, and add a new file instead');
    }
  }
  const done = new Set(applied.map((row) => row.version));
  const newest = Math.max(0, ...done);
  const pending = migrations.filter((migration) => !done.has(migration.version));
  const late = pending.find((migration) => migration.version < newest);
  if (late !== undefined) throw new MigrationError(late.file, `has a number below ${newest}, which already ran`);
  return pending;
}

async function readApplied(sql: Sql): Promise<Applied[]> {
  try {
    const rows = await sql<{ version: string; name: string; md5: string | null }[]>`
      select version, name, md5 from ${sql(versionTable)} where version > 0 order by version`;
    return rows.map(({ version, name, md5 }) => ({ version: Number(version), name, md5 }));
  } catch (error) {
    // 42P01 is a table that is not there: a database nobody migrated yet.
    if ((error as { code?: unknown }).code === '42P01') return [];
    throw error;
  }
}

async function migrateLocked(sql: Sql, migrations: Migration[], options: MigrateOptions): Promise<string[]> {
  const connection = await sql.reserve();
  try {
    await connection`select pg_advisory_lock(${lockKey})`;
    // Whoever held the lock before may have done the work.
    const pending = await findPending(connection, migrations, options);
    return pending.length === 0 ? [] : await runMigrator(connection, migrations, options);
  } finally {
    // The lock goes with the connection, which the caller closes next; held back, closing it would take a second.
    connection.release();
  }
}

async function runMigrator(connection: Sql, migrations: Migration[], options: MigrateOptions): Promise<string[]> {
  const { createMigrator } = await import('./migrator.ts');
  let current: string | undefined;
  let inTransaction = false;
  const migrator = createMigrator({
    migrations,
    versionTable,
    onStart: (migration) => {
      current = basename(migration.filename);
    },
    async runScript(script) {
      await connection.unsafe('begin');
      inTransaction = true;
      await connection.unsafe(script);
    },
    async runQuery(query) {
      const rows = await connection.unsafe(query);
      // The query after a script is its entry in the version table: both stand, or neither.
      if (inTransaction) await connection.unsafe('commit');
      inTransaction = false;
      return rows;
    },
  });
  try {
    const ran = (await migrator.migrate()).map((migration) => basename(migration.filename));
    options.log?.info({ event: 'database.migrated', migrations: ran }, 'database migrated');
    return ran;
  } catch (error) {
    throw toMigrationError(error, current);
  }
}

/** Names the file and the line where the server itself refused; a lost connection stays what it is. */
function toMigrationError(error: unknown, file: string | undefined): unknown {
  const { severity, code, message, position, query } = error as Record<string, string | undefined>;
  // Class 57 and 53: the server is going down or has no room. That passes; the file is not to blame.
  if (file === undefined || severity === undefined || /^(?:57|53|08)/.test(code ?? '')) return error;
  const line = position === undefined ? '' : ` (line ${(query ?? '').slice(0, Number(position)).split('\n').length})`;
  return new MigrationError(file, `failed: ${message}${line}`, error);
}
