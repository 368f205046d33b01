// Writes the tables of docs/logs.md anew: npm run docs:logs
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';
import { withTables } from './log-tables.ts';

const path = join(projectRoot(), 'docs/logs.md');
writeFileSync(path, withTables(readFileSync(path, 'utf8')));
