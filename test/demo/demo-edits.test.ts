import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { makeFolder, makeProject, runDemo } from './demo-process.ts';

const root = await makeProject(t);

await t.test('--edits makes five variants with pictures and shows them side by side', async (t) => {
  const { code, stdout, stderr } = await runDemo(root, ['--edits', '--latency', '0']);
  t.equal(code, 0, stderr);
  const themes = [...stdout.matchAll(/^Variant (\d): (.+), \d+ instructions$/gm)];
  t.same(
    themes.map(([, index]) => index),
    ['1', '2', '3', '4', '5'],
  );
  t.equal(new Set(themes.map(([, , theme]) => theme)).size, 5);
  t.match(stdout, /^5 of 5 variants and (\d+) of \1 pictures in [\d.]+ s, \d+ model calls, \$\d/m);
  t.match(stdout, /^ +type +generate-edits$/m);
  t.match(stdout, /^ +images_made +[1-9]\d*$/m);
  t.match(stdout, /^ +frame_name +\S/m);
  t.match(stdout, /^ +prompt_file +default\.txt$/m);

  const page = await readFile(join(root, 'out/sign-in/variants.html'), 'utf8');
  t.equal(page.match(/<section class="variant"/g)?.length, 5);
  t.notMatch(page, /(?:src|href)="(?!data:|#variant-)/, 'nothing comes from outside');
  const pictures = page.match(/<img src="(data:[^"]+)" alt="The frame as /g);
  t.equal(new Set(pictures).size, 5, 'five pictures that differ');
  const overview = await readFile(join(root, 'out/sign-in/variants.png'));
  t.equal(overview.subarray(1, 4).toString(), 'PNG');
});

await t.test('refuses variants of a plain folder of pictures before starting anything', async (t) => {
  const { code, stdout, stderr } = await runDemo(root, ['--edits', 'samples/sign-in/layers'], {});
  t.equal(code, 1);
  t.match(stderr, /has no frame\.json/);
  t.notMatch(stdout, /Starting/);
  const empty = await makeFolder(t);
  t.equal((await runDemo(root, ['--edits', empty])).code, 1);
});
