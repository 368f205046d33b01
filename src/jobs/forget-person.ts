import type { Sql } from '../database/sql.ts';

/** The label that erased jobs carry: `jobs.user_email` may not be empty. */
export const erasedEmail = 'erased@figma.local';

const rowsAtOnce = 500;

/**
 * Everything that is kept of one person: the jobs under an e-mail address, in upper or lower case, the oldest first,
 * every column of the table by its name.
 *
 * What is not here: pictures and texts are never kept; requests (`api_calls`) carry no e-mail address.
 */
export async function* readPerson(sql: Sql, email: string): AsyncGenerator<Record<string, unknown>> {
  const rows = sql<{ job: Record<string, unknown> }[]>`
    select to_json(jobs) as job from jobs where lower(user_email) = lower(${email}::text) order by created_at, id`;
  for await (const batch of rows.cursor(rowsAtOnce)) yield* batch.map(({ job }) => job);
}

/**
 * Takes the person out of the jobs: e-mail address, user id, address and the name of the frame. What was done, how it
 * ended, how long it took and what it cost stays, so that all figures stay what they were; the sums by user are put
 * right before this returns.
 *
 * A running job keeps no name either once its start is written; one whose start waits in a service's
 * memory comes under its name: run it again after an outage, and after a replay of old logs.
 *
 * @returns the number of jobs erased
 */
export async function erasePerson(sql: Sql, email: string): Promise<number> {
  const { count } = await sql`
    update jobs set user_email = ${erasedEmail}, user_id = null, ip_address = null, frame_name = null
    where lower(user_email) = lower(${email}::text)`;
  // NULL: a service is folding at this moment. Until the changes are folded, the sums by user still contain the person.
  for (;;) {
    const [row] = await sql<{ folded: number | null }[]>`select fold_job_changes(50000) as folded`;
    if (row?.folded === 0) return count;
    if (row?.folded == null) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
