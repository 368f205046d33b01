import { isIP } from 'node:net';

/**
 * Who a job's cost counts for: the access key that was shown, else the address. An e-mail proves nothing.
 *
 * An IPv6 client has a whole /64 to itself (RFC 6177), so that is its address here; an IPv4 address written as IPv6
 * counts as itself.
 */
export function budgetCaller(accessKeyName: string | undefined, clientAddress: string): string {
  if (accessKeyName !== undefined) return `key:${accessKeyName}`;
  return `address:${isIP(clientAddress) === 6 ? networkOf(clientAddress) : clientAddress}`;
}

function networkOf(address: string): string {
  // URL writes every form of an address in one: `2001:DB8:0:0::1` and `2001:db8::1` are the same.
  const [bare = ''] = address.split('%');
  const text = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail = ''] = text.split('::');
  const first = head.split(':').filter((part) => part !== '');
  const last = tail.split(':').filter((part) => part !== '');
  const zeros = Array.from({ length: text.includes('::') ? 8 - first.length - last.length : 0 }, () => '0');
  const parts = [...first, ...zeros, ...last];
  if (parts.slice(0, 6).join(':') === '0:0:0:0:0:ffff') {
    return parts.slice(6).flatMap(toBytes).join('.');
  }
  return `${parts.slice(0, 4).join(':')}::/64`;
}

function toBytes(part: string): number[] {
  const value = Number.parseInt(part, 16);
  return [value >> 8, value & 0xff];
}
