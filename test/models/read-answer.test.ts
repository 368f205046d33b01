import t from 'tap';
import { Picture } from '../../src/images/picture.ts';
import type { ProviderError } from '../../src/models/provider-error.ts';
import { AnswerReader, answerOf, usageOf } from '../../src/models/read-answer.ts';

function read(text: string | Buffer, maxBytes = 1_000_000): unknown {
  const reader = new AnswerReader(maxBytes);
  for (const byte of Buffer.from(text)) reader.push(Buffer.from([byte]));
  return reader.end();
}

function errorOf(status: number, body: unknown, retryAfterMs?: number): ProviderError {
  try {
    answerOf(status, body, retryAfterMs);
  } catch (error) {
    return error as ProviderError;
  }
  throw new Error('no error');
}

t.test('blank lines may precede an answer; what is no JSON is none', async (t) => {
  t.same(read('\n  \n\n{"a":1}\n'), { a: 1 });
  for (const text of ['', '<html></html>', '{"a":', '"', '{"a":1}{']) t.equal(read(text), undefined, text);
  t.throws(() => read('x'.repeat(11), 10), { name: 'ProviderError', fault: 'transport', retryable: false });
});

t.test('the content is read, and null or missing parts are no fault', async (t) => {
  t.same(answerOf(200, { choices: [{ message: { content: 'hi' } }] }, undefined), {
    content: 'hi',
    pictures: [],
    model: undefined,
  });
  const nulls = {
    model: null,
    choices: [{ finish_reason: null, error: null, message: { content: null, refusal: null, images: null } }],
  };
  t.same(answerOf(200, nulls, undefined), { content: '', pictures: [], model: undefined });
  t.equal(answerOf(200, { choices: [{ message: null }], error: null }, undefined).content, '');
});

t.test('a picture stays bytes', async (t) => {
  const url = `data:image/png;base64,${'QUJD'.repeat(1000)}`;
  const body = read(JSON.stringify({ choices: [{ message: { content: '', images: [{ image_url: { url } }] } }] }));
  const [picture] = answerOf(200, body, undefined).pictures;
  if (!(picture instanceof Picture)) throw new Error('there is no picture');
  t.equal(Buffer.concat(picture.views).toString(), url);
});

t.test('errors are found wherever they stand', async (t) => {
  const table: [string, number, unknown, Partial<ProviderError>][] = [
    ['a status', 429, { error: { code: 429, message: 'slow' } }, { status: 429, retryable: true }],
    ['a status and HTML', 502, undefined, { status: 502, retryable: true }],
    ['inside a 200', 200, { error: { code: 402, message: 'no credit' } }, { status: 402, retryable: false }],
    ['inside a 200, code as text', 200, { error: { code: '429' } }, { status: 429, retryable: true }],
    ['inside a 200 without a code', 200, { error: { message: 'hm' } }, { status: 502, retryable: true }],
    ['inside a 200, of no known shape', 200, { error: 'hm' }, { status: 502, retryable: true }],
    [
      'inside a choice',
      200,
      { choices: [{ finish_reason: 'error', error: { code: 503 } }] },
      { status: 503, retryable: true },
    ],
    ['as a finish_reason alone', 200, { choices: [{ finish_reason: 'error' }] }, { status: 502, retryable: true }],
    ['a filter', 200, { choices: [{ finish_reason: 'content_filter' }] }, { fault: 'refused', retryable: false }],
    ['a refusal', 200, { choices: [{ message: { refusal: 'no' } }] }, { fault: 'refused', retryable: false }],
    [
      'moderation',
      403,
      { error: { code: 403, message: 'flagged', metadata: { reasons: ['x'], flagged_input: 'secret' } } },
      {
        fault: 'refused',
        status: 403,
        retryable: false,
        message: 'the provider answered 403: its moderation flagged the content',
      },
    ],
    [
      'moderation inside a 200',
      200,
      { error: { code: 403, metadata: { flagged_input: 'x' } } },
      { fault: 'refused', retryable: false },
    ],
    [
      'a limit of the key',
      403,
      { error: { code: 403, message: 'Key limit exceeded', metadata: {} } },
      { fault: 'status', status: 403, retryable: false },
    ],
    ['another 403', 403, { error: { code: 403, metadata: null } }, { fault: 'status', status: 403 }],
    ['no choices', 200, { choices: [] }, { fault: 'transport', retryable: true }],
    ['no object', 200, [], { fault: 'transport', retryable: true }],
    ['no JSON', 200, undefined, { fault: 'transport', retryable: true }],
    [
      'nulls',
      200,
      { error: { code: 400, message: null, availability: { retryable: false, retry_after: null } } },
      { status: 400, retryable: false },
    ],
  ];
  for (const [what, status, body, expected] of table) t.match(errorOf(status, body), expected, what);
});

t.test('the provider says itself whether and when another try makes sense', async (t) => {
  const availability = { retryable: true, retry_after: 3 };
  t.match(errorOf(400, { error: { availability } }), { status: 400, retryable: true, retryAfterMs: 3000 });
  t.match(errorOf(503, { error: { availability: { retryable: false } } }, 1000), { retryable: false });
  t.match(errorOf(503, { error: { code: 503 } }, 2000), { retryable: true, retryAfterMs: 2000 });
});

t.test('what an answer used is counted, nought where it does not say', async (t) => {
  const used = { promptTokens: 12, completionTokens: 3, costUsd: 0.25 };
  t.same(usageOf({ usage: { prompt_tokens: 12, completion_tokens: 3, cost: 0.25 } }), used);
  t.same(usageOf({ usage: { prompt_tokens: 12, completion_tokens: 3, cost: null } }), { ...used, costUsd: 0 });
  for (const body of [undefined, null, [], {}, { usage: null }, { usage: { cost: -1 } }, { usage: { cost: 'free' } }]) {
    t.same(usageOf(body), { promptTokens: 0, completionTokens: 0, costUsd: 0 });
  }
});
