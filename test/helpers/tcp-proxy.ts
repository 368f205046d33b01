import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a proxy does with new connections: hand them on, reset or close them once accepted, or take and say nothing. */
export type ProxyMode = 'pass' | 'reset' | 'hang-up' | 'silent';

/** A TCP proxy in front of a server, whose faults are set from outside. */
export type TcpProxy = {
  /** The same URL, through the proxy. */
  through(url: string): string;
  mode: ProxyMode;
  /** What the server says arrives so much later; milliseconds. */
  delayMs: number;
  /** What the server says arrives in pieces of so many bytes, 10 ms apart; 0: as it comes. */
  dripBytes: number;
  /** A connection is reset once the server has said so many bytes on it. Holds for new connections. */
  cutAfterBytes: number;
  /** Connections accepted so far. */
  accepted: number;
  /** Connections that are open. */
  readonly open: number;
  /** Resets every connection that is open. */
  resetAll(): void;
  /** From now on nothing passes on the open connections, and neither side notices. */
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
    client.pipe(upstream).pipe(spoil(proxy, client)).pipe(client);
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
    delayMs: 0,
    dripBytes: 0,
    cutAfterBytes: Number.POSITIVE_INFINITY,
    accepted: 0,
    get open() {
      return open.size;
    },
    resetAll() {
      for (const { client } of open) client.resetAndDestroy();
    },
    freezeAll() {
      for (const { client, upstream } of open) {
        if (upstream === undefined) continue;
        client.unpipe().pause();
        upstream.unpipe().pause();
      }
    },
  };
  t.teardown(() => {
    proxy.resetAll();
    server.close();
  });
  return proxy;
}

/** What the server says, on its way through the faults that are set. */
function spoil(proxy: TcpProxy, client: Socket): Transform {
  const { cutAfterBytes } = proxy;
  let said = 0;
  return new Transform({
    async transform(chunk: Buffer, _encoding, done) {
      if (proxy.delayMs > 0) await sleep(proxy.delayMs);
      said += chunk.length;
      if (said > cutAfterBytes) {
        client.resetAndDestroy();
        return;
      }
      const step = proxy.dripBytes || chunk.length;
      for (let at = 0; at < chunk.length; at += step) {
        this.push(chunk.subarray(at, at + step));
        if (step < chunk.length) await sleep(10);
      }
      done();
    },
  });
}
