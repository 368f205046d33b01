import { type Logger, type LoggerOptions, pino } from 'pino';

export interface LogOptions {
  readonly level: string;
  /** Coloured lines for a person at a terminal instead of JSON. */
  readonly pretty: boolean;
}

/** JSON lines on stdout. Keys and tokens are cut out wherever they might stand. */
export function createLogger({ level, pretty }: LogOptions): Logger {
  const options: LoggerOptions = {
    level,
    base: { service: 'figma-exporter-ai' },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: ['*.authorization', '*.headers.authorization', 'req.headers', '*.apiKey', '*.key', '*.token', '*.userEmail'],
      censor: '[redacted]',
    },
  };
  if (!pretty) return pino(options);
  return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'service,pid,hostname', translateTime: 'HH:MM:ss.l' } } });
}
