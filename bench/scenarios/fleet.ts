import { stopTestServer } from '../../test/helpers/postgres.ts';
import { fleet as machines } from '../../test/machines/fleet.ts';
import type { Scenario } from '../lib/scenario.ts';

/** Several machines behind nginx while one dies and one is replaced. Needs nginx and redis-server, as the tests do. */
export const fleet: Scenario = {
  name: 'fleet',
  title: machines.title,
  async run(bench) {
    const stops: (() => void | Promise<void>)[] = [];
    try {
      const stage = { teardown: (stop: () => void | Promise<void>) => void stops.unshift(stop) };
      const { setting, figures } = await machines.run(stage, { short: bench.quick });
      return {
        setting,
        columns: ['what', 'measured', 'unit'],
        rows: figures.map(({ what, measured, unit }) => [what, measured, unit]),
        checks: figures,
        summary:
          `${setting} ${figures.every(({ measured, limit }) => measured <= limit) ? 'Every sum was right.' : ''}`.trim(),
      };
    } finally {
      for (const stop of stops) await stop();
      await stopTestServer();
    }
  },
};
