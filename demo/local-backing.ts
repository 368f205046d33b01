import type { LocalBacking } from '../src/backing.ts';
import { startEmbeddedPostgres } from './postgres/embedded-postgres.ts';
import { startProviderProcess } from './provider/start-provider-process.ts';

/** A Postgres under `.data/`, restarted if it is killed when a `logger` is given (a service rather than a command). */
export const startPostgres: LocalBacking['startPostgres'] = (logger) =>
  startEmbeddedPostgres(logger === undefined ? {} : { log: logger, keepRunning: true });

/** The local provider on a free port. */
export const startProvider: LocalBacking['startProvider'] = () => startProviderProcess();
