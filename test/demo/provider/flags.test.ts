import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { readProviderFlags } from '../../../demo/provider/provider-flags.ts';
import { namesIn, namingCall, post } from './call-provider.ts';

await t.test('turns flags into options', (t) => {
  t.same(readProviderFlags([]), {});
  const args = '--port 4010 --latency 300-900 --image-latency 0 --no-look --faults reset=0.1,empty=0.05 --seed 3';
  t.same(readProviderFlags(args.split(' ')), {
    port: 4010,
    latencyMs: { min: 300, max: 900 },
    imageLatencyMs: 0,
    look: false,
    faults: { reset: 0.1, empty: 0.05 },
    seed: 3,
  });
  t.end();
});

await t.test('reports what a flag expects and what it got', (t) => {
  t.throws(() => readProviderFlags(['--port', 'http']), { message: '--port expects a whole number, got "http"' });
  t.throws(() => readProviderFlags(['--latency', 'fast']), { message: /300-900 \(milliseconds\), got "fast"/ });
  t.throws(() => readProviderFlags(['--faults', 'gremlins=1']), { message: /got "gremlins=1"; kinds: unauthorized/ });
  t.throws(() => readProviderFlags(['--faults', 'reset=2']), { message: /rate of 0 to 1/ });
  t.throws(() => readProviderFlags(['--colour', 'red']), { message: /Unknown option/ });
  t.end();
});

await t.test('as a process prints its URL, serves, and stops at SIGTERM', async (t) => {
  const main = fileURLToPath(new URL('../../../demo/provider/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, '--latency', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  t.teardown(() => child.kill('SIGKILL'));
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const started = JSON.parse(line) as { demo: boolean; url: string; pid: number };
  t.match(started, { demo: true, url: /^http:\/\/127\.0\.0\.1:\d+\/api\/v1$/, pid: child.pid });
  const reply = await post(started.url, namingCall([{ type: 'INSTANCE', text: 'Save' }]));
  t.same(namesIn(reply.json), [{ layer: 1, name: 'save_button' }]);
  child.kill('SIGTERM');
  t.same(await once(child, 'exit'), [0, null]);
});

await t.test('as a process exits with 2 and its usage if a flag is wrong', async (t) => {
  const main = fileURLToPath(new URL('../../../demo/provider/main.js', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', 'x'], { stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  t.same(await once(child, 'close'), [2, null]);
  t.match(said, /got "x"[\s\S]*Usage:/);
});
