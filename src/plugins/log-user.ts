import { createHmac } from 'node:crypto';
import fp from 'fastify-plugin';

export interface LogUserOptions {
  /** `hash`: a job's lines carry a mark of who asked for it. */
  readonly mode: 'off' | 'hash';
  /** Without it nobody can tell a mark's address by trying addresses. */
  readonly secret: string;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** What a job's lines say of who asked for it: as a rule nothing, never the address itself. */
    userInLog(email: string): { readonly user?: string };
  }
}

/** Whether, and how, the log tells one designer's jobs from another's. */
export const logUser = fp<LogUserOptions>(
  async (app, { mode, secret }) => {
    app.decorate('userInLog', (email: string) => (mode === 'off' ? {} : { user: markOf(email, secret) }));
  },
  { name: 'log-user' },
);

/** 64 bits tell apart more addresses than there are, and `openssl dgst -sha256 -hmac` makes the same. */
function markOf(email: string, secret: string): string {
  return createHmac('sha256', secret).update(email.toLowerCase()).digest('hex').slice(0, 16);
}
