import type { Dispatcher } from 'undici';
import { ConnectionPool } from './connection-pool.ts';
import { ForwardingPool } from './forwarding-pool.ts';
import { isDirect } from './no-proxy.ts';
import { readProxyServer } from './proxy-server.ts';
import { createTunnelConnector } from './tunnel-connector.ts';

/** As the environment names them; undefined if it does not. */
export interface ProxySettings {
  readonly https: string | undefined;
  readonly http: string | undefined;
  /** Hosts to reach directly. */
  readonly no: string | undefined;
}

export interface DispatcherOptions {
  readonly baseUrl: string;
  readonly proxy: ProxySettings;
  readonly maxConnections: number;
}

const connectTimeoutMs = 10_000;

/** The connections to the provider, through the proxy that the settings name for it, if any. */
export function createDispatcher({ baseUrl, proxy, maxConnections }: DispatcherOptions): Dispatcher {
  const url = new URL(baseUrl);
  const { origin, protocol } = url;
  const options = { origin, maxConnections, connectTimeoutMs };
  const isSecure = protocol === 'https:';
  const uri = isSecure ? (proxy.https ?? proxy.http) : proxy.http;
  if (uri === undefined || isDirect(url, proxy.no ?? '')) return new ConnectionPool(options);
  const server = readProxyServer(uri);
  if (!isSecure) return new ForwardingPool(server, options);
  return new ConnectionPool({ ...options, connect: createTunnelConnector(server, connectTimeoutMs) });
}
