import { execFileSync } from 'node:child_process';
import { mkdir, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { readPromptFile } from '../../src/prompts/prompt-file.ts';
import { createPromptRegistry, type PromptRegistryOptions } from '../../src/prompts/prompt-registry.ts';

/** A registry of a folder with some files in it, with its log lines. */
async function open(
  t: Test,
  files: Readonly<Record<string, string | Buffer>>,
  options: Partial<PromptRegistryOptions> = {},
) {
  const directory = join(t.testdir({ library: {}, 'secret.txt': 'secret' }), 'library');
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const lines: string[] = [];
  const note = (fields: { promptFile?: string }, message: string): void =>
    void lines.push(`${fields.promptFile}: ${message}`);
  const registry = await createPromptRegistry({
    directory,
    defaultFile: 'default.txt',
    pollMs: 0,
    freshMs: 30_000,
    log: { info: () => undefined, warn: note },
    ...options,
  });
  t.teardown(() => registry.close());
  return { registry, directory, lines, path: (name: string) => join(directory, name) };
}

t.test('lists the default first, then by name, with ids and readable names', async (t) => {
  const { registry } = await open(t, {
    'zen.txt': 'z',
    'default.txt': 'd',
    'bold-brand.txt': 'b',
    'a-first--try.txt': 'a',
    'élan.txt': 'é',
  });
  t.same(registry.list(), [
    { id: 'default', name: 'Default', filename: 'default.txt', isDefault: true },
    { id: 'a-first--try', name: 'A First Try', filename: 'a-first--try.txt', isDefault: false },
    { id: 'bold-brand', name: 'Bold Brand', filename: 'bold-brand.txt', isDefault: false },
    { id: 'élan', name: 'Élan', filename: 'élan.txt', isDefault: false },
    { id: 'zen', name: 'Zen', filename: 'zen.txt', isDefault: false },
  ]);
});

t.test('another default is marked and comes first', async (t) => {
  const { registry } = await open(t, { 'default.txt': 'd', 'zen.txt': 'z' }, { defaultFile: 'zen.txt' });
  t.match(registry.list(), [
    { id: 'zen', isDefault: true },
    { id: 'default', isDefault: false },
  ]);
  t.match(await registry.resolve(undefined), { filename: 'zen.txt', text: 'z', warning: undefined });
});

t.test(
  'serves only regular .txt files directly in the folder: no links, folders, pipes or other endings',
  async (t) => {
    const { registry, path } = await open(t, { 'default.txt': 'd', 'notes.md': 'n', 'x.TXT': 'x', '.txt': 'h' });
    await symlink(path('../secret.txt'), path('link.txt'));
    await symlink(path('default.txt'), path('near.txt'));
    await mkdir(path('folder.txt'));
    await mkdir(path('sub'));
    await writeFile(join(path('sub'), 'deep.txt'), 'deep');
    execFileSync('mkfifo', [path('pipe.txt')]);
    await registry.refresh();
    t.same(
      registry.list().map(({ filename }) => filename),
      ['default.txt'],
    );
    for (const name of [
      'link.txt',
      'near.txt',
      'folder.txt',
      'sub/deep.txt',
      'pipe.txt',
      'notes.md',
      '../secret.txt',
    ]) {
      t.equal(registry.get(name), undefined, name);
      t.match(await registry.resolve(name), { filename: 'default.txt', text: 'd', warning: /was not found/ });
    }
  },
);

t.test('does not follow a link that replaces a file', async (t) => {
  const { registry, path } = await open(t, { 'default.txt': 'd', 'a.txt': 'good' });
  await rm(path('a.txt'));
  await symlink(path('../secret.txt'), path('a.txt'));
  t.match(await registry.resolve('a.txt'), { filename: 'default.txt' });
});

t.test('additions, edits and removals apply at the next request without a restart or notification', async (t) => {
  const { registry, path } = await open(t, { 'default.txt': 'd' });
  await writeFile(path('new.txt'), 'one');
  t.match(await registry.resolve('new.txt'), { text: 'one', warning: undefined });
  await writeFile(path('new.txt'), 'two');
  t.match(await registry.resolve('new.txt'), { text: 'two' }, 'same size, a moment later');
  await writeFile(path('other.txt'), 'six');
  await rename(path('other.txt'), path('new.txt'));
  t.match(await registry.resolve('new.txt'), { text: 'six' }, 'replaced as editors save');
  await rm(path('new.txt'));
  t.match(await registry.resolve('new.txt'), {
    filename: 'default.txt',
    warning: 'Prompt new.txt was not found; default.txt was used.',
  });
  t.equal(registry.list().length, 1);
});

t.test('watches the folder, and polls if watching is unavailable', async (t) => {
  for (const pollMs of [0, 10]) {
    const { registry, path } = await open(t, { 'default.txt': 'd' }, { pollMs });
    await writeFile(path('new.txt'), 'one');
    for (let tries = 0; tries < 500 && registry.get('new.txt') === undefined; tries += 1) await delay(10);
    t.equal(registry.get('new.txt')?.text, 'one', `polling every ${pollMs} ms`);
  }
});

t.test('does not serve an empty, too large or undecodable file and logs it once', async (t) => {
  const { registry, lines } = await open(
    t,
    {
      'default.txt': 'd',
      'empty.txt': ' \n',
      'large.txt': 'x'.repeat(101),
      'exact.txt': 'x'.repeat(100),
      'latin.txt': Buffer.from('caf\xe9', 'latin1'),
      'binary.txt': 'a\0b',
    },
    { maxBytes: 100 },
  );
  await registry.refresh();
  await registry.refresh();
  t.same(
    registry.list().map(({ id }) => id),
    ['default', 'exact'],
  );
  t.same(lines.toSorted(), [
    'binary.txt: prompt file is not a text file',
    'empty.txt: prompt file is empty',
    'large.txt: prompt file is larger than 100 bytes',
    'latin.txt: prompt file is not UTF-8',
  ]);
});

t.test('keeps the last good text of a file that is emptied or broken while saved', async (t) => {
  const { registry, path } = await open(t, { 'default.txt': 'd', 'a.txt': 'good' });
  await truncate(path('a.txt'), 0);
  t.match(await registry.resolve('a.txt'), { text: 'good', warning: undefined });
  await writeFile(path('a.txt'), Buffer.from([0xff, 0xfe]));
  t.match(await registry.resolve('a.txt'), { text: 'good' });
  await writeFile(path('a.txt'), 'better');
  t.match(await registry.resolve('a.txt'), { text: 'better' });
});

t.test('a file saved while the folder is being looked at counts for the next request', async (t) => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`z${index}.txt`, 'z']));
  const { registry, path } = await open(t, { 'a.txt': 'good', ...many });
  const look = registry.refresh();
  await delay(5); // It has passed the first files.
  await writeFile(path('a.txt'), 'better');
  t.match(await registry.resolve('a.txt'), { text: 'better' });
  await look;
});

