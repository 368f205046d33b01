import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** How often connections are checked while the server stops. */
const sweepMs = 50;
/** Time for a request whose head, or whose refused body, is still arriving. A healthy client needs one round trip. */
const halfSentMs = 2_000;

interface Connection {
  /** Requests that are not answered yet. */
  open: number;
  /** What had been read of the socket when its last request was answered. */
  answeredBytes: number;
}

/**
 * Watches the connections of a server, so that no connection delays a graceful shutdown.
 * `server.closeIdleConnections()` skips sockets that never began a request, and Node's header timeout stops with
 * `server.close()`.
 *
 * @returns `drain`: from then on, connections without an open request are closed, those with half of one after 2 s.
 * Open requests are not touched: their deadline ends them.
 */
export function watchConnections(server: Server): { drain(): void } {
  const connections = new Map<Socket, Connection>();
  server.on('connection', (socket) => {
    connections.set(socket, { open: 0, answeredBytes: 0 });
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    const connection = connections.get(socket);
    if (connection === undefined) return;
    connection.open += 1;
    response.once('close', () => {
      connection.open -= 1;
      connection.answeredBytes = socket.bytesRead;
    });
  });
  return {
    drain() {
      const startedAt = performance.now();
      const sweep = setInterval(() => {
        const late = performance.now() - startedAt > halfSentMs;
        for (const [socket, { open, answeredBytes }] of connections) {
          if (open === 0 && (late || socket.bytesRead === answeredBytes)) socket.destroy();
        }
        if (connections.size === 0 && !server.listening) clearInterval(sweep);
      }, sweepMs);
      sweep.unref();
    },
  };
}
