import { TypeCompiler } from '@sinclair/typebox/compiler';
import t from 'tap';
import { imageFault } from '../../src/images/image-kind.ts';
import { GenerateEditsRequest } from '../../src/schemas/edits.ts';
import { pictureFrom } from '../edits/pictures.ts';

const check = TypeCompiler.Compile(GenerateEditsRequest);
const layer = { name: 'Card', type: 'FRAME', x: 0, y: 0, width: 100, height: 50 };
const request = {
  userEmail: 'designer@example.com',
  frameName: 'Home',
  frameWidth: 1280,
  frameHeight: 900,
  layers: [layer],
};

t.test('accepts the smallest request and one with every field', async (t) => {
  t.ok(check.Check(request));
  t.ok(
    check.Check({
      ...request,
      userId: 'u1',
      frameImageBase64: pictureFrom(''),
      layers: [
        {
          ...layer,
          id: '1:2',
          fills: [{ type: 'SOLID', color: '#fff', opacity: 0.5 }, { type: 'IMAGE' }],
          strokes: [],
          opacity: 0.9,
          text: 'Hello',
          fontSize: 14,
          cornerRadius: { topLeft: 1, topRight: 2, bottomLeft: 3, bottomRight: 4 },
          hasImageFill: true,
        },
        { ...layer, height: 0, cornerRadius: 8 },
      ],
      generateImages: true,
      promptFile: 'bold-brand.txt',
      brief: '',
      variantCount: 1,
      avoidThemes: ['Deep ocean'],
    }),
  );
});

t.test('ignores unknown fields', async (t) => {
  t.ok(check.Check({ ...request, pluginVersion: 3, layers: [{ ...layer, locked: true }] }));
});

t.test('coerces no types and enforces bounds', async (t) => {
  const wrong: Readonly<Record<string, object>> = {
    'no frame name': { frameName: '' },
    'a long frame name': { frameName: 'x'.repeat(256) },
    'a width of text': { frameWidth: '1280' },
    'a height of 0': { frameHeight: 0 },
    'no layers': { layers: [] },
    '1,001 layers': { layers: Array.from({ length: 1001 }, () => layer) },
    'a layer without a name': { layers: [{ ...layer, name: undefined }] },
    'a layer with x of text': { layers: [{ ...layer, x: '0' }] },
    'pictures asked for in words': { generateImages: 'true' },
    'no variants': { variantCount: 0 },
    'six variants': { variantCount: 6 },
    'half a variant': { variantCount: 2.5 },
    'a long brief': { brief: 'x'.repeat(1001) },
    '21 themes': { avoidThemes: Array(21).fill('x') },
    'a long theme': { avoidThemes: ['x'.repeat(101)] },
    'a prompt outside the library': { promptFile: '../secret.txt' },
    'a null': { promptFile: null },
    'a picture that is none': { frameImageBase64: pictureFrom('hello') },
  };
  for (const [title, fields] of Object.entries(wrong)) t.notOk(check.Check({ ...request, ...fields }), title);
});

t.test('an error names the field by its path', async (t) => {
  t.equal(check.Errors({ ...request, layers: [layer, { ...layer, width: -1 }] }).First()?.path, '/layers/1/width');
});

t.test('the images folder explains the fault of a picture', async (t) => {
  t.match(imageFault(pictureFrom('hello')), /must be a PNG, JPEG, WebP or GIF/);
});
