import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { Service } from '../../demo/command/service.ts';
import { startProviderProcess } from '../../demo/provider/start-provider-process.ts';
import { buildApp } from '../../src/app.ts';
import { loadConfig } from '../../src/config/config.ts';
import { projectRoot } from '../../src/project-root.ts';
import { type Relay, startRelay } from './relay.ts';

/** The service under one set of settings, and what it sends to its provider. */
export interface EvalService extends Service {
  readonly relay: Relay;
  readonly model: string;
  /** What `NAMING_PICTURES` says: the pictures are sent to fit. */
  readonly pictures: 'sheet' | 'each';
}

/** Evaluations ask as fast as they can, and leave no record behind. */
const fixedSettings = {
  DATABASE_URL: 'off',
  // The pictures of all designs are drawn in the same process, which would refuse jobs for them.
  MEMORY_LIMIT_MB: '4096',
  METRICS_PORT: '0',
  RATE_LIMIT_RENAME: '100000',
  RATE_LIMIT_EDITS: '100000',
  REDIS_URL: '',
};

/**
 * Starts the service in this process, on a free port, with whatever provider is configured.
 *
 * @param settings those of the environment that one run changes
 * @param logFile takes the service's log; its directory exists
 * @throws ConfigError if the settings are invalid
 */
export async function startEvalService(
  settings: Readonly<Record<string, string>>,
  logFile: string,
): Promise<EvalService> {
  const config = loadConfig({ ...process.env, ...fixedSettings, ...settings });
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: logFile, append: true, sync: true }));
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const isLocal = config.ai.provider === 'demo';
    const local = isLocal ? await startProviderProcess(0) : undefined;
    if (local !== undefined) stops.push(() => local.stop());
    const relay = await startRelay(local?.url ?? config.ai.baseUrl, !isLocal);
    stops.push(() => relay.close());
    const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
    const app = await buildApp(config, { logger, version, databaseUrl: 'off', providerUrl: relay.url });
    stops.push(() => app.close());
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const { keys } = config.access;
    return {
      url,
      accessKey: Array.isArray(keys) ? keys[0]?.key : undefined,
      provider: config.ai.provider,
      model: config.ai.models.fast[0] ?? '',
      pictures: config.rename.pictures,
      relay,
      readJob: async () => ({ missing: 'not recorded', isFault: false }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
