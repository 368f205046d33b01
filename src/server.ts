import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import closeWithGrace from 'close-with-grace';
import { buildApp } from './app.ts';
import { startBacking } from './backing.ts';
import { readCommandLine } from './cli/parse-arguments.ts';
import { type Config, ConfigError } from './config/config.ts';
import { readSettings } from './config/read-settings.ts';
import { heapFlags } from './heap-flags.ts';
import { createLogger } from './logger.ts';
import { drainWithinMs } from './plugins/draining.ts';
import { PortError, toPortError } from './port-error.ts';
import { projectRoot } from './project-root.ts';

const usage = `npm start      (in the container: node dist/server.js)

Runs the service until SIGTERM or SIGINT. It takes no arguments: its settings are environment variables, listed in
docs/settings.md. Exit code: 0 stopped, 1 it could not start, 2 wrong arguments.`;

/** Starts the service as the environment says, and stops it on SIGTERM or SIGINT; a second signal ends it at once. */
async function main(): Promise<void> {
  readCommandLine({ usage });
  for (const flag of heapFlags) setFlagsFromString(flag);
  const config = readSettings();
  const pretty = !config.production && process.stdout.isTTY;
  const logger = createLogger({ level: config.logLevel, pretty, format: config.logFormat });
  const backing = await startBacking(config, logger);
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  const app = await buildApp(config, { logger, version, ...backing });

  const delay = drainWithinMs(config.server.requestTimeoutMs);
  // Both end the process immediately: unwritten records go to the log first.
  const hurried = { onSecondSignal: () => app.jobs.abandon(), onTimeout: () => giveUp(delay) };
  const giveUp = (waitedMs: number): void => {
    process.stderr.write(`The shutdown took longer than ${waitedMs} ms: exiting\n`);
    app.jobs.abandon();
  };
  closeWithGrace({ delay, logger, ...hurried }, async ({ signal, err }) => {
    if (err !== undefined) logger.fatal({ event: 'service.crashed', err }, 'uncaught error: stopping');
    logger.info({ event: 'service.stopping', signal }, 'stopping: finishing requests in progress');
    await app.close();
    await backing.stop();
    logger.info({ event: 'service.stopped' }, 'stopped');
  });

  try {
    const url = await app.listen({ port: config.server.port, host: config.server.host });
    announce(config, url, logger);
  } catch (thrown) {
    const error = toPortError(thrown, 'PORT', config.server.host, config.server.port);
    const event = 'service.start_failed';
    if (error instanceof PortError) logger.fatal({ event }, `the service could not start: ${error.message}`);
    else logger.fatal({ event, err: error }, 'the service could not start');
    await app.close();
    await backing.stop();
    process.exit(1);
  }
}

function announce(config: Config, url: string, logger: ReturnType<typeof createLogger>): void {
  const { analyticsToken, analyticsTokenMade } = config.access;
  const page = config.server.tryPage ? `; playground at ${url}/` : '';
  logger.info({ event: 'service.started', url, provider: config.ai.provider }, `listening on ${url}${page}`);
  if (analyticsTokenMade) {
    process.stderr.write(`ANALYTICS_TOKEN was not set; for this run it is ${analyticsToken}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String((error as Error).stack)}\n`);
  process.exit(1);
});
