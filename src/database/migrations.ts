import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One file of the migrations' folder. */
export type Migration = {
  /** The number the name begins with. */
  version: number;
  /** The name between number and ending: `initial` in `001_initial.sql`. */
  name: string;
  /** The bare file name, for messages. */
  file: string;
  /** Of the text below: a checkout on Windows has the same sum. */
  md5: string;
  /** The SQL, with LF line ends. */
  text: string;
};

const fileName = /^(\d+)_([\w-]+)\.sql$/;

/**
 * Reads a folder of forward-only migrations named `NNN_what-it-does.sql`, in order of their numbers.
 *
 * @throws Error for a `.sql` file with another name, two files of one number, or no file at all
 */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql'));
  const migrations = await Promise.all(files.map(async (file) => readMigration(directory, file)));
  migrations.sort((a, b) => a.version - b.version);
  for (const [index, { version, file }] of migrations.entries()) {
    const before = migrations[index - 1];
    if (before?.version === version) throw new Error(`Migrations ${before.file} and ${file} have the same number`);
  }
  if (migrations.length === 0) throw new Error(`No migrations in ${directory}`);
  return migrations;
}

async function readMigration(directory: string, file: string): Promise<Migration> {
  const [, version, name] = fileName.exec(file) ?? [];
  if (version === undefined || name === undefined) {
    throw new Error(`Migration ${file} must be named like 001_initial.sql`);
  }
  const text = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
  const md5 = createHash('md5').update(text).digest('hex');
  return { version: Number(version), name, file, md5, text };
}
