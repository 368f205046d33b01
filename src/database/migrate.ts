import { adoptOldTable, createTable, readApplied, readEncoding } from './migration-table.ts';
import { type Migration, readMigrations } from './migrations.ts';
import { createSql, endSql, type Sql } from './sql.ts';

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
  /** Called once the server answered: what goes wrong from here on is not a matter of reaching it. */
  onConnected?: () => void;
  /** Aborts the migration at any point. */
  signal?: AbortSignal;
};

/**
 * Brings the database up to the newest migration; several instances may do so at once.
 *
 * With nothing pending it costs one connection and one query. Each migration and its entry are one transaction, which
 * holds an advisory lock: a lock of the session would stay behind on the connection of a pooler.
 *
 * @returns the bare names of the files that ran
 * @throws MigrationError if a file's SQL fails or an applied file was changed; a connection's error otherwise
 */
export async function migrate(url: string, options: MigrateOptions): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  const sql = createSql(url, { max: 1, applicationName: 'figma-exporter-ai migrate' });
  const abort = (): void => void endSql(sql, 0);
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    options.signal?.throwIfAborted();
    const { pending, encoding } = await look(sql, migrations, options);
    options.onConnected?.();
    if (encoding !== 'UTF8') {
      options.log?.warn(
        { event: 'database.encoding', encoding },
        'the database encoding is not UTF8: some names cannot be stored',
      );
    }
    if (pending.length === 0) return [];
    return await runAll(sql, migrations, pending, options);
  } finally {
    options.signal?.removeEventListener('abort', abort);
    await endSql(sql);
  }
}

async function look(sql: Sql, migrations: readonly Migration[], options: MigrateOptions) {
  const encoding = await readEncoding(sql);
  return { encoding, pending: await findPending(sql, migrations, options) };
}

async function findPending(
  sql: Sql,
  migrations: readonly Migration[],
  { log }: Pick<MigrateOptions, 'log'>,
): Promise<Migration[]> {
  const applied = await readApplied(sql);
  const known = new Map(migrations.map((migration) => [migration.version, migration]));
  for (const { version, name, md5 } of applied) {
    const migration = known.get(version);
    if (migration === undefined) {
      log?.warn({ event: 'database.newer', version, name }, 'the database is newer than this release');
    } else if (md5 !== null && md5 !== migration.md5) {
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

async function runAll(
  sql: Sql,
  migrations: readonly Migration[],
  expected: readonly Migration[],
  { log }: MigrateOptions,
): Promise<string[]> {
  const files = expected.map(({ file }) => file);
  log?.info({ event: 'database.migrating', migrations: files }, 'migrating the database');
  await locked(sql, async (inside) => {
    await createTable(inside);
    await adoptOldTable(inside);
  });
  const ran: string[] = [];
  for (;;) {
    // Whoever held the lock before may have done the work.
    const file = await locked(sql, async (inside) => {
      const [next] = await findPending(inside, migrations, {});
      return next === undefined ? undefined : runOne(inside, next);
    });
    if (file === undefined) break;
    ran.push(file);
  }
  if (ran.length > 0) log?.info({ event: 'database.migrated', migrations: ran }, 'database migrated');
  return ran;
}

/**
 * Runs `work` in a transaction under a lock that other instances wait for. A migration may take long: no statement
 * limit.
 */
async function locked<T>(sql: Sql, work: (inside: Sql) => Promise<T>): Promise<T> {
  return (await sql.begin(async (inside) => {
    await inside.unsafe('set local statement_timeout = 0');
    await inside`select pg_advisory_xact_lock(${lockKey}::bigint)`;
    return work(inside as unknown as Sql);
  })) as T;
}

async function runOne(inside: Sql, { version, name, md5, file, text }: Migration): Promise<string> {
  try {
    await inside.unsafe(text);
  } catch (error) {
    throw toMigrationError(error, file);
  }
  await inside`insert into figma_exporter_migrations (version, name, md5) values (${version}, ${name}, ${md5})`;
  return file;
}

/** Names the file and the line if the server itself refused; a lost connection stays what it is. */
function toMigrationError(error: unknown, file: string): unknown {
  const { severity, code, message, position, query } = error as Record<string, string | undefined>;
  // Classes 57, 53 and 08: the server is going down or has no room. That passes; the file is not to blame.
  if (severity === undefined || /^(?:57|53|08)/.test(code ?? '')) return error;
  const line = position === undefined ? '' : ` (line ${(query ?? '').slice(0, Number(position)).split('\n').length})`;
  return new MigrationError(file, `failed: ${message}${line}`, error);
}
