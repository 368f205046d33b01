import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { renameBody, textLayers } from '../helpers/rename-requests.ts';

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

t.test('a past stall does not refuse the next job', async (t) => {
  const { app } = await startApp(t, { timing: { maxEventLoopDelayMs: 1000 } });
  // The first lets the second through which nothing is measured fill a whole second.
  block(1100);
  await sleep(1);
  block(1100);
  await sleep(1);
  const reply = await app.inject({ method: 'POST', url: '/api/rename-layers', payload: renameBody(textLayers(1)) });
  t.equal(reply.statusCode, 200, reply.body);
});

t.test('near its memory limit refuses new jobs with retry-after and still answers everything else', async (t) => {
  const { app } = await startApp(t, { env: { MEMORY_LIMIT_MB: '64' } });
  await sleep(1100);
  const reply = await app.inject({ method: 'POST', url: '/api/rename-layers', payload: renameBody(textLayers(1)) });
  t.equal(reply.statusCode, 503);
  t.match(reply.json(), { error: 'Service busy', code: 'EXPORTER_BUSY' });
  t.match(reply.headers, { 'retry-after': '10', 'access-control-allow-origin': '*' });
  t.equal((await app.inject('/health/live')).statusCode, 200);
});
