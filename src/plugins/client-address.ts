import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { TrustProxy } from '../config/config.ts';

export interface ClientAddressOptions {
  readonly trustProxy: TrustProxy;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The client's address as far as TRUST_PROXY vouches for it. Limits, budgets and records go by it. */
    readonly clientAddress: string;
  }
}

/**
 * The client's address. Fastify resolves X-Forwarded-For for the proxies that are trusted; on Fly it is the header
 * Fly-Client-IP, which their proxy sets itself and overwrites where a client sends one (https://fly.io/docs/networking/request-headers/).
 */
export const clientAddress = fp<ClientAddressOptions>(
  async (app, { trustProxy }) => {
    app.decorateRequest('clientAddress', {
      getter(this: FastifyRequest) {
        const header = trustProxy === 'fly' ? this.headers['fly-client-ip'] : undefined;
        return typeof header === 'string' && isIP(header) !== 0 ? header : this.ip;
      },
    });
  },
  { name: 'client-address' },
);
