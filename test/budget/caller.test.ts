import t from 'tap';
import { budgetCaller } from '../../src/budget/caller.ts';

await t.test('a caller is its access key, else its address (the /64 network for IPv6)', async (t) => {
  t.equal(budgetCaller('studio', '192.0.2.1'), 'key:studio');
  t.equal(budgetCaller(undefined, '192.0.2.1'), 'address:192.0.2.1');
  t.equal(budgetCaller(undefined, '2001:db8:1:2::7'), 'address:2001:db8:1:2::/64');
  t.equal(budgetCaller(undefined, '2001:DB8:1:2:ffff:1:2:3'), 'address:2001:db8:1:2::/64');
  t.equal(budgetCaller(undefined, '2001:db8::1'), 'address:2001:db8::/64');
  t.equal(budgetCaller(undefined, 'fe80::1%eth0'), 'address:fe80::/64');
  t.equal(budgetCaller(undefined, '::1'), 'address:::/64');
  t.equal(budgetCaller(undefined, '::ffff:192.0.2.1'), 'address:192.0.2.1');
  t.equal(budgetCaller(undefined, 'unix-socket'), 'address:unix-socket');
});
