import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { projectRoot } from '../../src/project-root.ts';
import { startApp } from '../helpers/app.ts';
import { programFolder, skipWithout, startProgram } from '../helpers/debian-program.ts';
import { openRaw, postHead } from '../helpers/raw-http.ts';
import { renameBody, textLayers } from '../helpers/rename-requests.ts';

const skip = skipWithout('nginx');

/** The `location` block that docs/deploy.md recommends. */
const documented = /```nginx\n([^]*?)```/.exec(readFileSync(join(projectRoot(), 'docs/deploy.md'), 'utf8'))?.[1] ?? '';

/** nginx before the service, with the lines given inside its `server`. */
async function startNginx(t: Test, lines: string, port: number): Promise<void> {
  const folder = programFolder(t, {});
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const config = `daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
    events {} http { access_log off; ${temporary.join(' ')} gzip on; gzip_types *;
      server { listen 127.0.0.1:${port}; client_max_body_size 40m; ${lines} } }`;
  writeFileSync(join(folder, 'nginx.conf'), config);
  await startProgram(t, ['nginx', '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')], port);
}

async function throughNginx(t: Test, block: string, env: Record<string, string> = {}) {
  const service = await startApp(t, {
    env: { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '1', ...env },
    demo: { latencyMs: 150 },
  });
  const port = await findFreePort();
  await startNginx(t, block.replaceAll(/http:\/\/127\.0\.0\.1:3000/g, service.url), port);
  return { port, url: `http://127.0.0.1:${port}` };
}

const defaults = 'location / { proxy_pass http://127.0.0.1:3000; }';

t.test('nginx forwards each stream line as it is written, with defaults and as documented', { skip }, async (t) => {
  t.match(documented, /proxy_pass/, 'docs/deploy.md has a block for nginx');
  for (const [name, block] of [
    ['defaults', defaults],
    ['documented', documented],
  ] as const) {
    const { url } = await throughNginx(t, block);
    const response = await fetch(`${url}/api/rename-layers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson', 'accept-encoding': 'gzip' },
      body: JSON.stringify(renameBody(textLayers(4))),
    });
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk);
    t.ok(chunks.length >= 4, `${name}: ${chunks.length} chunks`);
  }
});

t.test('a refused large upload reaches the client through nginx with CORS headers', { skip }, async (t) => {
  for (const [name, block] of [
    ['defaults', defaults],
    ['documented', documented],
  ] as const) {
    const { port } = await throughNginx(t, block, { ACCESS_KEYS: '0123456789abcdef' });
    for (let round = 0; round < 5; round += 1) {
      const connection = await openRaw(t, port);
      connection.send(postHead(8 * 2 ** 20, ['origin: null']));
      connection.send(Buffer.alloc(8 * 2 ** 20, ' '));
      const reply = await connection.waitFor(/\}$/);
      t.match(reply, /^HTTP\/1\.1 401 [^]*access-control-allow-origin: \*/i, name);
      connection.socket.destroy();
    }
  }
});
