import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { generateApi } from 'swagger-typescript-api';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';

/** What somebody writes against the generated client: methods by their operationId, types from the document. */
const program = `import { Api } from './client.ts';
export async function nameOne(baseUrl: string): Promise<[string, string]> {
  const api = new Api({ baseUrl });
  const request = {
    userEmail: 'designer@example.com',
    namingStyle: 'kebab-case' as const,
    layers: [{ id: '1', currentName: 'Frame 7', type: 'FRAME', text: 'Log in' }],
  };
  const { data } = await api.api.renameLayers(request);
  const [layer] = data.layers;
  const status: 'renamed' | 'kept' | undefined = layer?.status;
  const prompts = await api.api.listPrompts();
  return [\`\${layer?.newName} \${status}\`, prompts.data.prompts[0]?.filename ?? ''];
}
`;

t.test('a client generated from the document is typed and works', async (t) => {
  const { app, url } = await startApp(t);
  const folder = join(projectRoot(), '.tap', `typed-client-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const spec = (await app.inject('/openapi.json')).json<Record<string, never>>();
  await generateApi({ spec, output: folder, fileName: 'client.ts', silent: true });
  writeFileSync(join(folder, 'program.ts'), program);
  const options = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    module: 'nodenext',
  };
  const lib = { target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'], types: [] };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, ...lib }, files: ['program.ts'] }),
  );
  const checked = spawnSync(process.execPath, [join(projectRoot(), 'node_modules/.bin/tsc'), '-p', folder], {
    encoding: 'utf8',
  });
  t.equal(checked.stdout, '');
  await build({
    entryPoints: [join(folder, 'program.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: join(folder, 'program.mjs'),
  });
  const { nameOne } = (await import(pathToFileURL(join(folder, 'program.mjs')).href)) as {
    nameOne: (baseUrl: string) => Promise<[string, string]>;
  };
  // Generating and compiling held up the event loop, which the service in this process takes for overload.
  const giveUpAt = performance.now() + 20_000;
  while ((await postRename(url, renameBody(textLayers(1)))).status === 503 && performance.now() < giveUpAt) {
    await sleep(100);
  }
  const [name, style] = await nameOne(url);
  t.match(name, /^[a-z-]+ renamed$/);
  t.equal(style, 'default.txt');
});
