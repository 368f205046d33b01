import t, { type Test } from 'tap';
import { startApp } from '../helpers/app.ts';
import {
  type LayerJson,
  postRename,
  type Reply,
  renameBody,
  samplePicture,
  textLayers,
} from '../helpers/rename-requests.ts';

const picture = samplePicture(0);
const [first] = textLayers(1);

function aLayer(more: Record<string, unknown>): unknown[] {
  return [{ ...first, ...more }];
}

/** A list whose fourth layer is changed. */
function fourth(more: Partial<Record<keyof LayerJson, unknown>>): unknown[] {
  return textLayers(5).map((layer, index) => (index === 3 ? { ...layer, ...more } : layer));
}

/** The contract's shape of an error, with its parts. */
function isError(
  t: Test,
  reply: Reply,
  status: number,
  error: string,
  code: string,
  message: RegExp,
  what: string,
): void {
  t.equal(reply.status, status, `${what}: ${reply.text}`);
  t.same(Object.keys(reply.json).toSorted(), ['code', 'error', 'message', 'requestId'], what);
  t.match(reply.json, { error, code, message, requestId: /^[0-9a-f-]{36}$/ }, what);
  t.equal(reply.headers['access-control-allow-origin'], '*', what);
}

const invalid: [string, unknown, RegExp][] = [
  ['userEmail of another type', renameBody([first], { userEmail: 12 }), /^userEmail must be a string/],
  ['userEmail that is not an address', renameBody([first], { userEmail: 'me' }), /^userEmail must be an email address/],
  ['userEmail of blanks', renameBody([first], { userEmail: ' ' }), /^userEmail /],
  ['userEmail with a line end', renameBody([first], { userEmail: 'a@b\n' }), /^userEmail /],
  ['userEmail too long', renameBody([first], { userEmail: `${'a'.repeat(250)}@b.de` }), /^userEmail .*254/],
  ['userId of another type', renameBody([first], { userId: 1 }), /^userId must be a string/],
  ['userId too long', renameBody([first], { userId: 'a'.repeat(256) }), /^userId .*255/],
  [
    'namingStyle unknown',
    renameBody([first], { namingStyle: 'SCREAMING' }),
    /^namingStyle must be one of snake_case, kebab-case/,
  ],
  ['namingStyle of another case', renameBody([first], { namingStyle: 'Snake_Case' }), /^namingStyle /],
  ['namingRules too long', renameBody([first], { namingRules: 'x'.repeat(1001) }), /^namingRules .*1000/],
  ['frameName too long', renameBody([first], { frameName: 'x'.repeat(256) }), /^frameName .*255/],
  ['no layers in it', renameBody([]), /^layers must have 1 to 500 items/],
  ['501 layers', renameBody(textLayers(501)), /^layers must have 1 to 500 items/],
  ['a layer that is none', renameBody([first, 'x']), /^layers\/1 must be an object/],
  ['a layer that is null', renameBody([null]), /^layers\/0 must be an object/],
  ['a layer that is a list', renameBody([[]]), /^layers\/0/],
  ['id missing', renameBody(aLayer({ id: undefined })), /^layers\/0\/id is required/],
  ['id empty', renameBody(aLayer({ id: '' })), /^layers\/0\/id must have 1 to 128/],
  ['id too long', renameBody(aLayer({ id: 'x'.repeat(129) })), /^layers\/0\/id must have 1 to 128/],
  ['id a number', renameBody(aLayer({ id: 1 })), /^layers\/0\/id must be a string/],
  ['ids twice', renameBody(fourth({ id: '1' })), /^layers\/3\/id must be unique: layers\/1\/id/],
  ['currentName missing', renameBody(aLayer({ currentName: undefined })), /^layers\/0\/currentName is required/],
  ['currentName too long', renameBody(fourth({ currentName: 'x'.repeat(1001) })), /^layers\/3\/currentName .*1000/],
  ['type missing', renameBody(aLayer({ type: undefined })), /^layers\/0\/type is required/],
  ['type empty', renameBody(aLayer({ type: '' })), /^layers\/0\/type/],
  ['type too long', renameBody(aLayer({ type: 'T'.repeat(65) })), /^layers\/0\/type .*64/],
  ['text too long', renameBody(fourth({ text: 'x'.repeat(1001) })), /^layers\/3\/text .*1000/],
  ['parentName too long', renameBody(aLayer({ parentName: 'x'.repeat(1001) })), /^layers\/0\/parentName .*1000/],
  ['width as text: nothing is coerced', renameBody(fourth({ width: '12' })), /^layers\/3\/width must be a number/],
  ['a negative width', renameBody(aLayer({ width: -1 })), /^layers\/0\/width/],
  ['height below nought', renameBody(aLayer({ height: -1 })), /^layers\/0\/height/],
  [
    'height beyond all numbers',
    JSON.stringify(renameBody(aLayer({ height: 7 }))).replace('"height":7', '"height":1e999'),
    /^layers\/0\/height/,
  ],
  [
    'a picture that is not a string',
    renameBody(fourth({ imageBase64: 5 })),
    /^layers\/3\/imageBase64 must be a string/,
  ],
  [
    'a picture of no known kind',
    renameBody(fourth({ imageBase64: Buffer.from('%PDF-1.7 and more text').toString('base64') })),
    /^layers\/3\/imageBase64 .*PNG, JPEG, WebP or GIF/,
  ],
  [
    'a picture cut short',
    renameBody(fourth({ imageBase64: picture.slice(0, -1) })),
    /^layers\/3\/imageBase64 .*base64/,
  ],
  [
    'a picture with a stray letter',
    renameBody(fourth({ imageBase64: `${picture.slice(0, 300)}*${picture.slice(301)}` })),
    /^layers\/3\/imageBase64 .*base64/,
  ],
  [
    'a picture in the alphabet of URLs',
    renameBody(fourth({ imageBase64: `${picture.slice(0, 300)}-${picture.slice(301)}` })),
    /^layers\/3\/imageBase64 .*base64/,
  ],
  [
    'a data: URL that is not a picture',
    renameBody(fourth({ imageBase64: `data:text/html;base64,${picture}` })),
    /^layers\/3\/imageBase64 .*data: URL/,
  ],
  [
    'a data: URL that is not base64',
    renameBody(fourth({ imageBase64: `data:image/png,${picture}` })),
    /^layers\/3\/imageBase64/,
  ],
  ['null', 'null', /^body must be an object/],
  ['a text', '"x"', /^body must be an object/],
  ['not JSON', '{userEmail:1}', /^body must be JSON/],
  ['cut off', JSON.stringify(renameBody(textLayers(3))).slice(0, -2), /^body must be JSON/],
  [
    'cut off in a picture',
    JSON.stringify(renameBody(aLayer({ imageBase64: picture }))).slice(0, 800),
    /^body must be JSON/,
  ],
  ['two values', `${JSON.stringify(renameBody())}{}`, /^body must be JSON/],
  ['empty', '', /^body must be JSON/],
  [
    'a control character in a text',
    JSON.stringify(renameBody()).replace('designer', 'desi\u0001gner'),
    /^body must be JSON/,
  ],
];

