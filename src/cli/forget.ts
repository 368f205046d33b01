import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { createSql, endSql } from '../database/sql.ts';
import { erasedEmail, erasePerson, readPerson } from '../jobs/forget-person.ts';
import { openConfiguredDatabase } from './configured-database.ts';
import { readSettings } from './read-settings.ts';

const usage = `npm run -s forget -- EMAIL [--yes]

Prints what is kept of one person as JSON. With --yes it is erased after that: the jobs stay, under
${erasedEmail}, without user id, address and frame name.`;

/** `npm run forget -- EMAIL`: shows what is kept of one person, and with --yes erases it. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { yes: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  const [email, ...more] = positionals;
  if (values.help || email === undefined || more.length > 0 || !email.includes('@')) {
    console.error(usage);
    return values.help ? 0 : 2;
  }
  const config = readSettings();
  if (config.databaseUrl === 'off') throw new Error('DATABASE_URL=off: nothing is kept');
  const database = await openConfiguredDatabase(config);
  // The whole table is read: an address may be written with other capitals, and there is no index for that.
  const sql = createSql(database.url, { max: 1 });
  try {
    const found = await print(email, readPerson(sql, email));
    if (!values.yes) {
      console.error(`${found} jobs. Nothing was changed; --yes erases the person from them.`);
      return 0;
    }
    const erased = await erasePerson(sql, email);
    console.error(`${erased} jobs no longer name the person.`);
    return 0;
  } finally {
    await endSql(sql);
    await database.stop();
  }
}

/** One JSON document, written as it is read: a person may have a million jobs. */
async function print(email: string, jobs: AsyncIterable<Record<string, unknown>>): Promise<number> {
  let count = 0;
  await write(`{"email":${JSON.stringify(email)},"jobs":[`);
  for await (const job of jobs) {
    await write(`${count === 0 ? '' : ','}\n${JSON.stringify(job)}`);
    count += 1;
  }
  await write('\n]}\n');
  return count;
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error((error as Error).message || String(error));
  process.exitCode = 1;
}
