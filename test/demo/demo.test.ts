import { copyFile, cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import t from 'tap';
import { until } from '../helpers/until.ts';
import { makeFolder, makeProject, type NamedLayer, runDemo } from './demo-process.ts';

const root = await makeProject(t);
const sample = join(root, 'samples/dashboard');
const names = new Map<string, string>();

await t.test('without a folder names the 79 layers of the dashboard and shows the results', async (t) => {
  const { code, stdout, stderr } = await runDemo(root, ['--latency', '0']);
  t.equal(code, 0, stderr);
  t.match(stdout, /79 of 79 layers named \(/, 'progress in plain lines');
  t.notMatch(stdout, '\x1b', 'no escape sequence without a terminal');
  for (const [, id = '', oldName, newName = ''] of stdout.matchAll(/^(1:\d+) +(\S.*?) {2,}(\S+) +renamed$/gm)) {
    names.set(id, newName);
    t.not(newName, oldName);
  }
  t.equal(names.size, 79);
  t.ok(new Set(names.values()).size >= 60, 'at least 60 distinct names');
  t.match(stdout, /Job row, read back from Postgres/);
  for (const [column, value] of [
    ['status', 'completed'],
    ['provider', 'demo'],
    ['layer_count', '79'],
    ['layers_renamed', '79'],
  ]) {
    t.match(stdout, new RegExp(`^ +${column} +${value}$`, 'm'));
  }
  t.match(stdout, /^79 of 79 layers named in [\d.]+ s, \d+ model calls, \$\d/m);
  t.match(stdout, /DEMO PROVIDER/);

  const sheet = await readFile(join(root, 'out/dashboard/contact-sheet.html'), 'utf8');
  t.equal(sheet.match(/<li class="card">/g)?.length, 79);
  t.equal(sheet.match(/<img src="data:image\/png;base64,/g)?.length, 80, 'each layer and the frame');
  t.notMatch(sheet, /(?:src|href)="(?!data:)/, 'nothing comes from outside');
});

await t.test('names a layer without text by its picture, so another picture gives another name', async (t) => {
  const design = await makeFolder(t);
  await cp(sample, design, { recursive: true, dereference: true });
  const { layers } = JSON.parse(await readFile(join(design, 'frame.json'), 'utf8')) as {
    layers: { id: string; currentName: string; text?: string; image: string }[];
  };
  const [smile, wrench] = ['Vector 1', 'Vector 4'].map((name) =>
    layers.find(({ currentName }) => currentName === name),
  );
  if (smile === undefined || wrench === undefined) throw new Error('the sample has other layers now');
  t.same([smile.text, wrench.text], [undefined, undefined]);
  await copyFile(join(sample, smile.image), join(design, wrench.image));
  await copyFile(join(sample, wrench.image), join(design, smile.image));

  const { code, stdout, stderr } = await runDemo(root, ['--latency', '0', '--json', design]);
  t.equal(code, 0, stderr);
  const swapped = new Map(
    (JSON.parse(stdout) as { layers: NamedLayer[] }).layers.map((layer) => [layer.id, layer.newName]),
  );
  // The wrench keeps its name: the word beside it says what it is for.
  t.type(names.get(smile.id), 'string');
  t.not(swapped.get(smile.id), names.get(smile.id));
});

await t.test('treats a folder of pictures as a design whose file names are the current names', async (t) => {
  const folder = await makeFolder(t);
  await copyFile(join(sample, 'layers/01.png'), join(folder, 'Vector 10.png'));
  await copyFile(join(sample, 'layers/10.png'), join(folder, 'Vector 9.PNG'));
  await writeFile(join(folder, 'notes.txt'), 'no picture');
  const { code, stdout } = await runDemo(root, ['--latency', '0', '--json', '--style', 'PascalCase', folder], {
    DATABASE_URL: 'off',
  });
  t.equal(code, 0);
  const { layers, job } = JSON.parse(stdout) as { layers: NamedLayer[]; job: unknown };
  t.same(
    layers.map(({ oldName }) => oldName),
    ['Vector 9', 'Vector 10'],
    'in the order in which a person counts',
  );
  for (const { newName } of layers) t.match(newName, /^[A-Z][A-Za-z0-9]+$/);
  t.equal(job, null, 'no row without a database');
});

await t.test('reads all four picture formats and reports the ones it cannot use', async (t) => {
  const folder = await makeFolder(t);
  const picture = sharp(join(sample, 'layers/01.png'));
  await picture.clone().flatten({ background: '#fff' }).jpeg().toFile(join(folder, 'a.jpg'));
  await picture.clone().webp().toFile(join(folder, 'b.webp'));
  await picture.clone().gif().toFile(join(folder, 'c.gif'));
  const png = await readFile(join(sample, 'layers/01.png'));
  await writeFile(join(folder, 'd.png'), png);
  await writeFile(join(folder, 'e.png'), png.subarray(0, png.length / 2));
  await writeFile(join(folder, 'f.svg'), '<svg/>');
  const { code, stdout, stderr } = await runDemo(root, ['--latency', '0', '--json', folder], { DATABASE_URL: 'off' });
  t.equal(code, 0, stderr);
  const { layers } = JSON.parse(stdout) as { layers: NamedLayer[] };
  t.same(
    layers.map(({ oldName }) => oldName),
    ['a', 'b', 'c', 'd'],
  );
  t.match(stderr, 'Left out: The picture "e.png" is damaged');
  t.match(stderr, 'Left out: 1 picture in a form that models do not read (SVG)');
});

await t.test('uses the singular for a single layer', async (t) => {
  const folder = await makeFolder(t);
  await copyFile(join(sample, 'layers/01.png'), join(folder, 'Vector 1.png'));
  const { stdout } = await runDemo(root, ['--latency', '0', folder], { DATABASE_URL: 'off' });
  t.match(stdout, /^1 layer of .* goes to http/m);
  t.match(stdout, /^1 of 1 layer named in /m);
});

await t.test('ends when the reader of its output is gone', async (t) => {
  const { code, stderr } = await runDemo(root, ['--latency', '100'], { DATABASE_URL: 'off' }, (_output, child) =>
    child.stdout?.destroy(),
  );
  t.equal(code, 129, stderr);
});

await t.test('Ctrl-C cancels the job, stops its processes and exits with 130', async (t) => {
  const logFile = join(root, 'out/dashboard/service.log');
  let told = false;
  const { code, stdout, stderr } = await runDemo(root, ['--latency', '999999'], {}, (output, child) => {
    if (told || !output.includes('go to http')) return;
    told = true;
    void (async () => {
      await until('the job has started', async () => (await readFile(logFile, 'utf8')).includes('job.started'));
      // Twice: npm passes the signal on.
      child.kill('SIGINT');
      child.kill('SIGINT');
    })();
  });
  t.equal(code, 130);
  t.notMatch(stdout, 'record.overflow', 'its end is in the database');
  t.match(stderr, 'Stopped');

  const log = await readFile(logFile, 'utf8');
  const events = log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  t.match(
    events.find(({ event }) => event === 'job.ended'),
    { status: 'cancelled', completionTokens: 0 },
    'no call was waited for, each of which takes a quarter of an hour',
  );
  const { dataDir } = events.find(({ event }) => event === 'database.embedded') as { dataDir: string };
  t.ok(dataDir.startsWith(root));
  const [cluster = ''] =
    (await readFile(join(dataDir, 'postgres.log'), 'utf8')).match(/database system is shut down\s*$/) ?? [];
  t.not(cluster, '', 'Postgres has stopped');
});

await t.test('a wrong call is explained and exits with 1 or 2 before anything starts', async (t) => {
  const empty = await makeFolder(t);
  await mkdir(join(empty, 'broken'));
  await writeFile(join(empty, 'broken/frame.json'), '{"frameName":');
  await writeFile(join(empty, 'file'), '');
  const calls: [string[], RegExp, number?][] = [
    [['nowhere'], /Folder not found: .*nowhere/],
    [[empty], /holds no frame\.json and no pictures/],
    [[join(empty, 'broken')], /frame\.json is not JSON/],
    [['--style', 'CAPS'], /--style expects one of snake_case, .*got "CAPS"/, 2],
    [['--nonsense'], /^Unknown option '--nonsense'\nSee npm run demo -- --help$/m, 2],
    [['a', 'b'], /At most one argument, got also "b"/, 2],
    [['--out', '/proc/nowhere/at/all'], /^--out .* cannot be written to: cannot create a folder there$/m],
    [['--out', join(empty, 'file/below')], /^--out .* cannot be written to: a file is in the way$/m],
  ];
  await Promise.all(
    calls.map(async ([args, message, expected = 1]) => {
      const { code, stdout, stderr } = await runDemo(root, args);
      t.equal(code, expected);
      t.match(stderr, message);
      t.notMatch(stderr, /\n {4}at /, 'no stack');
      t.notMatch(stdout, /Starting/);
    }),
  );
  const { code, stdout } = await runDemo(root, ['--help']);
  t.equal(code, 0);
  t.match(stdout, /npm run demo \[-- /);
});
