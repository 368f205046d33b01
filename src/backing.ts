import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from './config/config.ts';
import { projectRoot } from './project-root.ts';

/** The addresses of the database and of the model provider. */
export interface Backing {
  /** A `postgres://` URL, or `off`. */
  readonly databaseUrl: string;
  readonly providerUrl: string;
  /** Stops what was started here, after the service has stopped. */
  stop(): Promise<void>;
}

/** Something started on this machine for development. */
export interface LocalServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** What `demo/local-backing.ts` provides in a checkout. A production install has no `demo/`. */
export interface LocalBacking {
  startPostgres(logger?: Logger): Promise<LocalServer>;
  startProvider(): Promise<LocalServer>;
}

/**
 * Loads the development servers from the compiled `demo/` of a checkout.
 *
 * @throws Error if this installation has no `demo/`, with the settings to give instead
 */
export async function loadLocalBacking(): Promise<LocalBacking> {
  const path = join(projectRoot(), 'build/demo/local-backing.js');
  if (!existsSync(path)) {
    throw new Error(
      'No local database or provider in this installation: set DATABASE_URL and OPENROUTER_API_KEY, or run "npm run build" in a checkout',
    );
  }
  return (await import(pathToFileURL(path).href)) as LocalBacking;
}

/**
 * The configured database and provider. In development, each one that is not configured is started on this machine:
 * a Postgres under `.data/`, and a provider that speaks OpenRouter's protocol.
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
    const postgres = await (await loadLocalBacking()).startPostgres(logger);
    stops.push(() => postgres.stop());
    return postgres.url;
  }

  async function provider(): Promise<string> {
    if (config.ai.provider === 'openrouter') return config.ai.baseUrl;
    const demo = await (await loadLocalBacking()).startProvider();
    stops.push(() => demo.stop());
    logger.warn(
      { event: 'demo.provider', url: demo.url },
      'DEMO PROVIDER: OPENROUTER_API_KEY is not set, names come from rules on this machine, not from a model',
    );
    return demo.url;
  }
}
