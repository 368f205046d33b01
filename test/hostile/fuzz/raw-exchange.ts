import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { connect } from 'node:net';

/** The result of bytes sent over a new connection. */
export interface Exchange {
  /** Status of every reply, in their order; empty where the server waited for more, or said nothing. */
  readonly statuses: readonly number[];
  /** A request was taken whole, and no reply came within ten seconds. */
  readonly hung: boolean;
}

/** Sends bytes to a server of this process, and knows which of its requests are still without a reply. */
export interface RawClient {
  exchange(bytes: Buffer): Promise<Exchange>;
  close(): void;
}

/**
 * A server that is asked whole questions on this machine answers in a few milliseconds; so much is left to a busy one.
 */
const quietMs = 100;
const hungMs = 10_000;

/**
 * A client without manners: it writes what it is given, takes what comes, and leaves when nothing more does. Whether a
 * request is complete is the server's own view, as Node reports it on its diagnostics channel.
 */
export function createRawClient(port: number): RawClient {
  const open = new Map<number, IncomingMessage>();
  const onStart = (message: unknown): void => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const { remotePort } = request.socket;
    if (remotePort === undefined || request.socket.localPort !== port) return;
    open.set(remotePort, request);
    response.once('close', () => open.get(remotePort) === request && open.delete(remotePort));
  };
  subscribe('http.server.request.start', onStart);

  return {
    exchange: (bytes) =>
      new Promise((resolve) => {
        const startedAt = performance.now();
        const socket = connect(port, '127.0.0.1');
        let text = '';
        let hung = false;
        const quiet = setTimeout(() => {
          const request = open.get(socket.localPort ?? 0);
          if (request?.complete === true && performance.now() - startedAt < hungMs) {
            quiet.refresh();
            return;
          }
          hung = request?.complete === true;
          socket.destroy();
        }, quietMs);
        socket.setEncoding('latin1');
        socket.on('data', (chunk) => {
          // Heads are what is looked for; a long reply need not be kept.
          text = (text + String(chunk)).slice(-200_000);
          quiet.refresh();
        });
        socket.on('error', () => undefined);
        socket.once('close', () => {
          clearTimeout(quiet);
          const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
          resolve({ statuses, hung });
        });
        socket.write(bytes);
      }),
    close: () => void unsubscribe('http.server.request.start', onStart),
  };
}
