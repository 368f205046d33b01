import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { startProviderProcess } from '../../../demo/provider/start-provider-process.ts';
import { projectRoot } from '../../../src/project-root.ts';

const module = join(projectRoot(), 'build/demo/provider/start-provider-process.js');

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/models`).then(
    ({ ok }) => ok,
    () => false,
  );
}

t.test('answers from another process and stops on request', async (t) => {
  const provider = await startProviderProcess(0);
  t.ok(await answers(provider.url));
  await provider.stop();
  t.notOk(await answers(provider.url));
});

t.test('ends with the process that started it, even if that one is killed', async (t) => {
  const code = `import { startProviderProcess } from ${JSON.stringify(module)};
    const { url } = await startProviderProcess(0);
    console.log(url);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(() => parent.kill('SIGKILL'));
  const [url] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  t.ok(await answers(url));
  parent.kill('SIGKILL');
  const giveUpAt = performance.now() + 20_000;
  while ((await answers(url)) && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20));
  t.notOk(await answers(url));
});
