import type { Logger } from 'pino';
import type { Config } from './config.ts';

/** Where the service finds its database and its models. */
export interface Backing {
  /** A `postgres://` URL, or `off`. */
  readonly databaseUrl: string;
  readonly providerUrl: string;
  /** Stops what was started here, after the service has stopped. */
  stop(): Promise<void>;
}

/**
 * The database and the provider that the settings name, or in their place, on a development machine, a Postgres under
 * `.data/` and a provider that speaks OpenRouter's protocol. Both come from development packages and are loaded only
 * where they are needed.
 */
export async function startBacking(config: Config, logger: Logger): Promise<Backing> {
  const stops: (() => Promise<void>)[] = [];
  const [databaseUrl, providerUrl] = await Promise.all([database(), provider()]);
  return {
    databaseUrl,
    providerUrl,
    async stop() {
      await Promise.all(stops.map((stop) => stop()));
    },
  };

  async function database(): Promise<string> {
    if (config.databaseUrl !== undefined) return config.databaseUrl;
    const { startEmbeddedPostgres } = await import('./database/embedded-postgres.ts');
    const postgres = await startEmbeddedPostgres({ log: logger, keepRunning: true });
    stops.push(() => postgres.stop());
    return postgres.url;
  }

  async function provider(): Promise<string> {
    if (config.ai.provider === 'openrouter') return config.ai.baseUrl;
    const { startDemoProvider } = await import('./demo/provider.ts');
    const demo = await startDemoProvider({ record: false });
    stops.push(() => demo.close());
    logger.warn(
      { event: 'demo.provider', url: demo.url },
      'DEMO PROVIDER: no OPENROUTER_API_KEY is set, names are made on this machine by looking at the pictures, not by a model',
    );
    return demo.url;
  }
}
