import { spawn } from 'node:child_process';
import t from 'tap';
import { bundled } from '../helpers/bundled.ts';
import { skipWithout } from '../helpers/debian-program.ts';
import { until } from '../helpers/until.ts';

// The `script` of util-linux runs a command in a new terminal; on other systems it takes other arguments.
const skip = process.platform === 'linux' ? skipWithout('script') : 'only on Linux';

/** What the service writes at a terminal, until it listens. */
async function atTerminal(t: { teardown: (handler: () => void) => void }, environment: string): Promise<string> {
  const server = bundled('server.js');
  const child = spawn('script', ['-qec', `exec '${process.execPath}' '${server}'`, '/dev/null'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      PORT: '0',
      METRICS_PORT: '0',
      DATABASE_URL: 'off',
      NODE_ENV: environment,
      OPENROUTER_API_KEY: 'none',
      OPENROUTER_BASE_URL: 'http://127.0.0.1:1',
      ANALYTICS_TOKEN: 'a-token-of-the-test-0123',
      ACCESS_KEYS: 'open',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
    cwd: '/tmp',
  });
  t.teardown(() => void child.kill('SIGTERM'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await until('it listens', () => output.includes('listening on'));
  return output;
}

t.test('prints readable lines at a terminal, and JSON in production even there', { skip }, async (t) => {
  const shown = await atTerminal(t, 'development');
  t.match(shown, /^\[\d\d:\d\d:\d\d\.\d{3}\] .*INFO.*listening on http/m);
  t.notMatch(shown, '{"level"');
  const written = await atTerminal(t, 'production');
  for (const line of written.split(/\r?\n/).filter(Boolean))
    t.match(JSON.parse(line), { level: String, event: String, msg: String }, line);
});
