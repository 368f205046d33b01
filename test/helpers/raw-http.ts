import { connect, type Socket } from 'node:net';
import { until } from './until.ts';
import { within } from './within.ts';

/** One connection, byte by byte, for what no HTTP client would send. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that came so far. */
  readonly received: () => string;
  send(text: string | Uint8Array): void;
  /** Waits until what came matches; what takes longer than `withinMs`, or a close before, fails. */
  waitFor(pattern: RegExp, withinMs?: number): Promise<string>;
  /** Waits for its close, for at most a minute. */
  readonly closed: Promise<void>;
}

/** Opens a {@link RawConnection}, closed with the test. */
export async function openRaw(t: { teardown: (handler: () => void) => void }, port: number): Promise<RawConnection> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk) => (text += String(chunk)));
  // A server that cuts a connection off is part of what is tested.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  t.teardown(() => socket.destroy());
  await until('the connection opens', () => !socket.connecting);
  if (socket.destroyed) throw new Error(`no connection to port ${port}`);
  return {
    socket,
    received: () => text,
    send: (part) => void socket.write(part),
    get closed() {
      return within('the connection closes', closed);
    },
    async waitFor(pattern, withinMs = 60_000) {
      const giveUpAt = performance.now() + withinMs;
      while (!pattern.test(text)) {
        if (socket.destroyed || performance.now() > giveUpAt) {
          throw new Error(`waited for ${String(pattern)}, got ${JSON.stringify(text.slice(0, 2000))}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return text;
    },
  };
}

/** A POST's head. Lines in `headers` replace none of these: they are added as they are. */
export function postHead(contentLength: number, headers: readonly string[] = []): string {
  return [
    'POST /api/rename-layers HTTP/1.1',
    'host: localhost',
    'content-type: application/json',
    `content-length: ${contentLength}`,
    ...headers,
    '',
    '',
  ].join('\r\n');
}
