import { createSql, endSql, type Sql, type SqlOptions } from './sql.ts';

/** A query without an answer at its time limit. Whether it took effect is unknown. */
export class QueryTimeout extends Error {
  readonly code = 'QUERY_TIMEOUT';
  constructor(limitMs: number) {
    super(`the database did not answer within ${limitMs} ms`);
    this.name = 'QueryTimeout';
  }
}

/** Choices for {@link createDatabase}. */
export type DatabaseOptions = SqlOptions & {
  /** Milliseconds after which the server cancels a statement. Default 5,000; 0 means unlimited. */
  statementTimeoutMs?: number;
};

/** How a query is run. */
export type RunOptions = {
  /**
   * Options of `begin`, such as `isolation level repeatable read read only`; `none` for statements that cannot run in a
   * transaction.
   */
  transaction?: string;
};

/** A pool whose every use has a time limit. */
export type Database = {
  /**
   * Runs `query` in a transaction, in UTC and with the server's time limits.
   *
   * @param limitMs time in all, waiting for a connection included; default 6,000, a second more than the server allows
   * a statement
   * @throws QueryTimeout at the limit, else whatever the query threw
   */
  run<T>(query: (sql: Sql) => Promise<T>, limitMs?: number, options?: RunOptions): Promise<T>;
  /** Closes the pool; running queries have `timeoutMs` (default 1,000) to end. Later runs reject. */
  close(timeoutMs?: number): Promise<void>;
};

/**
 * Makes a {@link Database}.
 *
 * A connection that went silent (a cut cable, a firewall that forgot it) is noticed by the system after some fifteen
 * minutes, and the pool would hand it out until then. So when a query reaches its limit and no other was answered
 * meanwhile, the pool is replaced, which takes a few milliseconds if the server is healthy.
 */
export function createDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { statementTimeoutMs = 5_000 } = options;
  // Set in each transaction and not at the start of a session, which a pooler refuses or shares among clients. A
  // session that dies inside a transaction must not hold its locks.
  const settings = `set local statement_timeout = ${statementTimeoutMs}; set local TimeZone = 'UTC';
    set local idle_in_transaction_session_timeout = 30000`;
  let sql = createSql(url, options);
  let lastAnswerAt = 0;
  let closed = false;

  const renew = (used: Sql, since: number): void => {
    // Several queries of one pool reach their limits together: it is renewed once.
    if (used !== sql || closed || lastAnswerAt > since) return;
    sql = createSql(url, options);
    void endSql(used, 0);
  };

  async function transact<T>(used: Sql, query: (sql: Sql) => Promise<T>, { transaction = '' }: RunOptions): Promise<T> {
    if (transaction === 'none') return query(used);
    return (await used.begin(transaction, async (inside) => {
      await inside.unsafe(settings);
      return query(inside as unknown as Sql);
    })) as T;
  }

  return {
    async run(query, limitMs = 6_000, how = {}) {
      if (closed) throw new Error('the database is closed');
      const used = sql;
      const since = performance.now();
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(() => {
          reject(new QueryTimeout(limitMs));
          renew(used, since);
        }, limitMs);
      });
      try {
        const answer = await Promise.race([transact(used, query, how), limit]);
        lastAnswerAt = performance.now();
        return answer;
      } finally {
        clearTimeout(timer);
      }
    },
    async close(timeoutMs = 1_000) {
      closed = true;
      await endSql(sql, timeoutMs);
    },
  };
}
