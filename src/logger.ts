import { createRequire } from 'node:module';
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import type { PrettyOptions } from 'pino-pretty';

export interface LogOptions {
  readonly level: string;
  /** Colored lines for a person at a terminal instead of JSON. */
  readonly pretty: boolean;
  /** The names of the common fields. Default `json`. */
  readonly format?: LogFormat;
}

/**
 * `json`: as docs/logs.md says. `gcp`: Google Cloud Logging's `severity` and `message`. `ecs`: Elastic Common Schema.
 */
export type LogFormat = 'json' | 'gcp' | 'ecs';

/** Fields that are redacted, at the top level of a line and one level down. */
const secrets = ['authorization', 'apiKey', 'key', 'token', 'password', 'userEmail', 'user_email'];

/**
 * JSON lines on stdout; every event and its fields: docs/logs.md. Keys, tokens and e-mail addresses are redacted
 * wherever they might appear.
 *
 * @param destination instead of stdout; gets JSON lines
 */
export function createLogger({ level, pretty, format = 'json' }: LogOptions, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    ...formats[format],
    // Lines of libraries have no event: this default gives every line one.
    mixin: () => ({ event: 'library' }),
    serializers: { err: toErrorFields },
    redact: {
      paths: [...secrets, ...secrets.map((name) => `*.${name}`), '*.headers.authorization', 'req.headers'],
      censor: '[redacted]',
    },
  };
  return pino(options, destination ?? (pretty ? createPrettyStdout() : createStdout()));
}

/** Google's names of the levels (https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity). */
const severities: Readonly<Record<string, string>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'CRITICAL',
};

/** How each format names level, time, message and service. ECS: https://www.elastic.co/docs/reference/ecs */
const formats: Readonly<Record<LogFormat, LoggerOptions>> = {
  json: {
    base: { service: 'figma-exporter-ai' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  },
  gcp: {
    base: { service: 'figma-exporter-ai' },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ severity: severities[label] ?? 'DEFAULT' }) },
  },
  ecs: {
    base: { 'ecs.version': '8.17.0', 'service.name': 'figma-exporter-ai' },
    messageKey: 'message',
    timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
    formatters: {
      level: (label) => ({ 'log.level': label }),
      log: ({ err, ...fields }) => (err === undefined ? fields : { ...fields, error: toEcsError(err) }),
    },
  },
};

/** A development package, so that it is loaded only at a terminal of a checkout. */
function createPrettyStdout(): DestinationStream {
  const prettify = createRequire(import.meta.url)('pino-pretty') as (options: PrettyOptions) => DestinationStream;
  return prettify({ ignore: 'service,pid,hostname', translateTime: 'HH:MM:ss.l', colorize: true });
}

/** Lines wait in memory for a stuck reader up to this many bytes; further ones are dropped. */
const mostWaitingBytes = 16 * 1024 * 1024;
/** Shutdown waits at most this long for a stuck reader, including the time before shutdown. */
const patienceMs = 5_000;

/**
 * A slow, stuck or closed log reader blocks neither requests nor shutdown. For shutdown,
 * patches/ fixes sonic-boom 4.2.1, whose `flushSync` retries forever on a closed pipe.
 */
function createStdout(): DestinationStream {
  let stuckSince: number | undefined;
  const stdout = pino.destination({
    dest: 1,
    sync: false,
    maxLength: mostWaitingBytes,
    retryEAGAIN: () => {
      stuckSince ??= performance.now();
      return performance.now() - stuckSince < patienceMs;
    },
  });
  stdout.on('write', () => (stuckSince = undefined));
  // Without a listener the error would end the process. Unwritten lines are retried with the next line.
  stdout.on('error', () => undefined);
  return stdout;
}

const mostCharacters = 4_000;

/**
 * An error as it appears in a line. Extra fields of libraries are left out: those of Postgres contain the query and its
 * values.
 */
function toErrorFields(error: unknown): { type: string; message: string; stack: string; code?: string } {
  if (!(error instanceof Error))
    return { type: typeof error, message: String(error).slice(0, mostCharacters), stack: '' };
  const { code } = error as { code?: unknown };
  return {
    // Not its class's name, which a bundler may change.
    type: error.name,
    message: error.message.slice(0, mostCharacters),
    stack: stackOf(error).slice(0, mostCharacters),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

function toEcsError(error: unknown): object {
  const { stack, ...fields } = toErrorFields(error);
  return { ...fields, stack_trace: stack };
}

/** The error's stack and those of its causes, three at most. */
function stackOf(error: Error): string {
  const stacks: string[] = [];
  for (let next: unknown = error; next instanceof Error && stacks.length < 4; next = next.cause)
    stacks.push(next.stack ?? next.message);
  return stacks.join('\ncaused by: ');
}
