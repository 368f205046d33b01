import { createRandom } from '../../../demo/provider/random.ts';

/** A request as a well-meaning client sends it: what mutations start from. */
export interface SeedRequest {
  readonly method: 'GET' | 'POST' | 'OPTIONS';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON value, or undefined for a request without a body. */
  readonly body?: unknown;
}

/** PNG's signature over noise: what the service checks of a picture, long enough (2,000 characters) to stay bytes. */
function makePicture(seed: number): string {
  const random = createRandom(seed);
  const noise = Array.from({ length: 1492 }, () => Math.floor(random() * 256));
  return Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...noise]).toString('base64');
}

const rename = {
  userEmail: 'designer@example.com',
  userId: '42',
  namingStyle: 'kebab-case',
  namingRules: 'Buttons are called action.',
  frameName: 'Sign in',
  layers: [
    { id: '1:1', currentName: 'Rectangle 1', type: 'RECTANGLE', imageBase64: makePicture(1), width: 320, height: 48 },
    { id: '1:2', currentName: 'Text', type: 'TEXT', text: 'Log in', parentName: 'Card', imageBase64: '' },
    { id: '1:3', currentName: 'Icon', type: 'VECTOR', imageBase64: `data:image/png;base64,${makePicture(2)}` },
  ],
};

const edits = {
  userEmail: 'designer@example.com',
  userId: '42',
  frameName: 'Sign in',
  frameWidth: 1280,
  frameHeight: 760,
  frameImageBase64: makePicture(3),
  generateImages: true,
  promptFile: 'default.txt',
  brief: 'warmer',
  variantCount: 2,
  avoidThemes: ['Deep ocean'],
  layers: [
    {
      id: '1:1',
      name: 'Card',
      type: 'FRAME',
      x: 0,
      y: 0,
      width: 400,
      height: 300,
      fills: [{ type: 'SOLID', color: '#ffffff', opacity: 1 }],
      cornerRadius: 8,
    },
    {
      id: '1:2',
      name: 'Title',
      type: 'TEXT',
      x: 10,
      y: 10,
      width: 200,
      height: 24,
      text: 'Welcome',
      fontSize: 24,
      opacity: 1,
    },
    {
      id: '1:3',
      name: 'Photo',
      type: 'RECTANGLE',
      x: 0,
      y: 100,
      width: 400,
      height: 200,
      hasImageFill: true,
      cornerRadius: { topLeft: 1, topRight: 1, bottomLeft: 0, bottomRight: 0 },
    },
  ],
};

const json = { 'content-type': 'application/json', origin: 'null' };
const stream = { ...json, accept: 'application/x-ndjson' };

export const seedRequests: readonly SeedRequest[] = [
  {
    method: 'POST',
    path: '/api/rename-layers',
    headers: { ...json, 'idempotency-key': 'a1', 'x-figma-user': '42' },
    body: rename,
  },
  { method: 'POST', path: '/api/rename-layers', headers: { ...stream, authorization: 'Bearer none' }, body: rename },
  { method: 'POST', path: '/api/generate-edits', headers: json, body: edits },
  { method: 'POST', path: '/api/generate-edits', headers: stream, body: { ...edits, generateImages: false } },
  { method: 'GET', path: '/api/prompts', headers: { accept: 'application/json' } },
  { method: 'GET', path: '/api/analytics?days=7', headers: { authorization: 'Bearer none' } },
  { method: 'GET', path: '/health/live', headers: {} },
  { method: 'GET', path: '/openapi.json', headers: { 'if-none-match': '"x"' } },
  {
    method: 'OPTIONS',
    path: '/api/rename-layers',
    headers: { origin: 'null', 'access-control-request-method': 'POST' },
  },
];

/** The request's bytes as HTTP/1.1; the connection is to be closed after the reply. */
export function toBytes({ method, path, headers, body }: SeedRequest, text = bodyText(body)): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = body === undefined ? {} : { 'content-length': String(bytes.length) };
  const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers, ...length });
  const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join(
    '\r\n',
  );
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

function bodyText(body: unknown): string {
  return body === undefined ? '' : JSON.stringify(body);
}
