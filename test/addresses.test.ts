import t from 'tap';
import { addressToKeep, clientOf, readForwardedAddress } from '../src/addresses.ts';

t.test('keeps a whole address, or only the network it belongs to', async (t) => {
  const kept: [string, string | undefined, string | undefined][] = [
    ['192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.77', '192.0.2.0/24'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8::1', '2001:db8::/48'],
    ['::1', '::1', '::/48'],
    ['fe80::1%eth0', 'fe80::1', 'fe80::/48'],
    ['unix-socket', undefined, undefined],
    ['', undefined, undefined],
  ];
  for (const [address, whole, network] of kept) {
    t.equal(addressToKeep(address, 'full'), whole, address);
    t.equal(addressToKeep(address, 'network'), network, address);
  }
});

t.test('a client is an IPv4 address or the /64 network of an IPv6 address', async (t) => {
  const clients: [string, string][] = [
    ['192.0.2.77', '192.0.2.77'],
    ['::ffff:192.0.2.77', '192.0.2.77'],
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:1:2:3', '2001:db8:1:2::/64'],
    ['unix-socket', 'unix-socket'],
  ];
  for (const [address, client] of clients) t.equal(clientOf(address), client, address);
});

t.test('reads a forwarded address with or without its port and nothing else', async (t) => {
  const entries: [string, string | undefined][] = [
    [' 203.0.113.9 ', '203.0.113.9'],
    ['203.0.113.9:1001', '203.0.113.9'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['"[2001:db8::1]"', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['unknown', undefined],
    ['203.0.113.9:99999999', undefined],
    ['203.0.113', undefined],
    ['', undefined],
    ['<script>', undefined],
  ];
  for (const [entry, address] of entries) t.equal(readForwardedAddress(entry), address, entry);
});
