import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readDesign } from '../../demo/command/read-design.ts';
import { projectRoot } from '../../src/project-root.ts';
import { makeFolder } from './demo-process.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const layer = { id: '1:1', currentName: 'Rectangle 1', type: 'RECTANGLE', image: 'one.png' };
const frame = { frameName: 'Frame', frameWidth: 10, frameHeight: 10, layers: [layer] };

await t.test('reads the frame, its layers and their pictures from frame.json', async (t) => {
  const design = await readDesign(join(projectRoot(), 'samples/sign-in'));
  t.equal(design.name, 'sign-in');
  t.match(design.frame, { frameName: 'Frame 2', frameWidth: 1280, picture: { type: 'image/png' } });
  t.equal(design.layers.length, 13);
  t.match(design.layers[2], {
    currentName: 'Text 1',
    type: 'TEXT',
    text: 'Welcome Back!',
    picture: { type: 'image/png' },
  });
});

await t.test("reads the layer type from Figma's file names, not from other names", async (t) => {
  const folder = await makeFolder(t);
  for (const name of ['Text 1', 'Component 2', 'Textile', 'hero']) await writeFile(join(folder, `${name}.png`), png);
  const { layers, frame } = await readDesign(folder);
  t.equal(frame, undefined);
  const types = Object.fromEntries(layers.map(({ currentName, type }) => [currentName, type]));
  t.same(types, { 'Text 1': 'TEXT', 'Component 2': 'INSTANCE', Textile: 'FRAME', hero: 'FRAME' });
});

await t.test("describes a design's fault in one sentence", async (t) => {
  const folder = await makeFolder(t);
  await writeFile(join(folder, 'outside.png'), png);
  const cases: [title: string, frame: unknown, files: Record<string, Buffer | string>, message: RegExp][] = [
    ['no array', { ...frame, layers: 7 }, {}, /is not a design: layers: /],
    ['no layer', { ...frame, layers: [] }, {}, /is not a design: layers: /],
    [
      'a field of a layer',
      { ...frame, layers: [{ ...layer, id: 7 }] },
      {},
      /is not a design: layers\/0\/id: expected string/,
    ],
    ['a missing picture', frame, {}, /^The picture "one\.png" is missing$/],
    ['a picture that is none', frame, { 'one.png': 'just some words' }, /^"one\.png" holds no PNG, JPEG, WebP or GIF$/],
    [
      'a path that leads out',
      { ...frame, layers: [{ ...layer, image: '../outside.png' }] },
      {},
      /is outside its design/,
    ],
    ['no picture at all', { ...frame, layers: [{ ...layer, image: undefined }] }, {}, /^No layer in .* has a picture$/],
  ];
  for (const [title, file, files, message] of cases) {
    const design = join(folder, title);
    await mkdir(design);
    await writeFile(join(design, 'frame.json'), JSON.stringify(file));
    for (const [name, content] of Object.entries(files)) await writeFile(join(design, name), content);
    await t.rejects(readDesign(design), { name: 'DemoError', message }, title);
  }
  const linked = join(folder, 'linked');
  await mkdir(linked);
  await writeFile(join(linked, 'frame.json'), JSON.stringify(frame));
  await symlink(join(folder, 'outside.png'), join(linked, 'one.png'));
  await t.rejects(readDesign(linked), { message: /is outside its design/ }, 'a link that leads out');
  await t.rejects(readDesign(join(folder, 'outside.png')), { message: /is not a folder$/ }, 'a file');
});
