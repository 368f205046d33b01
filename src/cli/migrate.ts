import { join } from 'node:path';
import { readSettings } from '../config/read-settings.ts';
import { migrate } from '../database/migrate.ts';
import { projectRoot } from '../project-root.ts';
import { openConfiguredDatabase } from './configured-database.ts';
import { readArguments } from './parse-arguments.ts';

const usage = `npm run migrate      (in the container: node dist/cli/migrate.js)

Brings the schema of the database that DATABASE_URL names up to date, which the service else does at its start. Running
it again changes nothing. Exit code: 0 done, 1 a migration failed, 2 wrong arguments.`;

/**
 * `node dist/cli/migrate.js`: brings the schema up to date without starting the service, which otherwise does it
 * itself.
 */
async function main(): Promise<void> {
  readArguments({ usage });
  const config = readSettings();
  // Not a failure: a platform that migrates before each release must also be able to release without a database.
  if (config.databaseUrl === 'off') return console.log('DATABASE_URL=off: no database to migrate');
  const database = await openConfiguredDatabase(config);
  try {
    const ran = await migrate(database.url, { directory: join(projectRoot(), 'db/migrations') });
    console.log(ran.length === 0 ? 'The schema is up to date' : `Ran ${ran.join(', ')}`);
  } finally {
    await database.stop();
  }
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message || String(error));
  process.exitCode = 1;
}
