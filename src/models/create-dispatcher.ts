import type { Dispatcher } from 'undici';
import { ConnectionPool } from './connection-pool.ts';
import { createTunnelConnector } from './tunnel-connector.ts';

/** As the environment names them; undefined if it does not. */
export interface ProxySettings {
  readonly https: string | undefined;
  readonly http: string | undefined;
  /** Hosts to reach directly, separated by commas or blanks: `example.com` (its subdomains too), `host:8443`, or `*`. */
  readonly no: string | undefined;
}

export interface DispatcherOptions {
  readonly baseUrl: string;
  readonly proxy: ProxySettings;
  readonly maxConnections: number;
}

const connectTimeoutMs = 10_000;
/** This machine is never asked for through a proxy. */
const local: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The connections to the provider, through the proxy that the settings name for it, if any. */
export function createDispatcher({ baseUrl, proxy, maxConnections }: DispatcherOptions): Dispatcher {
  const { origin } = new URL(baseUrl);
  const uri = proxyOf(new URL(baseUrl), proxy);
  const tunnel = uri === undefined ? {} : { connect: createTunnelConnector(uri, connectTimeoutMs) };
  return new ConnectionPool({ origin, maxConnections, connectTimeoutMs, ...tunnel });
}

function proxyOf({ protocol, hostname, port }: URL, { https, http, no = '' }: ProxySettings): string | undefined {
  if (local.has(hostname)) return undefined;
  const portOrDefault = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const isDirect = no.split(/[,\s]+/).some((entry) => {
    const [, name = '', only] = /^(?:\*?\.)?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (only !== undefined && only !== portOrDefault)) return false;
    return name === '*' || hostname === name || hostname.endsWith(`.${name}`);
  });
  return isDirect ? undefined : protocol === 'https:' ? (https ?? http) : http;
}
