import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';

/** How often connections are checked while the server stops. */
const sweepMs = 50;
/** Time for a request that is still arriving, since its last byte. A healthy client needs one round trip. */
const halfSentMs = 2_000;

interface Connection {
  /** Requests that are not answered yet. */
  open: number;
  /** What had been read of the socket when its last request was answered. */
  answeredBytes: number;
  /** The newest request: only its body may still be arriving. */
  message: IncomingMessage | undefined;
}

/** When the last bytes of a connection came, as far as the sweeps have seen. */
interface Progress {
  readonly bytes: number;
  readonly since: number;
}

/**
 * Watches the connections of a server, so that no connection delays a graceful shutdown.
 * `server.closeIdleConnections()` skips sockets that never began a request, and Node's header timeout stops with
 * `server.close()`.
 *
 * @returns `drain`: from then on, connections without an open request are closed, those with half of one after 2 s, and
 * those whose body has stopped arriving for 2 s. Other open requests are not touched: their deadline ends them.
 */
export function watchConnections(server: Server): { drain(): void } {
  const connections = new Map<Socket, Connection>();
  server.on('connection', (socket) => {
    connections.set(socket, { open: 0, answeredBytes: 0, message: undefined });
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', (message, response) => {
    const { socket } = message;
    const connection = connections.get(socket);
    if (connection === undefined) return;
    connection.open += 1;
    connection.message = message;
    response.once('close', () => {
      connection.open -= 1;
      connection.answeredBytes = socket.bytesRead;
    });
  });
  return {
    drain() {
      const startedAt = performance.now();
      const progress = new WeakMap<Socket, Progress>();
      const hasStalled = (socket: Socket, message: IncomingMessage | undefined): boolean => {
        const now = performance.now();
        const last = progress.get(socket);
        // A body that waits for memory is not read: it is not the client that stalls.
        const isReading = message?.complete === false && message.readableFlowing === true;
        if (isReading && last?.bytes === socket.bytesRead) return now - last.since > halfSentMs;
        progress.set(socket, { bytes: socket.bytesRead, since: now });
        return false;
      };
      const sweep = setInterval(() => {
        const late = performance.now() - startedAt > halfSentMs;
        for (const [socket, { open, answeredBytes, message }] of connections) {
          const isOver = open === 0 ? late || socket.bytesRead === answeredBytes : hasStalled(socket, message);
          if (isOver) socket.destroy();
        }
        if (connections.size === 0 && !server.listening) clearInterval(sweep);
      }, sweepMs);
      sweep.unref();
    },
  };
}
