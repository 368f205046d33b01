import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fp from 'fastify-plugin';
import type { Levels } from '../metrics/metrics.ts';
import { toPortError } from '../port-error.ts';
import type { DatabaseStatus } from '../schemas/health.ts';

export interface MetricsServerOptions {
  /** Where Prometheus finds `/metrics`. Never the public port. */
  readonly port: number;
  readonly host: string;
}

const circuitLevels = { closed: 0, 'half-open': 1, open: 2 } as const;

/** Serves the Prometheus metrics on a separate port, if they are on. */
export const metricsServer = fp<MetricsServerOptions>(
  async (app, { port, host }) => {
    const { exposed } = app.metrics;
    if (exposed === undefined) return;

    const levels = (database: DatabaseStatus): Levels => ({
      callsRunning: app.ai.queue.running,
      callsWaiting: app.ai.queue.waiting,
      bodyBytesUsed: app.byteLimit.usedBytes,
      bodyBytesTotal: app.byteLimit.totalBytes,
      bodiesWaiting: app.byteLimit.waiting,
      recordsQueued: app.jobs.stats().queued,
      recordsOverflowed: app.jobs.stats().overflowed,
      databaseUp: database === 'disabled' ? undefined : database === 'ok',
      circuits: new Map([...app.ai.circuits.states()].map(([model, state]) => [model, circuitLevels[state]])),
    });
    const server = createServer((request, response) => {
      // Prometheus adds the `params` of its configuration to the path.
      if (!['GET', 'HEAD'].includes(request.method ?? '') || request.url?.split('?')[0] !== '/metrics') {
        response.writeHead(404).end();
        return;
      }
      // The check waits a second at most, and asks at most once a second.
      const rendered = app.database.check().then((database) => exposed.render(levels(database)));
      rendered.then(
        (text) => response.writeHead(200, { 'content-type': exposed.contentType }).end(text),
        () => response.writeHead(500).end(),
      );
    });
    // Before the service listens, so that a taken port stops the start instead of leaving the service without metrics.
    app.addHook('onReady', async () => {
      await new Promise<void>((resolve, reject) => {
        server.once('error', (error) => reject(toPortError(error, 'METRICS_PORT', host, port)));
        server.listen(port, host, resolve);
      });
      app.log.info({ event: 'metrics.started', port: (server.address() as AddressInfo).port }, 'metrics are served');
    });
    app.addHook('onClose', async () => {
      server.closeAllConnections();
      server.close();
    });
  },
  { name: 'metrics-server', dependencies: ['metrics', 'database', 'jobs', 'ai', 'bodies'] },
);
