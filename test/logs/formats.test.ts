import t from 'tap';
import { createLogger, type LogFormat } from '../../src/logger.ts';

function linesIn(format: LogFormat): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  const logger = createLogger({ level: 'trace', pretty: false, format }, { write });
  logger.info({ event: 'service.started', url: 'http://x' }, 'listening');
  logger.warn({ event: 'x', apiKey: 'secret-key' }, 'careful');
  logger.fatal({ event: 'service.crashed', err: new TypeError('broken') }, 'stopping');
  return lines;
}

t.test('Google Cloud Logging finds severity, message and time', async (t) => {
  const [info, warn, fatal] = linesIn('gcp');
  t.match(info, { severity: 'INFO', message: 'listening', time: /^\d{4}-.*Z$/, event: 'service.started' });
  t.match(warn, { severity: 'WARNING', apiKey: '[redacted]' });
  t.match(fatal, { severity: 'CRITICAL', err: { type: 'TypeError', message: 'broken', stack: String } });
});

t.test('Elastic finds the names of its common schema', async (t) => {
  const [info, , fatal] = linesIn('ecs');
  t.match(info, {
    '@timestamp': /^\d{4}-.*Z$/,
    'log.level': 'info',
    message: 'listening',
    'service.name': 'figma-exporter-ai',
    'ecs.version': String,
  });
  t.match(fatal, { 'log.level': 'fatal', error: { type: 'TypeError', message: 'broken', stack_trace: /broken/ } });
  t.notOk('err' in (fatal ?? {}));
});

t.test("an error's type is its name, whatever a bundler calls its class", async (t) => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', pretty: false }, { write: (line) => void lines.push(line) });
  // What esbuild makes of a class that refers to itself.
  const ProviderError = class _ProviderError extends Error {
    override readonly name = 'ProviderError';
  };
  logger.error({ event: 'x', err: new ProviderError('no') }, 'failed');
  t.match(JSON.parse(lines[0] ?? ''), { err: { type: 'ProviderError' } });
});
