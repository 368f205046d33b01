import fc from 'fast-check';
import { seedRequests } from './seed-requests.ts';

/** A POST whose body is JSON, of a shape that nobody foresaw. */
export interface BodyRequest {
  readonly path: string;
  readonly accept: string;
  readonly body: string;
}

const posts = seedRequests.filter(({ method }) => method === 'POST');

/** UTF-16 units of every kind, halves of surrogate pairs among them. */
const anyUnit = fc.nat(0xffff).map((unit) => String.fromCharCode(unit));

/** Values that a field does not expect, written as JSON text so that JSON may say what objects cannot. */
const oddText: fc.Arbitrary<string> = fc.oneof(
  fc.json({ depthSize: 'small' }),
  fc.string({ unit: anyUnit, maxLength: 300 }).map((text) => JSON.stringify(text)),
  fc.string({ unit: anyUnit, minLength: 1000, maxLength: 2000 }).map((text) => JSON.stringify(text)),
  fc.double().map((number) => String(number)),
  fc.constantFrom(
    '1e999',
    '-1e999',
    '0.1e-400',
    '1e308',
    '-0',
    '123456789012345678901234567890',
    '"\\ud800"',
    '"\\u0000"',
    '"\\udc00\\ud83d"',
    'null',
    '{"__proto__":{"length":5,"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"toString":1,"valueOf":2,"then":3}',
    `"${'a'.repeat(5000)}"`,
    `"${'é'.repeat(2000)}"`,
    `"${'\\u00e9'.repeat(800)}"`,
    `${'['.repeat(2000)}${']'.repeat(2000)}`,
    `${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`,
    `[${'0,'.repeat(5000)}0]`,
    '"data:image/png;base64,"',
    '"iVBORw0KGgo="',
    '"%2e%2e/x.txt"',
    '"a\\u202eb.txt"',
    '"iVBORw0KGgoAAAANSUhEUgAA-_=="',
    '{"toJSON":"x"}',
    '"<script>alert(1)</script>"',
    `"'; drop table jobs; --"`,
  ),
);

/** The body's text with the value at one place, found by a number, replaced, removed, doubled or renamed. */
const body: fc.Arbitrary<{ seed: number; text: string }> = fc
  .record({
    seed: fc.nat(posts.length - 1),
    edits: fc.array(
      fc.record({
        place: fc.nat(),
        how: fc.constantFrom('value', 'value', 'value', 'key', 'twice', 'remove'),
        odd: oddText,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ seed, edits }) => ({
    seed,
    text: edits.reduce(
      (text, { place, how, odd }) => changeMember(text, place, how, odd),
      JSON.stringify(posts[seed]?.body),
    ),
  }));

/**
 * A key of an object up to the end of a value that is a string, a number or a word; objects and lists up to their
 * start.
 */
const member = /"[A-Za-z]{1,24}":(?:"(?:[^"\\]|\\.)*"|[-\w.]+)?/g;

function changeMember(text: string, place: number, how: string, odd: string): string {
  const members = [...text.matchAll(member)];
  const found = members[place % Math.max(1, members.length)];
  if (found === undefined) return text;
  const [whole] = found;
  const before = text.slice(0, found.index);
  const after = text.slice(found.index + whole.length);
  const key = whole.slice(0, whole.indexOf(':') + 1);
  const hasValue = whole.length > key.length;
  if (how === 'key') return `${before}"__proto__":${whole.slice(key.length)}${after}`;
  if (how === 'twice') return `${before}${key}${odd},${whole}${after}`;
  if (how === 'remove') return hasValue ? `${before}"gone":0${after}` : `${before}"gone":${after}`;
  return hasValue ? `${before}${key}${odd}${after}` : `${before}${key}${odd},"was":${after}`;
}

/** Requests whose bodies were real until something in them was changed; fast-check shrinks one that does harm. */
export const mutatedBody: fc.Arbitrary<BodyRequest> = fc
  .record({ body, stream: fc.boolean() })
  .map(({ body: { seed, text }, stream }) => ({
    path: posts[seed]?.path ?? '',
    accept: stream ? 'application/x-ndjson' : 'application/json',
    body: text,
  }));
