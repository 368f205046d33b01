import { createInterface } from 'node:readline';
import { readSettings } from '../config/read-settings.ts';
import { createDatabase } from '../database/database.ts';
import { replayLog } from '../jobs/replay-log.ts';
import { openConfiguredDatabase } from './configured-database.ts';
import { count } from './count.ts';
import { readArguments, refuse } from './parse-arguments.ts';

const usage = `npm run -s replay < LOG      (in the container: node dist/cli/replay.js < LOG)

Writes the records that went to the log, because the database was away, to the database that DATABASE_URL names. Reads
the log's lines from standard input, of any kind and order; doing it twice changes nothing.

Exit code: 0 all were written, 1 one was not, 2 wrong arguments.`;

/**
 * `npm run replay < log`: writes the records that went to the log because they could not be kept in memory. Exit code
 * 1 if one could not be written.
 */
async function main(): Promise<number> {
  readArguments({ usage });
  if (process.stdin.isTTY) return refuse('The log is read from standard input: npm run -s replay < LOG', usage);
  const config = readSettings();
  if (config.databaseUrl === 'off') throw new Error('DATABASE_URL=off: no database to write to');
  const configured = await openConfiguredDatabase(config);
  const database = createDatabase(configured.url, { max: 1, statementTimeoutMs: 30_000 });
  try {
    const report = await replayLog(createInterface({ input: process.stdin, crlfDelay: Infinity }), database);
    console.log(`${count(report.found, 'record')} found, ${report.written} written`);
    for (const { line, sqlState } of report.refused) {
      console.error(`line ${line}: refused by the database (${sqlState})`);
    }
    for (const line of report.unreadable) console.error(`line ${line}: a record that is cut off or damaged`);
    return report.refused.length + report.unreadable.length === 0 ? 0 : 1;
  } finally {
    await database.close();
    await configured.stop();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const reason = (error as Error).message || String(error);
  console.error(`Nothing more was written: ${reason}. What was, stays; run it again.`);
  process.exitCode = 1;
}
