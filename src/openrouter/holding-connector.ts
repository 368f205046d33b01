import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** Keeps what a piece lies in until the function it returns is called; undefined where nothing needs to be kept. */
export type Hold = (piece: Buffer) => (() => void) | undefined;

export interface HoldingConnectorOptions {
  /** Milliseconds to connect, TLS included. */
  readonly timeoutMs: number;
  readonly hold: Hold;
}

/**
 * Connects as undici does, and holds every piece of a body from the moment it is written until the system has taken it.
 * undici itself cannot say when that is: it counts a body as sent while up to 64 KiB of it still lie in the socket's
 * buffer (lib/dispatcher/client-h1.js, AsyncWriter), and an answer that comes early ends the call at that moment.
 */
export function createHoldingConnector({ timeoutMs, hold }: HoldingConnectorOptions): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) =>
    connect(options, (...args) => {
      if (args[0] === null) holdWhatIsWritten(args[1], hold);
      callback(...args);
    });
}

type Written = (error?: Error | null) => void;

function holdWhatIsWritten(socket: Socket, hold: Hold): void {
  const write = socket.write.bind(socket) as (chunk: unknown, ...rest: unknown[]) => boolean;
  socket.write = (chunk: unknown, ...rest: unknown[]): boolean => {
    const letGo = Buffer.isBuffer(chunk) ? hold(chunk) : undefined;
    if (letGo === undefined) return write(chunk, ...rest);
    const told = rest.at(-1);
    // Called as well where the socket is destroyed, once it sends nothing more.
    return write(chunk, (error?: Error | null) => {
      letGo();
      if (typeof told === 'function') (told as Written)(error);
    });
  };
}
