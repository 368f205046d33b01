import sharp from 'sharp';
import t from 'tap';
import { measureVariants, totalOf } from '../../eval/variants/measure-variants.ts';
import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { EditLayer, EditVariant, GenerateEditsRequest } from '../../src/schemas/edits.ts';

const photo: EditLayer = {
  id: 'photo',
  name: 'Photo',
  type: 'RECTANGLE',
  x: 0,
  y: 0,
  width: 400,
  height: 300,
  fills: [{ type: 'IMAGE' }],
  hasImageFill: true,
};
const card: EditLayer = { id: 'card', name: 'Card', type: 'FRAME', x: 0, y: 300, width: 400, height: 100 };
const caption: EditLayer = {
  id: 'caption',
  name: 'Caption',
  type: 'TEXT',
  x: 20,
  y: 20,
  width: 200,
  height: 20,
  text: 'On the photo',
  fontSize: 16,
  fills: [{ type: 'SOLID', color: '#ffffff' }],
};
const request: GenerateEditsRequest = {
  userEmail: 'a@example.com',
  frameName: 'Frame',
  frameWidth: 400,
  frameHeight: 400,
  layers: [photo, { ...card, fills: [{ type: 'SOLID', color: '#ffffff' }] }, caption],
};

function plain(color: string): Promise<Buffer> {
  return sharp({ create: { width: 40, height: 40, channels: 3, background: color } })
    .png()
    .toBuffer();
}

function variant(variantIndex: number, ...instructions: EditInstruction[]): EditVariant {
  return { variantIndex, theme: `v${variantIndex}`, humanPrompt: '', instructions, readableInstructions: [] };
}

function fill(targetId: string, color: string): EditInstruction {
  return { action: 'changeFill', target: targetId, targetId, color };
}

t.test('counts what variants leave as it is as equal: two that differ in a corner are not apart', async (t) => {
  const dark = await plain('#202020');
  const figures = await measureVariants(
    request,
    [variant(1, fill('card', '#ffe0e0')), variant(2, fill('card', '#e0e0ff'))],
    dark,
  );
  t.ok(figures.changed <= 0.25, `changed ${figures.changed}`);
  t.ok(figures.apart < 0.03, `apart ${figures.apart}`);
  t.ok(totalOf(figures) < 60);
});

t.test('judges letters on a picture by its pixels, the old and the new ones', async (t) => {
  const dark = await plain('#202020');
  const contrast = async (...instructions: EditInstruction[]) =>
    (await measureVariants(request, [variant(1, ...instructions)], dark)).contrast;
  t.equal(await contrast(), 0);
  t.equal(await contrast(fill('caption', '#303030')), 1, 'dark letters on the dark photo');
  const made = (await plain('#f4f4f4')).toString('base64');
  const picture: EditInstruction = {
    action: 'generateImage',
    target: 'Photo',
    targetId: 'photo',
    imagePrompt: 'x',
    generatedImageBase64: made,
  };
  t.equal(await contrast(picture), 1, 'white letters on a new bright picture');
  t.equal(await contrast(picture, fill('caption', '#202020')), 0);
});

t.test('translucent letters that stay as they are count as before', async (t) => {
  const brown = await plain('#675649');
  const faint = { ...caption, fills: [{ type: 'SOLID', color: '#ffffff', opacity: 0.7 }] };
  const layers = [...request.layers.slice(0, 2), faint];
  const contrast = async (...instructions: EditInstruction[]) =>
    (await measureVariants({ ...request, layers }, [variant(1, ...instructions)], brown)).contrast;
  t.equal(await contrast(), 0, 'white at 70 % is under 4.5 on the brown, as it was');
  t.equal(await contrast(fill('caption', '#806050')), 1);
});

t.test('sees new pictures as different at a glance', async (t) => {
  const picture = async (color: string): Promise<EditInstruction> => ({
    action: 'generateImage',
    target: 'Photo',
    targetId: 'photo',
    imagePrompt: 'x',
    generatedImageBase64: (await plain(color)).toString('base64'),
  });
  const figures = await measureVariants(
    { ...request, layers: request.layers.slice(0, 2) },
    [variant(1, await picture('#802020')), variant(2, await picture('#204080'))],
    await plain('#202020'),
  );
  t.ok(figures.apart > 0.05);
  t.ok(figures.changed > 0.7);
});
