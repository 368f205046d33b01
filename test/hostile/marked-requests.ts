import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { renameBody, textLayers } from '../helpers/rename-requests.ts';
import { completion, namesFor, type StubAnswer, type StubCall } from '../helpers/stub-provider.ts';

/** What the provider does with the calls of a request; it may quote all it was sent. */
type Answers = (call: StubCall) => StubAnswer | undefined;

export interface MarkedRequest {
  readonly what: string;
  readonly path: string;
  readonly body: string;
  readonly headers?: Record<string, string>;
  /** Without them it answers well. The request's frame is called `case <its place in the list>`. */
  readonly answers?: Answers;
  /** The client leaves after so many milliseconds. */
  readonly leavesAfterMs?: number;
}

const quote = (call: StubCall): string => call.body.toString().slice(-6000);
const failing =
  (status: number): Answers =>
  (call) => ({
    status,
    headers: { 'retry-after': '0' },
    body: { error: { code: status, message: `could not take ${quote(call)}`, metadata: { raw: quote(call) } } },
  });

/** Answers like a healthy provider: names, variants, and the marked picture if one is asked for. */
export function answerWell(call: StubCall, base64: string): StubAnswer {
  if (call.layers.length > 0) return namesFor(call);
  if (call.body.includes('"modalities"')) {
    const images = [{ type: 'image_url', image_url: { url: `data:image/png;base64,${base64}` } }];
    return { body: { choices: [{ finish_reason: 'stop', message: { content: '', images } }] } };
  }
  const instructions = [{ action: 'generateImage', target: 'L1', imagePrompt: 'a sea' }];
  return completion({ variants: [{ theme: 'Sea', humanPrompt: 'Sea', instructions }] });
}

const faults: readonly (readonly [string, Answers])[] = [
  ...[400, 401, 402, 403, 404, 413, 422, 429, 500, 502, 503].map(
    (status) => [`${status} that quotes it`, failing(status)] as const,
  ),
  ['a page that quotes it', (call) => ({ status: 502, body: `<html>${quote(call)}</html>` })],
  ['an error in a 200', (call) => ({ body: { error: { code: 500, message: quote(call) } } })],
  [
    'an error in a choice',
    (call) => ({
      body: {
        choices: [{ finish_reason: 'error', error: { message: quote(call) }, message: { content: quote(call) } }],
      },
    }),
  ],
  [
    'a refusal that quotes it',
    (call) => ({ body: { choices: [{ finish_reason: 'stop', message: { refusal: quote(call), content: null } }] } }),
  ],
  ['prose that quotes it', (call) => completion(`I see ${quote(call)}`)],
  ['a body that is cut', (call) => ({ body: `{"choices":[{"message":{"content":"${quote(call).slice(0, 500)}` })],
];

/** The four ways to send a picture: both routes, each for one reply and for a stream. */
export function pictureRequests(base64: string, frameName: string): MarkedRequest[] {
  const layer = { id: '1', currentName: 'Photo', type: 'RECTANGLE', imageBase64: base64 };
  const rename = renameBody([layer, { ...layer, id: '2', imageBase64: `data:image/png;base64,${base64}` }], {
    frameName,
  });
  const frame = {
    userEmail: 'designer@example.com',
    frameName,
    frameWidth: 100,
    frameHeight: 100,
    frameImageBase64: base64,
  };
  const edits = {
    ...frame,
    generateImages: true,
    layers: [{ id: '1', name: 'Photo', type: 'RECTANGLE', x: 0, y: 0, width: 90, height: 90 }],
  };
  const headers = { accept: 'application/x-ndjson' };
  return [
    { what: 'rename', path: '/api/rename-layers', body: JSON.stringify(rename) },
    { what: 'edits', path: '/api/generate-edits', body: JSON.stringify(edits) },
    { what: 'rename as a stream', path: '/api/rename-layers', body: JSON.stringify(rename), headers },
    { what: 'edits as a stream', path: '/api/generate-edits', body: JSON.stringify(edits), headers },
  ];
}

/** Requests that are refused, with the picture in every part of them. */
function refused(base64: string): MarkedRequest[] {
  const layer = { id: '1', currentName: 'Photo', type: 'RECTANGLE', imageBase64: base64 };
  const text = JSON.stringify(renameBody([layer]));
  const broken: [string, string, Record<string, string>?][] = [
    ['bad base64 beside it', JSON.stringify(renameBody([layer, { ...layer, id: '2', imageBase64: 'iVBORw0KGgo!' }]))],
    ['spoilt base64', JSON.stringify(renameBody([{ ...layer, imageBase64: `${base64.slice(0, -40)}!!!!` }]))],
    ['a picture that is none', JSON.stringify(renameBody([{ ...layer, imageBase64: base64.slice(16) }]))],
    ['the same id twice', JSON.stringify(renameBody([layer, layer]))],
    ['in a field of another kind', JSON.stringify(renameBody([{ ...layer, type: base64 }]))],
    ['in a field nobody knows', JSON.stringify(renameBody(textLayers(1), { screenshot: base64 }))],
    ['as the style', JSON.stringify(renameBody([layer], { namingStyle: base64 }))],
    ['as a prompt file', JSON.stringify({ ...renameBody([layer]), promptFile: base64 })],
    ['no JSON', text.slice(0, -3)],
    ['another type', text, { 'content-type': 'text/plain' }],
    ['said to be gzip', text, { 'content-encoding': 'gzip' }],
    ['as the whole body', base64],
  ];
  const paths = ['/api/rename-layers', '/api/generate-edits', '/nowhere'];
  const inAddress = encodeURIComponent(base64.slice(0, 2000));
  return [
    ...broken.flatMap(([what, body, headers]) =>
      paths.map((path) => ({ what, path, body, ...(headers && { headers }) })),
    ),
    { what: 'in a path', path: `/api/${inAddress}`, body: '{}' },
    { what: 'in a query', path: `/api/rename-layers?picture=${inAddress}`, body: '{}' },
  ];
}

/** Every route that takes a picture, going well and failing in every way there is. */
export function markedRequests(base64: string): MarkedRequest[] {
  const requests: MarkedRequest[] = [...refused(base64), ...pictureRequests(base64, 'well')];
  const add = (place: number, what: string, more: Pick<MarkedRequest, 'answers' | 'leavesAfterMs'>): void => {
    const request = pictureRequests(base64, `case ${requests.length}`)[place % 4] as MarkedRequest;
    requests.push({ ...request, ...more, what: `${request.what}: ${what}` });
  };
  for (let place = 0; place < 4; place += 1) {
    add(place, 'the client leaves', { answers: () => undefined, leavesAfterMs: 200 });
    add(place, 'no answer', { answers: () => undefined });
  }
  for (const [index, [what, answers]] of faults.entries()) {
    // Both routes for each, in one reply and as a stream by turns.
    for (const route of [0, 1]) add(route + 2 * (index % 2), what, { answers });
  }
  return requests;
}

export interface MarkedReply {
  readonly status: number;
  readonly text: string;
}

/** Posts it; status 0 without a complete reply. */
export async function postMarked(url: string, marked: MarkedRequest): Promise<MarkedReply> {
  const controller = new AbortController();
  if (marked.leavesAfterMs !== undefined) void sleep(marked.leavesAfterMs).then(() => controller.abort());
  try {
    const { statusCode, body } = await request(`${url}${marked.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...marked.headers },
      body: marked.body,
      signal: controller.signal,
    });
    return { status: statusCode, text: await body.text() };
  } catch {
    return { status: 0, text: '' };
  }
}
