// Writes the tables of docs/logs.md anew: npm run docs:logs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments } from '../../src/cli/parse-arguments.ts';
import { projectRoot } from '../../src/project-root.ts';
import { withTables } from './log-tables.ts';

readArguments({
  usage: 'npm run docs:logs\n\nWrites the tables of docs/logs.md anew, from the schemas of the events.',
});
const path = join(projectRoot(), 'docs/logs.md');
writeFileSync(path, withTables(readFileSync(path, 'utf8')));
