import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { projectRoot } from '../../src/project-root.ts';

/** A layer as a client sends it. */
export interface LayerJson {
  id: string;
  currentName: string;
  type: string;
  imageBase64?: string;
  text?: string;
  parentName?: string;
  width?: number;
  height?: number;
  parentId?: string;
  x?: number;
  y?: number;
  fontSize?: number;
  componentName?: string;
}

export interface LayerReply {
  id: string;
  newName: string;
  status: 'renamed' | 'kept';
  reason?: string;
  confidence?: 'high' | 'low';
}

/** What the service answers, a success or an error; every part may be missing. */
export interface ReplyJson {
  jobId?: string;
  layers?: LayerReply[];
  error?: string;
  message?: string;
  code?: string;
  requestId?: string;
}

/** A line of the stream; every part but the type may be missing. */
export interface EventJson extends Partial<LayerReply> {
  type: 'job' | 'layer' | 'done' | 'error';
  jobId?: string;
  total?: number;
  done?: number;
  renamed?: number;
  kept?: number;
  durationMs?: number;
  error?: string;
  message?: string;
  code?: string;
}

const dashboard = join(projectRoot(), 'samples/dashboard');

/** A real PNG of the sample, in base64: 79 of them, two of which look like another. */
export function samplePicture(index: number): string {
  return readFileSync(join(dashboard, 'layers', `${String(index).padStart(2, '0')}.png`)).toString('base64');
}

/** The layers of the sample as the plugin would send them. */
export function sampleLayers(count = 79): LayerJson[] {
  const frame = JSON.parse(readFileSync(join(dashboard, 'frame.json'), 'utf8')) as { layers: LayerJson[] };
  return frame.layers.slice(0, count).map(({ id, currentName, type, width, height, text }, index) => {
    const layer = { id, currentName, type, width, height, imageBase64: samplePicture(index) };
    return (text === undefined ? layer : { ...layer, text }) as LayerJson;
  });
}

/** Layers without pictures, each with a different text, so that each is named by itself. */
export function textLayers(count: number): LayerJson[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${index}`,
    currentName: `Text ${index}`,
    type: 'TEXT',
    text: `Caption ${index}`,
  }));
}

export function renameBody(
  layers: unknown = sampleLayers(1),
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return { userEmail: 'designer@example.com', layers, ...more };
}

export interface PostOptions {
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly path?: string;
  /** Whether names made before may come back. Not by default: a test's calls must not depend on earlier ones. */
  readonly remembered?: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly text: string;
  readonly json: ReplyJson;
}

/** Posts to `/api/rename-layers`; a text or bytes are sent as they are. */
export async function postRename(url: string, body: unknown, options: PostOptions = {}): Promise<Reply> {
  const reply = await request(`${url}${options.path ?? '/api/rename-layers'}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.remembered === true ? {} : { 'cache-control': 'no-cache' }),
      ...options.headers,
    },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    signal: options.signal ?? null,
  });
  const text = await reply.body.text();
  return { status: reply.statusCode, headers: reply.headers, text, json: parse(text) };
}

/** Posts and reads the stream to its end. */
export async function streamRename(
  url: string,
  body: unknown,
  options: PostOptions = {},
): Promise<Reply & { events: EventJson[] }> {
  const reply = await postRename(url, body, {
    ...options,
    headers: { accept: 'application/x-ndjson', ...options.headers },
  });
  const lines = reply.text.split('\n').filter((line) => line !== '');
  return { ...reply, events: reply.status === 200 ? lines.map((line) => JSON.parse(line) as EventJson) : [] };
}

function parse(text: string): ReplyJson {
  try {
    return JSON.parse(text) as ReplyJson;
  } catch {
    return {};
  }
}
