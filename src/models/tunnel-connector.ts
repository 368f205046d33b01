import type { Socket } from 'node:net';
import { buildConnector, Pool } from 'undici';

/**
 * Connects through an HTTP proxy with CONNECT, as undici's ProxyAgent does. Unlike that agent it is not a dispatcher,
 * so calls still go straight to their connection pool, which sends pictures without copying them.
 *
 * @param uri `http://user:password@host:port`
 */
export function createTunnelConnector(uri: string, timeoutMs: number): buildConnector.connector {
  const { origin, username, password } = new URL(uri);
  const proxy = new Pool(origin, { connect: { timeout: timeoutMs } });
  const connectTls = buildConnector({ timeout: timeoutMs });
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const authorization = username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` };

  return (options, callback) => {
    const { hostname, protocol, port } = options;
    const path = `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
    const signal = AbortSignal.timeout(timeoutMs);
    proxy.connect({ path, headers: { host: path, ...authorization }, signal }, (error, reply) => {
      if (error !== null) return callback(error, null);
      const socket = reply?.socket as Socket;
      if (reply?.statusCode !== 200) {
        socket.on('error', () => undefined).destroy();
        callback(new Error(`the proxy answered ${reply?.statusCode}`), null);
      } else if (protocol === 'https:') connectTls({ ...options, httpSocket: socket }, callback);
      else callback(null, socket);
    });
  };
}
