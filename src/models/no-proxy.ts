import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** This machine is never reached through a proxy. */
const local: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether a host is reached without the proxy, by the forms of NO_PROXY that curl, Go and Python agree on, separated by
 * commas or blanks: `example.com`, `.example.com` and `*.example.com` (its subdomains too), `host:8443`, addresses,
 * `[fd00::1]:8443`, CIDR ranges such as `10.0.0.0/8`, and `*`.
 */
export function isDirect({ protocol, hostname, port }: URL, noProxy: string): boolean {
  if (local.has(hostname)) return true;
  const host = unwrap(hostname).replace(/\.$/, '');
  const hostPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  const entries = noProxy.toLowerCase().split(/[,\s]+/);
  return entries.some((entry) => {
    const { name, only } = splitPort(entry);
    if (name === '' || (only !== undefined && only !== hostPort)) return false;
    return name === '*' || (isIP(host) === 0 ? isDomainOf(host, name) : isAddressIn(host, name));
  });
}

function splitPort(entry: string): { readonly name: string; readonly only: string | undefined } {
  const [, bracketed, bare = entry, only] = /^(?:\[([^\]]*)\]|([^:]*)):(\d+)$/.exec(entry) ?? [];
  return { name: bracketed ?? unwrap(bare), only };
}

function unwrap(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function isDomainOf(host: string, name: string): boolean {
  const domain = name.replace(/^\*?\./, '').replace(/\.$/, '');
  return host === domain || host.endsWith(`.${domain}`);
}

function isAddressIn(host: string, range: string): boolean {
  const [text = '', bits] = range.split('/');
  if (isIP(text) === 0) return false;
  const [address, base] = [ipaddr.process(host), ipaddr.process(text)];
  if (address.kind() !== base.kind()) return false;
  const most = base.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  return Number.isInteger(length) && length >= 0 && length <= most && address.match(base, length);
}
