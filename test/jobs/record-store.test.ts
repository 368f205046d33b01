import t from 'tap';
import { toJobRow } from '../../src/jobs/job-record.ts';
import { insertRecords } from '../../src/jobs/record-store.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { anEnd, aStart } from './records.ts';

await t.test('stores every value of a job row, from its end alone or after its start', async (t) => {
  const { sql } = await testDatabase(t);
  const start = aStart({ variantCount: 5, promptFile: 'bold.txt' });
  const end = anEnd(start.id, {
    status: 'failed',
    errorCode: 'EXPORTER_PROVIDER_FAILED',
    errorMessage: 'The AI provider failed',
    promptFile: 'default.txt',
    imagesMade: 3,
  });
  const row = toJobRow('full', start, end);
  t.notOk(Object.values(row).includes(null), 'every value is given');

  const other = aStart();
  await insertRecords(sql, 'jobs', [JSON.stringify({ ...row, id: other.id })]);
  await insertRecords(sql, 'jobs', [JSON.stringify(toJobRow('full', start))]);
  await insertRecords(sql, 'jobs', [JSON.stringify(row)]);
  for (const id of [other.id, start.id]) {
    const [stored] = await sql<{ job: object }[]>`
      select to_jsonb(jobs) || jsonb_build_object('ip_address', host(ip_address)) as job from jobs where id = ${id}`;
    t.match(stored?.job, {
      ...row,
      id,
      created_at: '2026-03-01T10:00:00+00:00',
      completed_at: '2026-03-01T10:00:01.5+00:00',
    });
  }
});
