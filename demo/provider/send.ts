import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault, FaultKind } from './faults.ts';
import { type Answer, writeChoiceError, writeError } from './replies.ts';

const json = 'application/json';

const refusals: Partial<Record<FaultKind, { status: number; message: string; metadata?: Record<string, unknown> }>> = {
  unauthorized: { status: 401, message: 'No auth credentials found' },
  'no-credit': { status: 402, message: 'Insufficient credits. Add more to go on.' },
  forbidden: {
    status: 403,
    message: 'Your chosen model requires moderation and your input was flagged',
    metadata: { reasons: ['violence'], flagged_input: 'Layer 1', provider_name: 'Demo', model_slug: 'demo' },
  },
  'not-found': { status: 404, message: 'No endpoints found for this model' },
  'rate-limited': { status: 429, message: 'Rate limit exceeded' },
  'server-error': { status: 500, message: 'Internal Server Error' },
  unavailable: { status: 503, message: 'No provider is available right now' },
  overloaded: { status: 529, message: 'Provider is overloaded' },
};

const htmlPage = '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n';

/** Answers with these bytes and their length. Returns the bytes sent; 0 if the caller has gone. */
export function sendBytes(reply: ServerResponse, status: number, type: string, body: Buffer, more = {}): number {
  if (reply.destroyed) return 0;
  reply.writeHead(status, { 'content-type': type, 'content-length': body.length, ...more });
  reply.end(body);
  return body.length;
}

/** Changes what the model says, for the faults that lie in the answer itself; undefined for all other faults. */
export function spoilAnswer(kind: FaultKind, answer: Answer): Answer | undefined {
  const { content } = answer;
  switch (kind) {
    case 'nonsense':
      return { content: 'Purple ducks file taxes on the moon; {names} are a state of mind.' };
    case 'empty':
    case 'no-picture':
      return { content: '' };
    case 'text-only':
      return { content: 'Here is the picture you asked for: a warm sunrise over quiet hills.' };
    case 'refusal':
      return { content: "I'm sorry, but I can't help with that request." };
    case 'cut-content':
      return { content: content.slice(0, Math.floor(content.length / 2)), finishReason: 'length' };
    case 'missing-layers':
      return { content: dropEverySecond(content) };
    default:
      return undefined;
  }
}

function dropEverySecond(content: string): string {
  try {
    const parsed = JSON.parse(content) as Record<string, unknown>;
    for (const [key, list] of Object.entries(parsed)) {
      if (Array.isArray(list)) parsed[key] = list.filter((_, index) => index % 2 === 1);
    }
    return JSON.stringify(parsed);
  } catch {
    return content;
  }
}

/**
 * Commits a fault that lies in the transport or the envelope, on a reply whose sound body would be `sound`.
 * Returns the bytes sent, or -1 for 'hang': the reply stays open until the caller leaves.
 */
export async function sendFault(
  reply: ServerResponse,
  fault: Fault,
  { id, model }: { id: string; model: string },
  sound: Buffer,
): Promise<number> {
  const refusal = refusals[fault.kind];
  if (refusal !== undefined) {
    const retries =
      ['rate-limited', 'unavailable', 'overloaded'].includes(fault.kind) && fault.retryAfterSeconds !== null;
    const more = retries ? { 'retry-after': String(fault.retryAfterSeconds ?? 1) } : {};
    return sendBytes(reply, refusal.status, json, writeError(refusal.status, refusal.message, refusal.metadata), more);
  }
  switch (fault.kind) {
    case 'bad-gateway-html':
      return sendBytes(reply, 502, 'text/html; charset=utf-8', Buffer.from(htmlPage));
    case 'reset':
      reply.socket?.resetAndDestroy();
      return 0;
    case 'hang':
      return -1;
    case 'cut-json':
      return sendBytes(reply, 200, json, sound.subarray(0, Math.floor(sound.length / 2)));
    case 'cut-connection':
      reply.writeHead(200, { 'content-type': json, 'content-length': sound.length });
      reply.write(sound.subarray(0, Math.floor(sound.length / 2)), () => reply.socket?.destroy());
      return Math.floor(sound.length / 2);
    case 'error-in-200':
      return sendBytes(reply, 200, json, writeError(502, 'Upstream error', { provider_name: 'Demo' }));
    case 'choice-error':
      return sendBytes(reply, 200, json, writeChoiceError(id, model));
    case 'keep-alive':
      return sendInPieces(reply, [Buffer.from('\n'), Buffer.from('\n         \n'), sound], 20);
    case 'drip':
      return sendInPieces(reply, cutInto(sound, 20), (fault.dripMs ?? 2000) / 20);
    default:
      return sendBytes(reply, 200, json, sound);
  }
}

/** Whether a call with this fault still ends in a whole answer, whose usage its caller can count. */
export function arrivesWhole(kind: FaultKind): boolean {
  return ['keep-alive', 'drip', 'webp', 'oversize', 'broken-picture'].includes(kind);
}

async function sendInPieces(reply: ServerResponse, pieces: Buffer[], pauseMs: number): Promise<number> {
  let sent = 0;
  reply.writeHead(200, { 'content-type': json });
  for (const piece of pieces) {
    if (reply.destroyed) return sent;
    reply.write(piece);
    sent += piece.length;
    await wait(pauseMs);
  }
  reply.end();
  return sent;
}

function cutInto(bytes: Buffer, count: number): Buffer[] {
  const size = Math.max(1, Math.ceil(bytes.length / count));
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
