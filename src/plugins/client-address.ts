import type { IncomingMessage } from 'node:http';
import { compile } from '@fastify/proxy-addr';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { readForwardedAddress } from '../addresses.ts';
import type { TrustProxy } from '../config/trust-proxy.ts';

export interface ClientAddressOptions {
  readonly trustProxy: TrustProxy;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's address as far as TRUST_PROXY vouches for it. Limits, budgets and records go by it. */
    readonly clientAddress: string;
  }
}

/** Whether to trust what a hop reports about the address before it; hop 0 is the socket's other end. */
type Trust = (address: string, hop: number) => boolean;

/**
 * The client's address, read from `X-Forwarded-For` from right to left for as long as the hops are trusted. On Fly it
 * is `Fly-Client-IP`, which their proxy overwrites if a client sends one
 * (https://fly.io/docs/networking/request-headers/). An entry that is not an address ends the walk at the last one that
 * is.
 */
export const clientAddress = fp<ClientAddressOptions>(
  async (app, { trustProxy }) => {
    const read = createReader(trustProxy);
    app.decorateRequest('clientAddress', {
      getter(this: FastifyRequest) {
        return read(this.raw);
      },
    });
  },
  { name: 'client-address' },
);

/** The proxies whose headers are believed, as Fastify takes them for the request's protocol and host. */
export function trustOf(trustProxy: Exclude<TrustProxy, false | 'fly'>): Trust {
  return typeof trustProxy === 'number' ? (_address, hop) => hop < trustProxy : compile([...trustProxy]);
}

function createReader(trustProxy: TrustProxy): (message: IncomingMessage) => string {
  if (trustProxy === false) return socketAddress;
  if (trustProxy === 'fly') {
    return (message) => {
      const header = message.headers['fly-client-ip'];
      return (typeof header === 'string' ? readForwardedAddress(header) : undefined) ?? socketAddress(message);
    };
  }
  const trusts = trustOf(trustProxy);
  return (message) => {
    const header = [message.headers['x-forwarded-for'] ?? []].flat().join(',');
    const entries = header === '' ? [] : header.split(',').toReversed();
    let address = socketAddress(message);
    for (const [hop, entry] of entries.entries()) {
      const next = readForwardedAddress(entry);
      if (next === undefined || !trusts(address, hop)) break;
      address = next;
    }
    return address;
  };
}

function socketAddress({ socket }: IncomingMessage): string {
  return socket.remoteAddress ?? '';
}
