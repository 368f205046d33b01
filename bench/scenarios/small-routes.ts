import { runCannon } from '../lib/cannon.ts';
import { summarize } from '../lib/percentiles.ts';
import type { Scenario } from '../lib/scenario.ts';

const routes = ['/health/live', '/health', '/api/prompts', '/openapi.json'];

/** The routes without work behind them: how many requests a second, and how late the slow ones are. */
export const smallRoutes: Scenario = {
  name: 'small-routes',
  title: 'Routes without work behind them',
  async run(bench) {
    const provider = await bench.startProvider(300);
    const service = await bench.start('service', provider, { warmUpJobs: 0 });
    const rows: (string | number)[][] = [];
    let failures = 0;
    for (const route of routes) {
      const url = service.origin + route;
      if ((await fetch(url)).status === 404) continue;
      const duration = bench.quick ? 1 : 5;
      await runCannon({ url, connections: 50, duration: 1 });
      const run = await runCannon({ url, connections: 50, duration });
      const { p50, p95, max } = summarize(run.latenciesMs);
      failures += run.failures;
      rows.push([route, run.requestsPerSecond, p50, p95, max, run.failures]);
    }
    await service.stop();
    await provider.stop();
    return {
      setting: '50 connections, 5 s a route. Driven by autocannon.',
      columns: ['route', 'requests a second', 'median ms', 'p95 ms', 'most ms', 'failed'],
      rows,
      checks: [{ what: 'failed requests', measured: failures, limit: 0, unit: '' }],
    };
  },
};
