import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { makeProject, runDemo } from './demo-process.ts';

const root = await makeProject(t);
type Parent = { teardown: (handler: () => void) => void };

/** A service in the place of the real one. */
async function serve(t: Parent, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

await t.test('SERVICE_URL: escapes everything a service replies', async (t) => {
  let headers: IncomingHttpHeaders = {};
  const url = await serve(t, (request, reply) => {
    headers = request.headers;
    request.resume().on('end', () => {
      const layers = Array.from({ length: 13 }, (_, index) => ({
        id: `1:${10 + index}`,
        newName: `n${index}`,
        status: 'renamed',
      }));
      Object.assign(layers[0] ?? {}, { newName: '\x1b[31mred\x07 <img src=x onerror=alert(1)>' });
      Object.assign(layers[1] ?? {}, { newName: 'Rectangle 1', status: 'kept', reason: 'provider_failed' });
      reply.setHeader('content-type', 'application/json').end(JSON.stringify({ jobId: 'one', layers }));
    });
  });
  const { code, stdout } = await runDemo(root, ['samples/sign-in'], {
    SERVICE_URL: `${url}/`,
    ACCESS_KEY: 'secret-key',
  });
  t.equal(code, 1, 'one layer kept its name');
  t.equal(headers.authorization, 'Bearer secret-key');
  t.notMatch(stdout, 'secret-key');
  t.notMatch(stdout, /[^\P{Cc}\n]/u, 'no control character reaches the terminal');
  t.match(stdout, /^1:11 +Rectangle 1 +Rectangle 1 +kept: the provider failed$/m);
  t.match(stdout, /^12 of 13 layers named in/m);
  t.match(stdout, /Job row: not read: the record belongs to the service at/);

  const sheet = await readFile(join(root, 'out/sign-in/contact-sheet.html'), 'utf8');
  t.notMatch(sheet, '<img src=x');
  t.match(sheet, '&lt;img src=x onerror=alert(1)&gt;');
  t.match(sheet, 'the provider failed');
  t.equal(sheet.match(/<li class="card/g)?.length, 13);
});

await t.test('counts an interrupted stream as a failure and shows what arrived', async (t) => {
  const url = await serve(t, (request, reply) => {
    request.resume().on('end', () => {
      reply.setHeader('content-type', 'application/x-ndjson');
      const first = { type: 'layer', id: '1:10', newName: 'sign_in_card', status: 'renamed', done: 1, total: 13 };
      reply.end(`${JSON.stringify({ type: 'job', jobId: 'one', total: 13 })}\n\n${JSON.stringify(first)}\n`);
    });
  });
  const { code, stdout } = await runDemo(root, ['samples/sign-in'], { SERVICE_URL: url });
  t.equal(code, 1);
  t.match(stdout, /^1:10 +Frame 1 +sign_in_card +renamed$/m);
  t.match(stdout, 'The stream ended before the job was done');
  t.match(stdout, /^1 of 13 layers named/m);
});

await t.test('reports a service that refuses or is unreachable in plain words', async (t) => {
  const url = await serve(t, (request, reply) => {
    request.resume().on('end', () => {
      const body = { error: 'Unauthorized', message: 'A valid access key is required', code: 'EXPORTER_UNAUTHORIZED' };
      reply.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  const refused = await runDemo(root, ['samples/sign-in'], { SERVICE_URL: url });
  t.equal(refused.code, 1);
  t.match(refused.stderr, 'The service answered 401: Unauthorized: A valid access key is required. Set ACCESS_KEY');

  // Port 1 is reserved and nothing listens there.
  const missing = await runDemo(root, ['samples/sign-in'], { SERVICE_URL: 'http://127.0.0.1:1' });
  t.equal(missing.code, 1);
  t.match(missing.stderr, /The service at http:\/\/127\.0\.0\.1:1 cannot be reached: \S+/);
  const wrong = await runDemo(root, ['samples/sign-in'], { SERVICE_URL: 'localhost' });
  t.equal(wrong.code, 1);
  t.match(wrong.stderr, 'SERVICE_URL expects an http:// or https:// address, got "localhost"');
});

await t.test('names all invalid settings', async (t) => {
  const { code, stderr } = await runDemo(root, ['samples/sign-in'], { PORT: 'http', LAYERS_PER_CALL: '99' });
  t.equal(code, 1);
  t.match(stderr, 'PORT');
  t.match(stderr, 'LAYERS_PER_CALL');
  t.notMatch(stderr, /\n {4}at /);
});
