import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** As much of Redis as the limits speak, for what a real one is not at hand or too well behaved for. */
export interface FakeRedis {
  readonly url: string;
  /** Every command that came, its words. */
  readonly commands: readonly (readonly string[])[];
  /** Takes what comes and answers nothing. */
  silent: boolean;
  /** The password that AUTH must bring; none is asked for where undefined. */
  password: string | undefined;
  /** It is full: what writes is refused. */
  full: boolean;
  readonly counts: Map<string, number>;
  /** Cuts every connection, and takes none until `open` is called. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

/** Starts a {@link FakeRedis} on 127.0.0.1, closed with the test. */
export async function startFakeRedis(t: { teardown: (handler: () => Promise<void>) => void }): Promise<FakeRedis> {
  const sockets = new Set<Socket>();
  const commands: string[][] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = '';
    let authorised = false;
    socket
      .setEncoding('utf8')
      .on('error', () => {})
      .on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: string) => {
      text += chunk;
      for (let command = take(); command !== undefined; command = take()) {
        commands.push(command);
        if (command[0]?.toLowerCase() === 'auth') authorised = command.at(-1) === redis.password;
        if (!redis.silent)
          socket.write(redis.password === undefined || authorised ? answer(command, redis) : refusal(command));
      }
    });
    function take(): string[] | undefined {
      const parts = text.split('\r\n');
      const words = Number(/^\*(\d+)$/.exec(parts[0] ?? '')?.[1] ?? Number.NaN);
      // `*n`, then a length and a word for each, then what follows.
      if (!(parts.length > words * 2 + 1)) return undefined;
      text = parts.slice(words * 2 + 1).join('\r\n');
      return parts.slice(1, words * 2 + 1).filter((_part, index) => index % 2 === 1);
    }
  });
  const listen = async (port: number): Promise<void> =>
    void (await once(server.listen(port, '127.0.0.1'), 'listening'));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const redis: FakeRedis = {
    url: `redis://127.0.0.1:${port}`,
    commands,
    silent: false,
    password: undefined,
    full: false,
    counts: new Map(),
    async shut() {
      const closed = server.listening ? new Promise((resolve) => server.close(resolve)) : undefined;
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    open: async () => listen(port),
  };
  t.teardown(async () => redis.shut());
  return redis;
}

function refusal([name = '']: readonly string[]): string {
  return name.toLowerCase() === 'auth'
    ? '-WRONGPASS invalid username-password pair or user is disabled.\r\n'
    : '-NOAUTH Authentication required.\r\n';
}

function answer([name = '', , , key = '', windowMs = '']: readonly string[], { counts, full }: FakeRedis): string {
  switch (name.toLowerCase()) {
    case 'info': {
      const info = 'redis_version:7.0.0\r\nloading:0\r\n';
      return `$${info.length}\r\n${info}\r\n`;
    }
    case 'eval':
    case 'evalsha': {
      if (full) return "-OOM command not allowed when used memory > 'maxmemory'.\r\n";
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return `*2\r\n:${count}\r\n:${windowMs}\r\n`;
    }
    default:
      return '+OK\r\n';
  }
}
