import t from 'tap';
import { skipWithout } from '../helpers/debian-program.ts';
import { noRedis } from '../helpers/redis-server.ts';
import { fleet } from './fleet.ts';

t.setTimeout(120_000);

t.test(`${fleet.title}: ${fleet.promise}`, { skip: skipWithout('nginx') || noRedis }, async (t) => {
  const { setting, figures } = await fleet.run(t, { short: true });
  t.comment(setting);
  for (const { what, measured, limit, unit } of figures) t.ok(measured <= limit, `${what}: ${measured} ${unit}`);
});
