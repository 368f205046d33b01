import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import t from 'tap';
import { heapFlags } from '../src/heap-flags.ts';

t.test('V8 knows every flag of the heap: it ignores unknown ones without a word', async (t) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--v8-options']);
  for (const flag of heapFlags) {
    const name = flag.replace(/^--(?:no-)?/, '').replace(/=.*$/, '');
    t.match(stdout, new RegExp(`^ +--${name} `, 'm'));
  }
});
