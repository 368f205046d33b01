import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Hands each connection to the next of some machines, and to the one after it where that one is down. */
export async function startRoundRobin(
  t: { teardown: (handler: () => void) => void },
  machines: readonly (() => string)[],
): Promise<string> {
  let turn = 0;
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on('error', () => {}).on('close', () => open.delete(client));
    turn += 1;
    tryFrom(client, turn, machines.length);
  }).listen(0, '127.0.0.1');

  function tryFrom(client: Socket, index: number, triesLeft: number): void {
    const url = machines[index % machines.length]?.();
    if (url === undefined || triesLeft === 0) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(Number(new URL(url).port), '127.0.0.1');
    let connected = false;
    upstream.once('connect', () => {
      connected = true;
      client.pipe(upstream).pipe(client);
    });
    upstream.on('error', () => (connected ? client.resetAndDestroy() : tryFrom(client, index + 1, triesLeft - 1)));
    client.once('close', () => upstream.destroy());
  }

  await once(server, 'listening');
  t.teardown(() => {
    for (const client of open) client.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
