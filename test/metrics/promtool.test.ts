import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { skipWithout } from '../helpers/debian-program.ts';

const skip = skipWithout('promtool');

function promtool(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: projectRoot(), encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

t.test('Prometheus accepts the alerts: each fires on its fault, none on a healthy service', { skip }, async (t) => {
  t.match(promtool('check', 'rules', join('docs', 'grafana', 'alerts.yml')), { status: 0, output: /17 rules found/ });
  t.match(promtool('test', 'rules', join('test', 'metrics', 'alerts.yml')), { status: 0, output: /SUCCESS/ });
});

t.test('Prometheus accepts the configuration of docker-compose.yml', { skip }, async (t) => {
  t.match(promtool('check', 'config', '--syntax-only', join('docs', 'grafana', 'prometheus.yml')), { status: 0 });
});
