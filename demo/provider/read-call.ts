import type { IncomingMessage } from 'node:http';
import { type Ask, readAsk } from './ask.ts';
import { createBodyScan } from './body-scan.ts';
import type { DemoCall } from './options.ts';

const keptHeaders = ['authorization', 'http-referer', 'x-title', 'content-type', 'content-length'];

/** A call as it came: its summary, and its full content if it was parsed. */
export interface ReadCall {
  call: DemoCall;
  ask?: Ask;
  /** Asked to stream its answer. */
  isStreamed: boolean;
}

/**
 * Reads a chat call to its end. With `look` its body is kept and parsed; without, it is scanned as it streams by.
 *
 * @throws SyntaxError if a body that is looked at is not JSON; the request's error if the caller leaves.
 */
export async function readCall(request: IncomingMessage, index: number, look: boolean): Promise<ReadCall> {
  const call: DemoCall = {
    index,
    kind: 'naming',
    layers: [],
    model: '',
    headers: pickHeaders(request),
    imageCount: 0,
    bodyBytes: 0,
    texts: [],
    outcome: 'pending',
  };
  if (!look) return scanCall(request, call);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const ask = readAsk(body.toString());
  const { kind, model, imageCount } = ask;
  const texts = ask.system ? [ask.system, ...ask.texts] : ask.texts;
  const layers = ask.layers.map((layer) => layer.number);
  return {
    call: Object.assign(call, { kind, model, imageCount, texts, layers, bodyBytes: body.length }),
    ask,
    isStreamed: ask.body['stream'] === true,
  };
}

function scanCall(request: IncomingMessage, call: DemoCall): Promise<ReadCall> {
  const scan = createBodyScan();
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      call.bodyBytes += chunk.length;
      scan.push(chunk);
    });
    request.on('end', () => {
      const { isStreamed, ...found } = scan.finish();
      resolve({ call: Object.assign(call, found), isStreamed });
    });
    request.on('error', reject);
  });
}

function pickHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = request.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}
