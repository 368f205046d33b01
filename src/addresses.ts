import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** How much of an address is kept: all of it, or the network it belongs to. */
export type AddressPrecision = 'full' | 'network';

/**
 * @returns undefined if it is not an address. A zone (`fe80::1%eth0`) means nothing on another machine and is left out.
 */
function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const [bare = ''] = address.split('%');
  // An IPv4 address written as IPv6 (`::ffff:203.0.113.9`) becomes the IPv4 address.
  return isIP(bare) === 0 ? undefined : ipaddr.process(bare);
}

/**
 * Reads one entry of `X-Forwarded-For` or `Fly-Client-IP`. Some proxies append the client's port or add brackets:
 * `203.0.113.9:1001`, `[2001:db8::1]:443`.
 *
 * @returns the bare address, undefined for anything else (`unknown`, junk)
 */
export function readForwardedAddress(entry: string): string | undefined {
  const text = entry.trim().replace(/^"(.*)"$/, '$1');
  const bracketed = /^\[([^\]]+)\](?::\d{1,5})?$/.exec(text)?.[1];
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(text)?.[1];
  const bare = bracketed ?? withPort ?? text;
  return isIP(bare) === 0 ? undefined : bare;
}

/**
 * What is kept of a client's address, in the form that Postgres' `inet` takes: all of it, or its /24 (IPv4) or /48
 * (IPv6), which stand for a neighborhood or a company, not a person.
 *
 * @returns undefined if it is not an address
 */
export function addressToKeep(address: string, precision: AddressPrecision): string | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  if (precision === 'full') return parsed.toString();
  return networkOf(parsed, parsed.kind() === 'ipv4' ? 24 : 48);
}

/**
 * What counts as one client: an IPv4 address, or the /64 of an IPv6 address. A single client has a whole /64 (RFC 6177)
 * and could use a new address for each request. An IPv4 address written as IPv6 is the same client.
 */
export function clientOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === undefined) return address;
  return parsed.kind() === 'ipv4' ? parsed.toString() : networkOf(parsed, 64);
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  const cidr = `${address.toString()}/${bits}`;
  const network =
    address.kind() === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${bits}`;
}
