import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';

const modulePath = new URL('../../src/jobs/stdout-writer.js', import.meta.url).href;

function runChild(code: string) {
  const source = `import { createStdoutWriter } from '${modulePath}';\nconst writeLine = createStdoutWriter();\n${code}`;
  return spawn(process.execPath, ['--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: 60_000,
  });
}

await t.test('writes every line before the process exits, however slow its reader', async (t) => {
  // 4 MB through a pipe that holds 64 KB, made non-blocking by the use of process.stdout before.
  const child = runChild(`
    process.stdout.write('first\\n');
    for (let i = 0; i < 4_000; i += 1) writeLine(JSON.stringify({ i, text: 'x'.repeat(1_000) }) + '\\n');
    process.exit(0);`);
  await sleep(300);
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  const lines = output.trimEnd().split('\n');
  t.equal(lines.length, 4_001);
  t.same(
    lines.slice(1).map((line) => (JSON.parse(line) as { i: number }).i),
    Array.from({ length: 4_000 }, (_, i) => i),
  );
});

await t.test('a closed reader delays nothing', async (t) => {
  const child = runChild(`
    setTimeout(() => {
      for (let i = 0; i < 1_000; i += 1) writeLine('x'.repeat(1_000) + '\\n');
      process.exit(7);
    }, 100);`);
  child.stdout.destroy();
  t.same(await once(child, 'exit'), [7, null]);
});
