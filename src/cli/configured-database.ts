import { loadLocalBacking } from '../backing.ts';
import type { Config } from '../config/config.ts';

/** A database a command may use until it calls `stop`. */
export interface ConfiguredDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** The database that DATABASE_URL names, or the embedded one of a checkout if it is not set. Not for `off`. */
export async function openConfiguredDatabase({ databaseUrl }: Config): Promise<ConfiguredDatabase> {
  if (databaseUrl !== undefined) return { url: databaseUrl, stop: async () => undefined };
  return (await loadLocalBacking()).startPostgres();
}
