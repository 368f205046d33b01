import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import t from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import { drainWithinMs } from '../../src/plugins/draining.ts';
import { projectRoot } from '../../src/project-root.ts';
import { heartbeatMs } from '../../src/routes/event-stream.ts';

interface FlyToml {
  kill_signal: string;
  kill_timeout: number;
  build: { dockerfile: string };
  deploy: { release_command: string };
  env: Record<string, string>;
  http_service: {
    internal_port: number;
    force_https: boolean;
    auto_start_machines: boolean;
    min_machines_running: number;
    http_options: { idle_timeout: number };
    concurrency: { type: string; soft_limit: number; hard_limit: number };
    checks: { method: string; path: string; interval: string; timeout: string }[];
  };
  metrics: { port: number; path: string };
  vm: { memory: string }[];
}

interface RailwayJson {
  build: { builder: string; dockerfilePath: string };
  deploy: Record<string, unknown> & { preDeployCommand: string[]; drainingSeconds: number; startCommand: string };
}

const read = (path: string): string => readFileSync(join(projectRoot(), path), 'utf8');
const fly = parse(read('fly.toml')) as unknown as FlyToml;
const railway = JSON.parse(read('railway.json')) as RailwayJson;
const dockerfile = read('Dockerfile')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n');
/** What docs/deploy.md sets as secrets; on Fly beside the file's own [env]. */
const secrets = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://exporter:secret@db.internal:5432/exporter',
  OPENROUTER_API_KEY: 'sk-or-v1-0123456789',
  ANALYTICS_TOKEN: 'a-token-of-the-test',
  ACCESS_KEYS: 'team:a-key-of-sixteen-or-more',
};
const config = loadConfig({ ...secrets, ...fly.env });
const drainSeconds = drainWithinMs(config.server.requestTimeoutMs) / 1000;
const textOf = (name: string): string =>
  dockerfile.findLast((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';

t.test('Fly waits for the drain within the limit of shared machines', async (t) => {
  t.equal(fly.kill_signal, textOf('STOPSIGNAL'));
  t.ok(fly.kill_timeout > drainSeconds, `${fly.kill_timeout} s for a drain of ${drainSeconds} s`);
  t.ok(fly.kill_timeout <= 300, 'Fly takes 300 s at most');
});

t.test("Fly's proxy reaches the service and keeps a silent connection as long as a reply may take", async (t) => {
  const { http_service: service } = fly;
  t.equal(service.internal_port, config.server.port);
  t.match(service, { force_https: true, auto_start_machines: true, min_machines_running: 1 });
  t.equal(config.server.trustProxy, 'fly');
  const idleMs = service.http_options.idle_timeout * 1000;
  t.ok(idleMs > heartbeatMs * 2, 'two heartbeats of a stream may be late');
  t.ok(idleMs > config.server.requestTimeoutMs, 'a plain reply comes whole, at its deadline');
});

t.test('Fly prefers another machine once one has as many jobs as can make calls at once', async (t) => {
  const { concurrency } = fly.http_service;
  t.equal(concurrency.type, 'requests');
  t.equal(concurrency.soft_limit, config.ai.maxModelCalls);
  t.ok(concurrency.hard_limit > concurrency.soft_limit);
});

t.test('Fly checks the process rather than the database and scrapes the metrics port', async (t) => {
  t.match(fly.http_service.checks, [{ method: 'GET', path: '/health/live' }]);
  t.equal(fly.http_service.checks.length, 1);
  t.same(fly.metrics, { port: config.server.metricsPort, path: '/metrics' });
  t.not(config.server.metricsPort, config.server.port);
});

t.test("the service's memory limit leaves the kernel its share of the machine", async (t) => {
  const machineMb = Number(/^(\d+)mb$/.exec(fly.vm[0]?.memory ?? '')?.[1]);
  const countedMb = config.memoryLimitBytes / 1024 / 1024;
  t.equal(machineMb, 512);
  t.ok(countedMb <= machineMb - 48, `${countedMb} of ${machineMb} MB`);
  t.ok(config.bodies.totalBytes < config.memoryLimitBytes / 2);
});

t.test('Railway waits for the drain and checks the process', async (t) => {
  t.match(railway.build, { builder: 'DOCKERFILE', dockerfilePath: 'Dockerfile' });
  t.equal(railway.deploy['healthcheckPath'], fly.http_service.checks[0]?.path);
  t.type(railway.deploy.drainingSeconds, 'number', 'a string is refused');
  t.ok(railway.deploy.drainingSeconds > drainSeconds);
});

t.test("both run the image's command and migrate before a release", async (t) => {
  t.equal(fly.build.dockerfile, 'Dockerfile');
  t.equal(railway.deploy.startCommand, (JSON.parse(textOf('CMD')) as string[]).join(' '));
  t.same(railway.deploy.preDeployCommand, [fly.deploy.release_command]);
  for (const command of [fly.deploy.release_command, railway.deploy.startCommand]) {
    const [, script = ''] = /^node dist\/(\S+)\.js$/.exec(command) ?? [];
    t.ok(existsSync(join(projectRoot(), `src/${script}.ts`)), command);
  }
});

t.test('the image declares the same port, health check and stop signal', async (t) => {
  t.match(textOf('ENV'), /\bNODE_ENV=production\b.*\bHOST=0\.0\.0\.0\b/);
  t.match(textOf('ENV'), new RegExp(`\\bPORT=${config.server.port}\\b`));
  t.equal(textOf('EXPOSE'), `${config.server.port} ${config.server.metricsPort}`);
  t.match(textOf('HEALTHCHECK'), fly.http_service.checks[0]?.path ?? 'a path');
});

t.test('the service accepts the setting of each rollback case', async (t) => {
  const cases: [Record<string, string>, (changed: typeof config) => unknown, unknown][] = [
    [{ RENAME_CONCURRENCY: '5', MAX_MODEL_CALLS: '50', BODY_BUDGET_MB: '48' }, ({ ai }) => ai.maxModelCalls, 50],
    [{ DATABASE_URL: 'off' }, ({ databaseUrl }) => databaseUrl, 'off'],
    [{ RENAME_CONCURRENCY: '1', IMAGE_CONCURRENCY: '1' }, ({ rename }) => rename.concurrency, 1],
    [{ TRUST_PROXY: '1' }, ({ server }) => server.trustProxy, 1],
  ];
  const guide = read('docs/deploy.md');
  for (const [env, read, expected] of cases) {
    t.equal(read(loadConfig({ ...secrets, ...fly.env, ...env })), expected);
    for (const [name, value] of Object.entries(env)) t.match(guide, `${name}=${value}`);
  }
});
