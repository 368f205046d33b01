import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { projectRoot } from '../../src/project-root.ts';

export interface BenchDatabase {
  /** What DATABASE_URL takes: an empty database, since migrations may have changed after the last run. */
  url: string;
  stop(): Promise<void>;
}

/** Starts a Postgres for the records of a run, apart from the one of development, with an empty database. */
export async function startDatabase(): Promise<BenchDatabase> {
  const server = await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data', 'bench-postgres') });
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  await sql`drop database if exists bench with (force)`;
  await sql`create database bench`;
  await sql.end();
  const url = new URL(server.url);
  url.pathname = '/bench';
  return { url: url.href, stop: () => server.stop() };
}
