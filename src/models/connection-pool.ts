import type { Socket } from 'node:net';
import { buildConnector, Client, Dispatcher } from 'undici';
import { JsonSegments } from '../images/json-segments.ts';

export interface ConnectionPoolOptions {
  /** `https://openrouter.ai` */
  readonly origin: string;
  /** Calls at once; further ones wait for a connection. */
  readonly maxConnections: number;
  /** Milliseconds to connect, TLS included. */
  readonly connectTimeoutMs: number;
  /** Opens a connection, such as through a proxy. Default: straight to the origin. */
  readonly connect?: buildConnector.connector;
}

/** One connection, made again by undici after it was closed. */
interface Connection {
  readonly client: Client;
  socket: Socket | undefined;
}

interface Call {
  readonly options: Dispatcher.DispatchOptions;
  readonly handler: Dispatcher.DispatchHandler;
  /** Retained from here on. */
  readonly body: JsonSegments | undefined;
}

/** A plain socket buffers this much before undici waits for it: usually a whole call. */
const plainBufferBytes = 1024 * 1024;

/**
 * Keep-alive connections to one origin, one call at a time on each, the last used first. The pictures of a call are
 * retained until the system has taken their bytes, which is later than undici reports: it counts a body as sent while
 * up to 1 MiB of it still lies in the socket's buffer, and a provider may answer before it has read the whole call.
 * undici's Pool cannot do this because it does not say which socket a call uses.
 */
export class ConnectionPool extends Dispatcher {
  readonly #options: ConnectionPoolOptions;
  readonly #isPlain: boolean;
  readonly #connect: buildConnector.connector;
  readonly #all: Connection[] = [];
  readonly #idle: Connection[] = [];
  readonly #waiting: Call[] = [];

  constructor(options: ConnectionPoolOptions) {
    super();
    this.#options = options;
    this.#isPlain = options.origin.startsWith('http:');
    // undici passes unknown options on to net.connect, although its types do not say so.
    const plain = this.#isPlain ? { highWaterMark: plainBufferBytes } : {};
    this.#connect = options.connect ?? buildConnector({ timeout: options.connectTimeoutMs, ...plain });
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const body: unknown = options.body;
    const call = { options, handler, body: body instanceof JsonSegments ? body : undefined };
    call.body?.retain();
    const connection = this.#idle.pop() ?? this.#open();
    if (connection === undefined) this.#waiting.push(call);
    else this.#send(connection, call);
    return connection !== undefined;
  }

  override destroy(): Promise<void> {
    return Promise.all(this.#all.map(({ client }) => client.destroy())).then(() => undefined);
  }

  #open(): Connection | undefined {
    if (this.#all.length >= this.#options.maxConnections) return undefined;
    const connection: Connection = {
      socket: undefined,
      client: new Client(this.#options.origin, {
        connect: (options, callback) =>
          this.#connect(options, (...args) => {
            if (args[0] === null) connection.socket = args[1];
            callback(...args);
          }),
        // Each call has its own time limit, longer than undici's defaults would allow a picture.
        headersTimeout: 0,
        bodyTimeout: 0,
        keepAliveTimeout: 30_000,
      }),
    };
    this.#all.push(connection);
    return connection;
  }

  #send(connection: Connection, call: Call): void {
    const sent = new SentCall(connection, call, this.#isPlain, this.#ended);
    const { options, body } = call;
    // undici sends any iterable of buffers piece by piece; its types name only some.
    connection.client.dispatch(body === undefined ? options : { ...options, body: sent as never }, sent);
  }

  readonly #ended = (connection: Connection): void => {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(connection);
    else this.#send(connection, next);
  };
}

type Handler<Event extends keyof Dispatcher.DispatchHandler> = Parameters<
  NonNullable<Dispatcher.DispatchHandler[Event]>
>;

/** A call on its connection: the pieces of its body, and a handler that passes everything on and notices the end. */
class SentCall implements Dispatcher.DispatchHandler, Iterable<Buffer> {
  readonly #connection: Connection;
  readonly #handler: Dispatcher.DispatchHandler;
  readonly #body: JsonSegments | undefined;
  readonly #isPlain: boolean;
  readonly #onEnd: (connection: Connection) => void;

  constructor(connection: Connection, { handler, body }: Call, isPlain: boolean, onEnd: (ended: Connection) => void) {
    this.#connection = connection;
    this.#handler = handler;
    this.#body = body;
    this.#isPlain = isPlain;
    this.#onEnd = onEnd;
  }

  /**
   * undici writes the head of a call and then its body piece by piece, all in one turn of the event loop. Over plain
   * TCP they leave in one write to the system: 6 % less CPU a job. TLS copies what it is given together anyway.
   */
  [Symbol.iterator](): Iterator<Buffer> {
    const { socket } = this.#connection;
    if (this.#isPlain && socket !== undefined) {
      socket.cork();
      setImmediate(uncork, socket);
    }
    return (this.#body ?? [])[Symbol.iterator]();
  }

  onRequestStart(...args: Handler<'onRequestStart'>): void {
    this.#handler.onRequestStart?.(...args);
  }

  onResponseStart(...args: Handler<'onResponseStart'>): void {
    this.#handler.onResponseStart?.(...args);
  }

  onResponseData(...args: Handler<'onResponseData'>): void {
    this.#handler.onResponseData?.(...args);
  }

  onResponseEnd(...args: Handler<'onResponseEnd'>): void {
    this.#handler.onResponseEnd?.(...args);
    this.#end();
  }

  onResponseError(...args: Handler<'onResponseError'>): void {
    this.#handler.onResponseError?.(...args);
    this.#end();
  }

  #end(): void {
    const body = this.#body;
    if (body !== undefined) whenTaken(this.#connection.socket, () => body.release());
    this.#onEnd(this.#connection);
  }
}

function uncork(socket: Socket): void {
  socket.uncork();
}

/** Calls back once the system has taken all that was written to a socket, or will take nothing more of it. */
function whenTaken(socket: Socket | undefined, taken: () => void): void {
  if (socket === undefined || socket.closed) taken();
  else if (socket.destroyed || socket.writableEnded) socket.once('close', taken);
  else if (socket.writableLength === 0) taken();
  // Writes complete in order: when an empty one completes, so have those before it.
  else socket.write('', () => whenTaken(socket, taken));
}
