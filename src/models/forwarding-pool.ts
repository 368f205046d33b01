import { Dispatcher } from 'undici';
import { ConnectionPool, type ConnectionPoolOptions } from './connection-pool.ts';
import { headerList } from './post.ts';
import type { ProxyServer } from './proxy-server.ts';

/**
 * Plain HTTP through an HTTP proxy: each request goes to the proxy with its whole URL (RFC 9112, section 3.2.2).
 * Proxies usually refuse to tunnel to port 80.
 */
export class ForwardingPool extends Dispatcher {
  readonly #pool: ConnectionPool;
  readonly #origin: string;
  readonly #headers: readonly string[];

  constructor(proxy: ProxyServer, { origin, ...rest }: Omit<ConnectionPoolOptions, 'connect'>) {
    super();
    this.#pool = new ConnectionPool({ ...rest, origin: proxy.origin });
    this.#origin = origin;
    this.#headers = headerList({ host: new URL(origin).host, ...proxy.headers });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const headers = [...(options.headers as readonly string[]), ...this.#headers];
    return this.#pool.dispatch({ ...options, path: `${this.#origin}${options.path}`, headers }, handler);
  }

  override destroy(): Promise<void> {
    return this.#pool.destroy();
  }
}
