import { createHmac } from 'node:crypto';
import fp from 'fastify-plugin';

export interface UserInLogOptions {
  /** `hash`: adds a hashed user id to a job's log lines. */
  readonly mode: 'off' | 'hash';
  /** The secret of the hash: without it nobody can find an address by guessing. */
  readonly secret: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Log fields for the user of a job: by default none, never the address itself. */
    userInLog(email: string): { readonly user?: string };
  }
}

/** Lets the log distinguish the jobs of different users, if enabled. */
export const userInLog = fp<UserInLogOptions>(
  async (app, { mode, secret }) => {
    app.decorate('userInLog', (email: string) => (mode === 'off' ? {} : { user: markOf(email, secret) }));
  },
  { name: 'user-in-log' },
);

/** 64 bits are enough to distinguish all addresses; `openssl dgst -sha256 -hmac` computes the same hash. */
function markOf(email: string, secret: string): string {
  return createHmac('sha256', secret).update(email.toLowerCase()).digest('hex').slice(0, 16);
}
