import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { migrate } from '../../src/database/migrate.ts';
import { readMigrations } from '../../src/database/migrations.ts';
import { createSql, endSql, type Sql } from '../../src/database/sql.ts';
import { projectRoot } from '../../src/project-root.ts';

/** The part of a tap test this needs. */
type Teardown = { teardown: (handler: () => Promise<void>) => void };

/** The database of one test. */
export type TestDatabase = {
  url: string;
  /** A small pool on it, closed with the test. */
  sql: Sql;
};

export const migrationsDirectory = join(projectRoot(), 'db/migrations');

let server: EmbeddedPostgres | undefined;
let databases = 0;

/**
 * Gives a test a fresh database with the schema in it (or empty, on request), on one server that all test files of a
 * run share. The first call of all makes the server's cluster (about a second); a database takes some 50 ms.
 */
export async function testDatabase(t: Teardown, options: { empty?: boolean } = {}): Promise<TestDatabase> {
  server ??= await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data/test-postgres'), durable: false });
  const admin = createSql(server.url, { max: 1 });
  try {
    const template = options.empty === true ? 'template1' : await ensureTemplate(admin, server.url);
    databases += 1;
    const name = `test_${process.pid}_${databases}`;
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.unsafe(`create database ${name} template ${template}`);
    const url = toUrl(server.url, name);
    const sql = createSql(url);
    t.teardown(async () => {
      await endSql(sql);
      await drop(name);
    });
    return { url, sql };
  } finally {
    await endSql(admin);
  }
}

/** Stops using the server. Only needed by a test that wants it stopped before its process ends. */
export async function stopTestServer(): Promise<void> {
  await server?.stop();
  server = undefined;
}

async function drop(name: string): Promise<void> {
  if (server === undefined) return;
  const admin = createSql(server.url, { max: 1 });
  await admin.unsafe(`drop database if exists ${name} with (force)`);
  await endSql(admin);
}

/** A database with today's schema to copy from, created once, by one process. */
async function ensureTemplate(admin: Sql, serverUrl: string): Promise<string> {
  const migrations = await readMigrations(migrationsDirectory);
  const sum = createHash('sha256')
    .update(['figma_exporter_migrations', ...migrations.map(({ md5 }) => md5)].join())
    .digest('hex')
    .slice(0, 16);
  const template = `template_${sum}`;
  await admin`select 1`;
  await admin`select pg_advisory_lock(4726102)`;
  try {
    const draft = `draft_${sum}`;
    const [found] = await admin`select 1 from pg_database where datname = ${template}`;
    if (found === undefined) {
      await admin.unsafe(`drop database if exists ${draft} with (force)`);
      await admin.unsafe(`create database ${draft}`);
      await migrate(toUrl(serverUrl, draft), { directory: migrationsDirectory });
      await admin.unsafe(`alter database ${draft} rename to ${template}`);
    }
  } finally {
    await admin`select pg_advisory_unlock(4726102)`;
  }
  return template;
}

function toUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
