import { wcagContrast } from 'culori';
import t from 'tap';
import { buildPictureCall, type PictureSetting } from '../../src/edits/build-picture-call.ts';
import type { EditLayer } from '../../src/schemas/edits.ts';

const hero: EditLayer = { name: 'Hero', type: 'RECTANGLE', x: 0, y: 0, width: 1440, height: 620 };
const variant = { theme: 'Harbor', humanPrompt: 'A harbor at dawn.', palette: ['#f2c14e', '#14213d'] };
const setting: PictureSetting = { frame: { width: 1440, height: 2000 }, variant, textsOver: [] };

t.test("asks for a picture in words, in its layer's shape and size, with its place", async (t) => {
  const call = buildPictureCall('A calm sea, 35 mm film', hero, setting);
  t.match(call.prompt, /^Generate an image of a calm sea, 35 mm film\n/);
  t.match(call.prompt, /It fills 1440 x 620 px \(about 21:9\) in the upper part of a user interface/);
  t.match(call, { aspectRatio: '21:9', imageSize: '2K' });
  t.match(buildPictureCall('x', { ...hero, width: 160, height: 90 }, setting), {
    aspectRatio: '16:9',
    imageSize: '1K',
  });
  t.match(buildPictureCall('Draw a boat', hero, setting).prompt, /^Draw a boat\n/);
});

function style(prompt: string): string | undefined {
  return buildPictureCall(prompt, hero, setting).prompt.split('\n').at(-1);
}

t.test('asks for the pictures of a variant in one style', async (t) => {
  t.equal(style('a boat'), style('a tower'));
  t.match(style('a boat'), /one style.*#f2c14e, #14213d.*Harbor\. A harbor at dawn\./);
});

t.test('describes what lies over a picture and adjusts colors that would hide it', async (t) => {
  const textsOver = [{ ink: '#ffffff', x: 300, y: 100 }];
  const { prompt } = buildPictureCall('a field in #f2c14e and #14213d', hero, { ...setting, textsOver });
  t.match(prompt, /Text in #ffffff lies over its upper left: there the picture is dark/);
  const [, ...colors] = prompt.replace('Text in #ffffff', '').match(/#[0-9a-f]{6}/g) ?? [];
  t.ok(colors.length > 1);
  for (const color of colors) t.ok(wcagContrast(color, '#ffffff') >= 4.5, color);
  const mixed = [...textsOver, { ink: '#000000', x: 300, y: 500 }];
  t.match(buildPictureCall('a field in #f2c14e', hero, { ...setting, textsOver: mixed }).prompt, /#f2c14e/);
});
