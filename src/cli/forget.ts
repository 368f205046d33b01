import { once } from 'node:events';
import { readSettings } from '../config/read-settings.ts';
import { createSql, endSql } from '../database/sql.ts';
import { erasedEmail, erasePerson, readPerson } from '../jobs/forget-person.ts';
import { openConfiguredDatabase } from './configured-database.ts';
import { count } from './count.ts';
import { readArguments, refuse } from './parse-arguments.ts';

const usage = `npm run -s forget -- EMAIL [--yes]

Prints what is kept of one person as JSON. With --yes it is erased after that: the jobs stay, under
${erasedEmail}, without user id, address and frame name.

Exit code: 0 done, 1 something failed, 2 wrong arguments.`;

/** `npm run forget -- EMAIL`: shows what is kept of one person, and with --yes erases it. */
async function main(): Promise<number> {
  const { values, positionals } = readArguments({
    usage,
    most: 1,
    options: { yes: { type: 'boolean', default: false } },
  });
  const [email] = positionals;
  if (email === undefined) return refuse('Whom? An e-mail address is missing', usage);
  if (!email.includes('@')) return refuse(`"${email}" is not an e-mail address`, usage);
  const config = readSettings();
  if (config.databaseUrl === 'off') throw new Error('DATABASE_URL=off: nothing is kept');
  const database = await openConfiguredDatabase(config);
  // The whole table is read: an address may be written with other capitals, and there is no index for that.
  const sql = createSql(database.url, { max: 1 });
  try {
    const found = await print(email, readPerson(sql, email));
    if (!values.yes) {
      console.error(`${count(found, 'job')}. Nothing was changed; --yes erases the person from them.`);
      return 0;
    }
    const erased = await erasePerson(sql, email);
    console.error(`${count(erased, 'job')} no longer ${erased === 1 ? 'names' : 'name'} the person.`);
    return 0;
  } finally {
    await endSql(sql);
    await database.stop();
  }
}

/** One JSON document, written as it is read: a person may have a million jobs. */
async function print(email: string, jobs: AsyncIterable<Record<string, unknown>>): Promise<number> {
  let printed = 0;
  await write(`{"email":${JSON.stringify(email)},"jobs":[`);
  for await (const job of jobs) {
    await write(`${printed === 0 ? '' : ','}\n${JSON.stringify(job)}`);
    printed += 1;
  }
  await write('\n]}\n');
  return printed;
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
