type Random = () => number;

/** What parsers have stumbled over: put in anywhere, whole. */
const tokens: readonly string[] = [
  '"__proto__":{"polluted":1},',
  '"constructor":{"prototype":{"polluted":1}},',
  '"layers":[],',
  '"userEmail":"x@y.z",',
  '1e999',
  '-0',
  '1e-400',
  '9007199254740993',
  '9'.repeat(400),
  'NaN',
  'null',
  'true',
  '{}',
  '[]',
  '""',
  '"\\ud800"',
  '"\\udc00\\ud83d"',
  '\\u0000',
  '\0',
  '\\',
  '"',
  '\u2028',
  '\xff\xfe',
  '\xc3\x28',
  '\xed\xa0\x80',
  '\xf4\x90\x80\x80',
  '['.repeat(3000),
  '{"a":'.repeat(3000),
  `${'['.repeat(500)}${']'.repeat(500)}`,
  '\r\n',
  '\n',
  '\r',
  '\r\n\r\n',
  '\t',
  ' ',
  ':',
  ',',
  '%00',
  '%2e%2e%2f',
  '../../etc/passwd',
  '..\\',
  '%',
  '%ff',
  '?',
  '#',
  '//',
  '\r\ncontent-length: 5',
  '\r\ncontent-length: -1',
  '\r\ncontent-length: 1e3',
  '\r\ncontent-length: 99999999999999999999',
  '\r\ntransfer-encoding: chunked',
  '\r\ntransfer-encoding: gzip, chunked',
  '\r\nTransfer-Encoding:\x0bchunked',
  '\r\ncontent-encoding: gzip',
  '\r\nexpect: 100-continue',
  '\r\nexpect: 200-ok',
  '\r\nupgrade: websocket\r\nconnection: upgrade',
  '\r\nconnection: keep-alive',
  '\r\n folded: yes',
  '\r\nhost: other',
  '\r\nx: \x00',
  '\r\n: none',
  '\r\ncontent-type: text/plain',
  '\r\naccept: application/x-ndjson',
  '\r\nx-forwarded-for: 1.2.3.4',
  '\r\nrange: bytes=0-',
  '0\r\n\r\n',
  'ffffffffffffffff\r\n',
  ' HTTP/1.1',
  ' HTTP/9.9',
  'GET / HTTP/1.1\r\nhost: x\r\n\r\n',
  'data:image/png;base64,',
  'data:',
  '==',
  '"promptFile":"../x.txt",',
  "'; drop table jobs; --",
];

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function replace(bytes: Buffer, from: number, to: number, by: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(to)]);
}

type Mutation = (bytes: Buffer, at: number, random: Random) => Buffer;

const mutations: readonly Mutation[] = [
  /** One bit. */
  (bytes, at, random) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[at] = (copy[at] ?? 0) ^ (1 << below(random, 8));
    return copy;
  },
  /** One byte, any. */
  (bytes, at, random) => replace(bytes, at, at + 1, Buffer.from([below(random, 256)])),
  /** A piece is missing. */
  (bytes, at, random) => replace(bytes, at, at + 1 + below(random, 60), Buffer.alloc(0)),
  /** A piece comes twice. */
  (bytes, at, random) => replace(bytes, at, at, bytes.subarray(at, at + 1 + below(random, 200))),
  /** A piece comes from elsewhere. */
  (bytes, at, random) => {
    const from = below(random, bytes.length + 1);
    const piece = bytes.subarray(from, from + 1 + below(random, 100));
    return replace(bytes, at, at + piece.length, piece);
  },
  /** The end is missing. */
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at, random) => replace(bytes, at, at, Buffer.from(tokens[below(random, tokens.length)] ?? '', 'latin1')),
  (bytes, at, random) =>
    replace(bytes, at, at + 1 + below(random, 12), Buffer.from(tokens[below(random, tokens.length)] ?? '', 'latin1')),
  /** A byte runs on. */
  (bytes, at, random) => replace(bytes, at, at, Buffer.alloc(1 + below(random, 20_000), bytes[at] ?? 0)),
  /** Noise. */
  (bytes, at, random) =>
    replace(bytes, at, at, Buffer.from(Array.from({ length: 1 + below(random, 64) }, () => below(random, 256)))),
];

/** Changes bytes in one to four places; the same random numbers give the same bytes. */
export function mutateBytes(bytes: Buffer, random: Random): Buffer {
  let mutated = bytes;
  for (let left = 1 + below(random, 4); left > 0; left -= 1) {
    const mutate = mutations[below(random, mutations.length)] as Mutation;
    mutated = mutate(mutated, below(random, Math.max(1, mutated.length)), random);
  }
  return mutated;
}
