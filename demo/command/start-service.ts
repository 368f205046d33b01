import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import { buildApp } from '../../src/app.ts';
import { startBacking } from '../../src/backing.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { projectRoot } from '../../src/project-root.ts';
import { startProviderProcess } from '../provider/start-provider-process.ts';
import { readJobRow } from './job-row.ts';
import type { Service } from './service.ts';

export interface StartServiceOptions {
  /** Takes the service's log. */
  readonly logFile: string;
  readonly accessKey: string | undefined;
  /** How long the demo provider takes for a call, milliseconds. */
  readonly latencyMs: number | undefined;
}

const formatters = { level: (label: string) => ({ level: label }) };

/**
 * Starts the service in this process, on a free port of this machine, with the settings of the environment and what
 * replaces those that are missing.
 *
 * @throws ConfigError if the settings are invalid; the error that kept Postgres or the port from starting
 */
export async function startService({ logFile, accessKey, latencyMs }: StartServiceOptions): Promise<Service> {
  const config = readSettings();
  await mkdir(dirname(logFile), { recursive: true });
  // Written synchronously, so that nothing is lost if the command is killed; a job writes a dozen lines.
  const file = pino.destination({ dest: logFile, append: false, sync: true });
  const logger = pino({ level: config.logLevel, timestamp: pino.stdTimeFunctions.isoTime, formatters }, file);

  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).toReversed()) await each();
  };
  try {
    const demoUrl =
      config.ai.provider === 'demo' && latencyMs !== undefined ? await startProvider(latencyMs) : undefined;
    // A configured provider needs no replacement.
    const ai = demoUrl === undefined ? config.ai : { ...config.ai, provider: 'openrouter' as const, baseUrl: demoUrl };
    const backing = await startBacking({ ...config, ai }, logger);
    stops.push(() => backing.stop());
    const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
    const app = await buildApp(config, { logger, version, ...backing });
    stops.push(() => app.close());
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const { keys } = config.access;
    return {
      url,
      accessKey: accessKey ?? (Array.isArray(keys) ? keys[0]?.key : undefined),
      provider: config.ai.provider,
      readJob: (jobId) => readJobRow(app.database.records, jobId),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }

  async function startProvider(ms: number): Promise<string> {
    const provider = await startProviderProcess(ms);
    stops.push(() => provider.stop());
    return provider.url;
  }
}
