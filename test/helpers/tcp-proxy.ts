import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** What a proxy does with new connections: hand them on, reset or close them once accepted, or take and say nothing. */
export type ProxyMode = 'pass' | 'reset' | 'hang-up' | 'silent';

/** A TCP proxy in front of a server, whose faults are set from outside. */
export type TcpProxy = {
  /** The same URL, through the proxy. */
  through(url: string): string;
  mode: ProxyMode;
  /** Connections accepted so far. */
  accepted: number;
  /** Resets every connection that is open. */
  resetAll(): void;
  /** From now on nothing passes on the connections that are open, and nobody is told. */
  freezeAll(): void;
};

/** Starts a {@link TcpProxy} on 127.0.0.1, closed with the test. */
export async function startTcpProxy(t: { teardown: (handler: () => void) => void }, url: string): Promise<TcpProxy> {
  const target = { host: '127.0.0.1', port: Number(new URL(url).port) };
  const open = new Set<{ client: Socket; upstream: Socket | undefined }>();
  const server = createServer((client) => {
    proxy.accepted += 1;
    client.on('error', () => {});
    const upstream = proxy.mode === 'pass' ? connect(target) : undefined;
    const pair = { client, upstream };
    open.add(pair);
    client.on('close', () => {
      open.delete(pair);
      upstream?.destroy();
    });
    if (proxy.mode === 'reset') client.resetAndDestroy();
    if (proxy.mode === 'hang-up') client.end();
    if (upstream === undefined) return;
    upstream.on('error', () => client.resetAndDestroy());
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const proxy: TcpProxy = {
    through(original) {
      const changed = new URL(original);
      changed.port = String(port);
      return changed.href;
    },
    mode: 'pass',
    accepted: 0,
    resetAll() {
      for (const { client } of open) client.resetAndDestroy();
    },
    freezeAll() {
      for (const { client, upstream } of open) {
        if (upstream === undefined) continue;
        client.unpipe(upstream).pause();
        upstream.unpipe(client).pause();
      }
    },
  };
  t.teardown(() => {
    proxy.resetAll();
    server.close();
  });
  return proxy;
}
