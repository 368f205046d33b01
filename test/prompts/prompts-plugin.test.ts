import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify from 'fastify';
import t from 'tap';
import { prompts } from '../../src/plugins/prompts.ts';

t.test('gives the app the library and stops watching the folder on close', async (t) => {
  const directory = t.testdir({ 'default.txt': 'd' });
  const app = Fastify();
  await app.register(prompts, { directory, defaultFile: 'default.txt', pollMs: 5 });
  t.match(app.prompts.list(), [{ id: 'default', isDefault: true }]);
  await app.close();
  await writeFile(join(directory, 'late.txt'), 'late');
  await new Promise((resolve) => setTimeout(resolve, 100));
  t.equal(app.prompts.get('late.txt'), undefined);
});
