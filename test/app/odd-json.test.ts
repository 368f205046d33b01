import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody, sampleLayers, samplePicture, textLayers } from '../helpers/rename-requests.ts';
import { completion, namesFor, startStubProvider } from '../helpers/stub-provider.ts';

t.test('gives the same names for any key order, whitespace, escaped slashes or data: URLs', async (t) => {
  const { url } = await startApp(t);
  const layers = sampleLayers(8);
  const expected = (await postRename(url, renameBody(layers))).json.layers;
  t.equal(expected?.length, 8);
  const reversed = {
    frameName: 'x',
    layers: layers.map((layer) => Object.fromEntries(Object.entries(layer).toReversed())),
    userEmail: 'a@b.de',
  };
  const variants: Record<string, string> = {
    'keys reversed': JSON.stringify(reversed),
    'pretty printed': `\n\t ${JSON.stringify(renameBody(layers), null, '\t')} \r\n`,
    'slashes escaped': JSON.stringify(renameBody(layers)).replaceAll('/', '\\/'),
    'letters escaped': JSON.stringify(renameBody(layers)).replace(/"iVBOR/g, '"\\u0069VBOR'),
    'data: URLs': JSON.stringify(
      renameBody(layers.map((layer) => ({ ...layer, imageBase64: `data:image/png;base64,${layer.imageBase64}` }))),
    ),
    'a key twice: the last counts': JSON.stringify(renameBody(layers)).replace('{', '{"layers":[],'),
  };
  for (const [what, body] of Object.entries(variants)) {
    const reply = await postRename(url, body);
    t.same(reply.json.layers, expected, what);
  }
});

t.test('forwards a picture with escaped slashes unchanged', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { app, url } = await startApp(t, { providerUrl: provider.url });
  const layers = [{ id: '1', currentName: 'a', type: 'FRAME', imageBase64: samplePicture(0) }];
  const body = JSON.stringify(renameBody(layers)).replaceAll('/', '\\/');
  t.match(body, '\\/');
  t.equal((await postRename(url, body)).status, 200);
  const part = provider.calls[0]?.json.messages[0]?.content.find(({ type }) => type === 'image_url');
  t.equal(part?.image_url?.url, `data:image/png;base64,${samplePicture(0)}`);
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('handles NUL, lone surrogates and prototype property names in texts', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const odd = ['\u0000', '\ud83d', '\udc00x', '__proto__', 'constructor', '\u202e', '"', '\\', '\u2028'];
  const layers = odd.map((text, index) => ({
    id: `${index}${text}`,
    currentName: text,
    type: `T${text}`,
    text,
    parentName: text,
  }));
  const { status, json } = await postRename(
    url,
    renameBody(layers, { namingRules: odd.join(), frameName: odd.join(), userId: odd.join() }),
  );
  t.equal(status, 200);
  t.same(
    json.layers?.map(({ id }) => id),
    layers.map(({ id }) => id),
  );
  t.ok(json.layers?.every(({ status: each }) => each === 'renamed'));
});

t.test('__proto__ members change nothing', async (t) => {
  const { url } = await startApp(t);
  const text = JSON.stringify(renameBody(textLayers(2))).replace(
    '{',
    '{"__proto__":{"userEmail":"x@y.z","polluted":1},"constructor":{"prototype":{"polluted":1}},',
  );
  t.equal((await postRename(url, text)).status, 200);
  t.equal(({} as { polluted?: number }).polluted, undefined);
  const hidden = await postRename(url, `{"__proto__":${JSON.stringify(renameBody(textLayers(1)))}}`);
  t.equal(hidden.json.code, 'EXPORTER_EMAIL_REQUIRED', 'inherited members are no members');
});

t.test('accepts deep nesting in unknown fields', async (t) => {
  const { url } = await startApp(t);
  const deep = '['.repeat(100_000) + ']'.repeat(100_000);
  const body = JSON.stringify(renameBody(textLayers(1))).replace('{', `{"extra":${deep},`);
  t.equal((await postRename(url, body)).status, 200);
  t.equal((await postRename(url, '['.repeat(500_000))).status, 400);
});

t.test('returns clean names whatever the model answers', async (t) => {
  const provider = await startStubProvider(t, () =>
    completion({ names: ['\u0000<script>alert(1)</script>\u202e\nx'] }),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(textLayers(1)));
  t.equal(json.layers?.[0]?.newName, 'script_alert_1_script_x');
});
