import type { Socket } from 'node:net';
import { buildConnector, Pool } from 'undici';
import type { ProxyServer } from './proxy-server.ts';

/**
 * Connects to an https origin through a proxy with CONNECT, as undici's ProxyAgent does. That agent is a separate
 * dispatcher; with this connector calls still go to their connection pool, which sends pictures without copying them.
 */
export function createTunnelConnector({ origin, headers }: ProxyServer, timeoutMs: number): buildConnector.connector {
  const proxy = new Pool(origin, { connect: { timeout: timeoutMs } });
  const connectTls = buildConnector({ timeout: timeoutMs });

  return (options, callback) => {
    const path = `${options.hostname}:${options.port || '443'}`;
    const signal = AbortSignal.timeout(timeoutMs);
    proxy.connect({ path, headers: { host: path, ...headers }, signal }, (error, reply) => {
      if (error !== null) return callback(error, null);
      const socket = reply?.socket as Socket;
      if (reply?.statusCode === 200) return connectTls({ ...options, httpSocket: socket }, callback);
      socket.on('error', () => undefined).destroy();
      const hint = reply?.statusCode === 407 ? ': HTTPS_PROXY needs a valid user and password' : '';
      callback(new Error(`the proxy answered ${reply?.statusCode}${hint}`), null);
    });
  };
}
