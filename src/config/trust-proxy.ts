import { isIP } from 'node:net';
import { integer, list, type Reader } from './settings-reader.ts';

/**
 * Which proxies are trusted to report a client's address: none, addresses and CIDR ranges, a number of hops, or Fly's
 * header.
 */
export type TrustProxy = false | 'fly' | number | readonly string[];

export const trustProxy: Reader<TrustProxy> = (value) => {
  if (value === 'false') return false;
  if (value === 'fly') return value;
  if (value === 'true') throw new Error('must not be true, which lets any client forge its address: list your proxies');
  if (/^\d+$/.test(value)) return integer(1, 32)(value);
  const entries = list(value);
  if (!entries.every(isAddressRange)) {
    throw new Error('must be false, loopback, addresses or CIDR ranges, a number of hops, or fly');
  }
  return entries;
};

/** What Fastify accepts as a trusted proxy: one of three names, or an address with or without a prefix length. */
function isAddressRange(entry: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(entry)) return true;
  const [, address = '', , bits] = /^([^/]+)(\/(\d{1,3}))?$/.exec(entry) ?? [];
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return most > 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= most));
}
