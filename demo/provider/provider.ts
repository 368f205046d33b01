import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAnswerer } from './answer.ts';
import { createCallHandler } from './call-handler.ts';
import type { FamilySpec } from './families.ts';
import { chooseFault, type FaultSpec } from './faults.ts';
import { createLatencies } from './latency.ts';
import { answerLookup } from './lookups.ts';
import type { DemoCall, DemoOptions, DemoStats } from './options.ts';
import { createRandom } from './random.ts';
import { writeError } from './replies.ts';
import { sendBytes } from './send.ts';

export type { FamilyName, FamilySpec } from './families.ts';
export type { Fault, FaultKind, FaultSpec } from './faults.ts';
export type { DemoCall, DemoOptions, DemoStats } from './options.ts';

/** A running demo provider. */
export interface DemoProvider {
  /** The base a client is given, `http://127.0.0.1:<port>/api/v1`. */
  url: string;
  port: number;
  stats: DemoStats;
  /** The recorded calls, oldest first; see DemoOptions.record. */
  calls: DemoCall[];
  /** Replaces what goes wrong; undefined heals it. A script starts at its first entry. */
  setFaults(faults: FaultSpec | undefined): void;
  /** Replaces whose refusals are imitated; undefined takes every call. */
  setFamilies(families: FamilySpec | undefined): void;
  /** Replaces the latencies given, milliseconds; `latencyMs` alone sets all three. */
  setLatency(latency: Pick<DemoOptions, 'latencyMs' | 'editsLatencyMs' | 'imageLatencyMs'>): void;
  /** Stops listening and breaks off what is still open. */
  close(): Promise<void>;
}

/**
 * Starts a server that speaks OpenRouter's protocol on this machine: chat/completions, models and key. It needs no key
 * and no account, looks at the pictures it is sent, and can be set to be slow or to fail.
 */
export async function startDemoProvider(options: DemoOptions = {}): Promise<DemoProvider> {
  const { host = '127.0.0.1', port = 0, look = true, seed = 1, record = look, imageBytes } = options;
  const random = createRandom(seed);
  const stats = createStats();
  const calls: DemoCall[] = [];
  let latencies = createLatencies(options, random);
  let faults = options.faults;
  let faultIndex = 0;
  let families = options.families;

  const answer = createAnswerer(imageBytes === undefined ? {} : { imageBytes });
  const serveCall = createCallHandler({
    options,
    look,
    record,
    stats,
    calls,
    answer,
    latencies: () => latencies,
    nextFault: (request) => chooseFault(faults, faultIndex++, request, random),
    families: () => families,
  });

  function serveLookup(request: IncomingMessage, reply: ServerResponse, path: string): void {
    request.resume();
    stats.lookups++;
    const found =
      request.method === 'GET'
        ? answerLookup(path, new URLSearchParams((request.url ?? '').split('?')[1] ?? ''), options)
        : undefined;
    const body = found ? Buffer.from(JSON.stringify(found)) : writeError(404, `Nothing at ${path}`);
    stats.bytesOut += sendBytes(reply, found ? 200 : 404, 'application/json', body);
  }

  const server = createServer((request, reply) => {
    stats.inFlight++;
    stats.peakInFlight = Math.max(stats.peakInFlight, stats.inFlight);
    reply.once('close', () => stats.inFlight--);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.method !== 'POST' || !path.endsWith('/chat/completions')) return serveLookup(request, reply, path);
    serveCall(request, reply).catch(() => {
      // A body that is not JSON, or a caller that left while sending: no details are known.
      if (!reply.headersSent) sendBytes(reply, 400, 'application/json', writeError(400, 'The body is not JSON'));
    });
  });
  // Longer than clients keep an idle connection, so that no call meets a closing one.
  server.keepAliveTimeout = 65_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const bound = (server.address() as AddressInfo).port;

  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/api/v1`,
    port: bound,
    stats,
    calls,
    setFamilies(next) {
      families = next;
    },
    setFaults(next) {
      faults = next;
      faultIndex = 0;
    },
    setLatency(next) {
      latencies = createLatencies(next, random, latencies);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function createStats(): DemoStats {
  const byKind = { naming: 0, edits: 0, picture: 0 };
  const counts = { calls: 0, byKind, lookups: 0, layersAsked: 0, inFlight: 0, peakInFlight: 0, aborted: 0, refused: 0 };
  return { ...counts, faults: {}, bytesIn: 0, bytesOut: 0, costUsd: 0 };
}
