import { array, assert, nat, property } from 'fast-check';
import t from 'tap';
import { createBodyScan } from '../../../demo/provider/body-scan.ts';
import { namingCall } from './call-provider.ts';

function scan(chunks: readonly Buffer[]) {
  const scanning = createBodyScan();
  for (const chunk of chunks) scanning.push(chunk);
  return scanning.finish();
}

/** Cuts bytes at the given places, which may repeat and lie anywhere. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = places.map((place) => place % bytes.length).toSorted((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}

await t.test('finds layers wherever the chunks are cut', (t) => {
  const image = `data:image/png;base64,${Buffer.alloc(600, 'Layer').toString('base64')}`;
  const layers = Array.from({ length: 12 }, () => ({ type: 'TEXT', text: 'say "Layer 99" or \\"Layer 98', image }));
  const body = Buffer.from(JSON.stringify(namingCall(layers)));
  assert(
    property(array(nat(body.length), { maxLength: 40 }), (places) => {
      const found = scan(cut(body, places));
      return found.kind === 'naming' && found.layers.join() === '1,2,3,4,5,6,7,8,9,10,11,12';
    }),
    { numRuns: 500 },
  );
  t.end();
});

await t.test('finds them byte by byte too', (t) => {
  const body = Buffer.from(JSON.stringify(namingCall([{}, {}, {}])));
  t.same(scan(Array.from(body, (byte) => Buffer.of(byte))), { kind: 'naming', layers: [1, 2, 3], isStreamed: false });
  t.end();
});

await t.test('recognizes picture and edit calls by their keys, wherever the chunks are cut', (t) => {
  const picture = Buffer.from(JSON.stringify({ messages: [], modalities: ['image', 'text'] }));
  const schema = { properties: { variants: { type: 'array' } } };
  const edits = Buffer.from(JSON.stringify({ messages: [], response_format: { json_schema: { schema } } }));
  const talk = Buffer.from(JSON.stringify(namingCall([{ text: '"modalities" and "variants"' }])));
  for (let at = 1; at < 40; at++) {
    t.equal(scan(cut(picture, [at])).kind, 'picture');
    t.equal(scan(cut(edits, [edits.length - at])).kind, 'edits');
    t.equal(scan(cut(talk, [talk.length - at])).kind, 'naming');
  }
  t.end();
});

await t.test('recognizes a streaming call, wherever the chunks are cut', (t) => {
  const streamed = Buffer.from(JSON.stringify({ messages: [], stream: true, stream_options: { include_usage: true } }));
  const whole = Buffer.from(JSON.stringify({ messages: [], stream: false }));
  for (let at = 1; at < streamed.length; at++) {
    t.ok(scan(cut(streamed, [at])).isStreamed);
    t.notOk(scan(cut(whole, [at])).isStreamed);
  }
  t.end();
});

await t.test('an empty body asks for nothing', (t) => {
  t.same(scan([]), { kind: 'naming', layers: [], isStreamed: false });
  t.end();
});
