import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { type DemoOptions, type DemoProvider, startDemoProvider } from '../../demo/provider/provider.ts';
import { type AppDeps, buildApp } from '../../src/app.ts';
import { type Config, loadConfig } from '../../src/config/config.ts';

/** The part of a tap test this needs. */
type Teardown = { teardown: (handler: () => Promise<void>) => void };

export interface TestAppOptions {
  /** Settings as the environment has them. `DATABASE_URL=off` and limits that no test meets by chance are added. */
  readonly env?: Readonly<Record<string, string>>;
  /** For what the environment cannot say, as a time limit below its minimum. */
  readonly change?: (config: Config) => Config;
  /** Of the demo provider, which answers after 5 ms here. */
  readonly demo?: DemoOptions;
  /** Instead of a demo provider of the test's own. */
  readonly providerUrl?: string;
  /** By default a stall of this process refuses no job. */
  readonly timing?: AppDeps['timing'];
  /** Takes every line of the log, at level trace. */
  readonly onLogLine?: (line: string) => void;
}

export interface TestApp {
  readonly app: FastifyInstance;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly provider: DemoProvider;
}

/** The same app as the server's, listening on a free port, with a provider on this machine. Closed with the test. */
export async function startApp(t: Teardown, options: TestAppOptions = {}): Promise<TestApp> {
  const provider = await startDemoProvider({ latencyMs: 5, ...options.demo });
  const config = testConfig(options.env);
  const { onLogLine } = options;
  const app = await buildApp(options.change?.(config) ?? config, {
    logger: onLogLine === undefined ? pino({ level: 'silent' }) : pino({ level: 'trace' }, { write: onLogLine }),
    databaseUrl: config.databaseUrl ?? 'off',
    providerUrl: options.providerUrl ?? provider.url,
    version: '0.0.0-test',
    timing: { maxEventLoopDelayMs: 60_000, ...options.timing },
  });
  t.teardown(async () => {
    app.server.closeAllConnections();
    await app.close();
    await provider.close();
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { app, url: `http://127.0.0.1:${port}`, port, provider };
}

export function testConfig(env: Readonly<Record<string, string>> = {}): Config {
  const limits = {
    RATE_LIMIT_API: '10000',
    RATE_LIMIT_RENAME: '10000',
    RATE_LIMIT_EDITS: '10000',
    RATE_LIMIT_PER_KEY: '10000',
  };
  // The provider and the test itself share the process: its memory says nothing of the service's.
  return loadConfig({ NODE_ENV: 'test', DATABASE_URL: 'off', MEMORY_LIMIT_MB: '8192', ...limits, ...env });
}

/** Changes the time limit of requests, which no setting allows below a second. */
export function withTimeLimit(requestTimeoutMs: number): (config: Config) => Config {
  return (config) => ({ ...config, server: { ...config.server, requestTimeoutMs } });
}