t.test('replies 400 and names the field for every invalid field', async (t) => {
  const { app, url, provider } = await startApp(t);
  for (const [what, body, message] of invalid) {
    isError(t, await postRename(url, body), 400, 'Invalid request', 'EXPORTER_INVALID_REQUEST', message, what);
  }
  t.equal(provider.stats.calls, 0);
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('checks userEmail first, with a separate error title', async (t) => {
  const { url } = await startApp(t);
  const layers = { layers: 'none' };
  for (const body of [
    { layers: [first] },
    { userEmail: null, layers: [first] },
    { userEmail: '', ...layers },
    {},
    layers,
  ]) {
    isError(
      t,
      await postRename(url, body),
      400,
      'User email is required',
      'EXPORTER_EMAIL_REQUIRED',
      /userEmail/,
      JSON.stringify(body),
    );
  }
});

t.test('has a separate error title for layers that are missing or not an array', async (t) => {
  const { url } = await startApp(t);
  for (const fields of [{}, { layers: null }, { layers: {} }, { layers: 'x' }, { layers: 5 }]) {
    const reply = await postRename(url, { userEmail: 'a@b.de', ...fields });
    isError(
      t,
      reply,
      400,
      'Invalid request: layers array required',
      'EXPORTER_LAYERS_REQUIRED',
      /layers must be an array/,
      JSON.stringify(fields),
    );
  }
});

t.test('does not repeat request data in an error', async (t) => {
  const lines: string[] = [];
  const { url } = await startApp(t, { onLogLine: (line) => lines.push(line) });
  const secret = 'hush-hush-7351';
  const replies = [
    await postRename(url, renameBody(aLayer({ type: secret.repeat(9) }))),
    await postRename(url, renameBody([first], { userEmail: secret })),
    await postRename(url, renameBody([first], { namingStyle: secret })),
    await postRename(url, `{"${secret}`),
    await postRename(url, renameBody(aLayer({ imageBase64: `data:${secret};base64,AAAA` }))),
  ];
  for (const { status, text } of replies) {
    t.equal(status, 400);
    t.notMatch(text, secret);
  }
  t.notMatch(lines.join(''), secret);
});

t.test('accepts fields up to their exact limits and ignores unknown fields', async (t) => {
  const { url } = await startApp(t);
  const layer = {
    id: 'x'.repeat(128),
    currentName: 'x'.repeat(1000),
    type: 'T'.repeat(64),
    text: 'ü'.repeat(1000),
    parentName: 'x'.repeat(1000),
    width: 0.001,
    height: 1e9,
    fills: [{ type: 'SOLID' }],
    constructor: 1,
  };
  const more = {
    userId: 'x'.repeat(255),
    frameName: 'x'.repeat(255),
    namingRules: 'x'.repeat(1000),
    userEmail: `${'a'.repeat(249)}@b.de`,
    pluginVersion: 9,
  };
  const reply = await postRename(url, renameBody([layer], more));
  t.equal(reply.status, 200, reply.text);
  t.same(Object.keys(reply.json.layers?.[0] ?? {}), ['id', 'newName', 'status', 'confidence']);
  t.equal(
    (await postRename(url, renameBody([{ ...first, currentName: '', text: 'Go' }]))).status,
    200,
    'an empty current name is one',
  );
});
