import { ChatRequest$outboundSchema } from '@openrouter/sdk/models';
import t from 'tap';
import { makeAnswer, makeRequest } from '../edits/layers.ts';
import { pngOf } from '../edits/pictures.ts';
import { startApp } from '../helpers/app.ts';
import { renameBody, sampleLayers } from '../helpers/rename-requests.ts';
import { completion, namesFor, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';

/** Keys whose values are data of the caller: a schema, free fields. */
const verbatim = new Set(['schema', 'metadata', 'image_config']);

/** The SDK takes its requests in camel case and writes them in snake case. */
function toCamel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toCamel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      verbatim.has(key) ? member : toCamel(member),
    ]),
  );
}

t.test("every call of the service matches OpenRouter's request schema, field by field", async (t) => {
  const calls: StubCall[] = [];
  const picture = pngOf(16, 9).toString('base64');
  const provider = await startStubProvider(t, (call) => {
    calls.push(call);
    const body = call.body.toString();
    if (body.includes('"modalities"')) {
      return {
        body: {
          choices: [{ message: { content: '', images: [{ image_url: { url: `data:image/png;base64,${picture}` } }] } }],
        },
      };
    }
    const edits = makeAnswer([{ action: 'generateImage', target: 'L5', imagePrompt: 'a boat' }]);
    return body.includes('Variants: 1') ? completion(JSON.parse(edits)) : namesFor(call);
  });
  const { url } = await startApp(t, { providerUrl: provider.url, env: { PROVIDER_DIALECT: 'openrouter' } });
  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  t.equal((await post('/api/rename-layers', renameBody(sampleLayers(6)))).status, 200);
  const edits = makeRequest({ variantCount: 1, generateImages: true });
  t.equal((await post('/api/generate-edits', { ...edits, frameImageBase64: picture })).status, 200);

  const bodies = calls.map((call) => JSON.parse(call.body.toString()) as Record<string, unknown>);
  const kinds = bodies.map(({ modalities, response_format: format }) =>
    modalities ? 'picture' : JSON.stringify(format).includes('variants') ? 'edits' : 'naming',
  );
  t.same(new Set(kinds), new Set(['naming', 'edits', 'picture']));
  // OpenRouter takes `usage`, which has had no effect since every answer holds it; the schema does not know it any
  // more.
  for (const [index, { usage: _usage, ...body }] of bodies.entries()) {
    const written = ChatRequest$outboundSchema.parse(toCamel(body)) as Record<string, unknown>;
    t.match(written, body, kinds[index] ?? '');
  }
});