t.test('takes no half of a file that grows while it is read', { skip: process.platform !== 'linux' }, async (t) => {
  // Linux gives the size of this file as 0, and then bytes: as a file does that is written between the two.
  t.match(await readPromptFile('/proc/self', 'status', 65_536), {
    kind: 'unusable',
    reason: 'changed while it was read',
  });
});

t.test('a folder that disappears takes no prompt with it', async (t) => {
  const { registry, directory, lines } = await open(t, { 'default.txt': 'd', 'a.txt': 'good' });
  await rm(directory, { recursive: true });
  t.match(await registry.resolve('a.txt'), { text: 'good' });
  t.equal(lines.length, 1);
});

t.test('uses the built-in default without a default file or folder', async (t) => {
  const { registry, lines } = await open(t, { 'a.txt': 'good' }, { defaultFile: 'house-style.txt' });
  t.match(registry.list(), [
    { id: 'default', filename: 'default.txt', isDefault: true },
    { id: 'a', isDefault: false },
  ]);
  t.match(await registry.resolve(undefined), {
    filename: 'default.txt',
    text: /Make variants that a team could choose from/,
  });
  t.match(await registry.resolve('default.txt'), { filename: 'default.txt', warning: undefined });
  t.match(await registry.resolve('house-style.txt'), { filename: 'default.txt', warning: /house-style\.txt/ });
  t.match(lines.join(), /house-style\.txt/);
  const none = await createPromptRegistry({
    directory: join(t.testdir({}), 'none'),
    defaultFile: 'default.txt',
    pollMs: 0,
  });
  t.match(none.list(), [{ filename: 'default.txt', isDefault: true }]);
  none.close();
});

t.test('falls back to default.txt for a missing default of another name', async (t) => {
  const { registry } = await open(t, { 'default.txt': 'd' }, { defaultFile: 'gone.txt' });
  t.match(await registry.resolve(undefined), { filename: 'default.txt', text: 'd' });
});

t.test('a byte order mark is not part of the prompt', async (t) => {
  const { registry } = await open(t, { 'default.txt': '\ufeffBe a designer.' });
  t.equal(registry.get('default.txt')?.text, 'Be a designer.');
});
