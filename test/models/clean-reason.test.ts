import { createHash } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { ByteString } from '../../src/images/byte-string.ts';
import { EmbeddedPicture } from '../../src/images/json-segments.ts';
import { Picture } from '../../src/images/picture.ts';
import { cleanReason, sentContentOf } from '../../src/models/clean-reason.ts';

/** Base64 that repeats nowhere. */
const base64 = Array.from({ length: 40 }, (_, index) => createHash('sha512').update(String(index)).digest('base64url'))
  .join('')
  .replace(/[-_]/g, 'x');
const views = [Buffer.from(base64.slice(0, 1001)), Buffer.from(base64.slice(1001))];
const key = 'sk-or-v1-0123456789abcdef';
const body = {
  messages: [
    { role: 'system', content: 'Answer for every layer with JSON, at most 30 instructions.' },
    {
      role: 'user',
      content: [
        {
          type: 'text',
          text: 'Layer 1\ntype: TEXT\ncurrent name: "Falcon launch plan"\ntext: "Grüße an \\"Zora\\" Q3"',
        },
        { type: 'image_url', image_url: { url: new EmbeddedPicture(new Picture(new ByteString(views))) } },
      ],
    },
  ],
};
const sent = sentContentOf(body, [key, 'gateway-secret']);
const clean = (words: string): string => cleanReason(words, sent);

/** The longest run of a text that stands in the picture, whatever lies between its letters. */
function longestRun(text: string): number {
  const letters = text.replace(/[^A-Za-z0-9+/=]/g, '');
  let longest = 0;
  for (let start = 0; start < letters.length; start += 1) {
    while (base64.includes(letters.slice(start, start + longest + 1)) && start + longest < letters.length) longest += 1;
  }
  return longest;
}

t.test('leaves text that quotes nothing unchanged', async (t) => {
  for (const words of [
    'supports at most 1 image per prompt',
    "Invalid schema for response_format 'layer_names': too many parameters with union types",
    'Provider returned error: Anthropic: messages.0.content.1.image: Could not process image',
  ]) {
    t.equal(clean(words), words);
  }
});

t.test('removes a single piece of a picture and keeps protocol words', async (t) => {
  t.equal(clean(`Could not decode ${base64.slice(300, 307)} as PNG`), 'Could not decode [...] as PNG');
  t.equal(clean('image_url is only supported by certain models'), 'image_url is only supported by certain models');
});

t.test('removes a picture quoted in pieces of any length with anything between them', async () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: base64.length - 260 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom('', ' ', '\n', '", "', '\\n', ' | ', '...'),
      (start, pieceChars, between) => {
        const quoted = base64.slice(start, start + 220).match(new RegExp(`.{1,${pieceChars}}`, 'g')) ?? [];
        const cleaned = clean(`Invalid image: ${quoted.join(between)} (bad data)`);
        return longestRun(cleaned) < 8 && cleaned.startsWith('Invalid ima');
      },
    ),
    { numRuns: 300 },
  );
});

t.test('removes short pieces of a picture with words between them', async (t) => {
  const pieces = Array.from({ length: 30 }, (_, index) => base64.slice(100 + index * 5, 105 + index * 5));
  const cleaned = clean(`Bad data: ${pieces.map((piece, index) => `part ${index} is ${piece}`).join(', ')}`);
  const left = pieces.filter(
    (piece) => /[a-z]/.test(piece) && /[A-Z]/.test(piece) && /\d/.test(piece) && cleaned.includes(piece),
  );
  t.same(left, []);
  t.match(cleaned, /^Bad data: part 0 is/);
});

t.test('removes design texts, keys, headers and addresses, whole or in part', async (t) => {
  for (const [words, secret] of [
    ['cannot name "Falcon launch plan"', 'Falcon'],
    ['cannot read "lcon launch pl"', 'launch'],
    ['bad text: Grüße an "Zora" Q3', 'Zora'],
    [`Incorrect API key provided: ${key}`, 'sk-or'],
    ['header x-gateway: gateway-secret', 'gateway-secret'],
    ['user ada@example.com is blocked', 'ada@'],
    ['Incorrect API key provided: sk-proj-4f5a6b7c', '4f5a'],
  ] as const) {
    t.notMatch(clean(words), secret, words);
    t.match(clean(words), '[...]');
  }
});

t.test('gives one line of at most 300 characters without control characters', async (t) => {
  const cleaned = clean(`one\ntwo\u001b[31m ${'word '.repeat(200)}`);
  t.equal(cleaned.length, 300);
  t.notMatch(cleaned, /\p{Cc}/u);
});

t.test('searches a 4 MB picture without backtracking', async (t) => {
  const large = Buffer.alloc(4_000_000, base64);
  const startedAt = process.cpuUsage().user;
  cleanReason('word '.repeat(150), { pictures: [[large]], texts: [], secrets: [] });
  t.ok((process.cpuUsage().user - startedAt) / 1000 < 2000);
});
