import { parseAddress } from '../addresses.ts';

/**
 * Who a job's cost counts for: the access key that was shown, else the address. An e-mail proves nothing.
 *
 * An IPv6 client has a whole /64 to itself (RFC 6177), so that is its address here; an IPv4 address written as IPv6
 * counts as itself.
 */
export function budgetCaller(accessKeyName: string | undefined, clientAddress: string): string {
  if (accessKeyName !== undefined) return `key:${accessKeyName}`;
  const parsed = parseAddress(clientAddress);
  if (parsed === undefined) return `address:${clientAddress}`;
  return `address:${'v4' in parsed ? parsed.v4 : `${parsed.groups.slice(0, 4).join(':')}::/64`}`;
}
