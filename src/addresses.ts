import { isIP } from 'node:net';

/** How much of an address is kept: all of it, or the network it belongs to. */
export type AddressPrecision = 'full' | 'network';

/** An address in one spelling: IPv4, also where it was written as IPv6, or the eight groups of an IPv6 address. */
type ParsedAddress = { readonly v4: string } | { readonly groups: readonly string[] };

/** @returns undefined where it is no address. A zone (`fe80::1%eth0`) means nothing on another machine and is left out. */
function parseAddress(address: string): ParsedAddress | undefined {
  const [bare = ''] = address.split('%');
  if (isIP(bare) === 4) return { v4: bare };
  if (isIP(bare) === 0) return undefined;
  // URL writes every form of an address in one: `2001:DB8:0:0::1` and `2001:db8::1` are the same.
  const text = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = text.split('::');
  const first = head.split(':').filter((part) => part !== '');
  const last = tail.split(':').filter((part) => part !== '');
  const zeros = Array.from({ length: text.includes('::') ? 8 - first.length - last.length : 0 }, () => '0');
  const groups = [...first, ...zeros, ...last];
  const mapped = groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff';
  return mapped ? { v4: groups.slice(6).flatMap(toBytes).join('.') } : { groups };
}

/**
 * What of a client's address is kept, in the form that Postgres' `inet` takes: all of it, or its /24 (IPv4) or /48
 * (IPv6), which name a neighbourhood or a company and no person.
 *
 * @returns undefined where it is no address.
 */
export function addressToKeep(address: string, precision: AddressPrecision): string | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  if (precision === 'full') return address.split('%')[0];
  if ('v4' in parsed) return `${parsed.v4.split('.').slice(0, 3).join('.')}.0/24`;
  return `${parsed.groups.slice(0, 3).join(':')}::/48`;
}

/**
 * What counts as one client: the address, or of IPv6 its /64, all of which a single client has (RFC 6177) and could
 * take a new address from for each request. An IPv4 address written as IPv6 is the same client.
 */
export function clientOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === undefined) return address;
  return 'v4' in parsed ? parsed.v4 : `${parsed.groups.slice(0, 4).join(':')}::/64`;
}

function toBytes(group: string): number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}
