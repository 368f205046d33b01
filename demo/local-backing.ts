import type { LocalBacking } from '../src/backing.ts';
import { startEmbeddedPostgres } from './postgres/embedded-postgres.ts';
import { startDemoProvider } from './provider/provider.ts';

/** A Postgres under `.data/`, restarted if it is killed when a `logger` is given (a service rather than a command). */
export const startPostgres: LocalBacking['startPostgres'] = (logger) =>
  startEmbeddedPostgres(logger === undefined ? {} : { log: logger, keepRunning: true });

/** The local provider on a free port. */
export const startProvider: LocalBacking['startProvider'] = async () => {
  const provider = await startDemoProvider({ record: false });
  return { url: provider.url, stop: () => provider.close() };
};
