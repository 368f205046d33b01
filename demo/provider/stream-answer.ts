import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Fault } from './faults.ts';
import { type Answer, type Asked, countUsage, envelope } from './replies.ts';

export interface StreamedAnswer {
  readonly id: string;
  readonly model: string;
  readonly asked: Asked;
  readonly answer: Answer;
  /** One that lies in the transport or the envelope; other faults are in the answer already. */
  readonly fault: Fault | undefined;
  /** From the first chunk to the last, milliseconds. */
  readonly durationMs: number;
  /** Awaited before each chunk; gets the content sent so far. */
  readonly beforeChunk?: ((sent: string) => void | Promise<void>) | undefined;
}

/** Characters a chunk: a model's tokens come some at a time. */
const chunkChars = 120;

/**
 * Sends an answer as OpenRouter streams it: comments while the model is silent, chunks of the content, a chunk with the
 * finish reason, one with the usage, and `[DONE]` (https://openrouter.ai/docs/api-reference/streaming).
 *
 * @returns the bytes sent.
 */
export async function streamAnswer(reply: ServerResponse, stream: StreamedAnswer): Promise<number> {
  const { answer, fault } = stream;
  let bytes = 0;
  const send = (text: string): void => {
    bytes += Buffer.byteLength(text);
    reply.write(text);
  };
  const sendChunk = (fields: object): void =>
    send(`data: ${JSON.stringify({ ...envelope(stream.id, stream.model, 'chat.completion.chunk'), ...fields })}\n\n`);
  const sendDelta = (delta: object, finishReason: string | null = null): void =>
    sendChunk({
      choices: [
        {
          index: 0,
          delta: { role: 'assistant', ...delta },
          finish_reason: finishReason,
          native_finish_reason: finishReason,
          logprobs: null,
        },
      ],
    });
  const fail = (): void => {
    const error = { code: 502, message: 'The model stopped while answering' };
    sendChunk({ error, choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'error' }] });
  };

  reply.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', connection: 'keep-alive' });
  send(': OPENROUTER PROCESSING\n\n');
  if (fault?.kind === 'error-in-200') {
    send(
      `data: ${JSON.stringify({ error: { code: 502, message: 'Upstream error', metadata: { provider_name: 'Demo' } } })}\n\n`,
    );
    reply.end();
    return bytes;
  }
  const pieces = cut(answer.content);
  const count = isCut(fault) ? Math.ceil(pieces.length / 2) : pieces.length;
  let sent = '';
  for (const piece of pieces.slice(0, count)) {
    await stream.beforeChunk?.(sent);
    if (stream.durationMs > 0) await wait(stream.durationMs / pieces.length);
    if (reply.destroyed) return bytes;
    sendDelta({ content: piece });
    sent += piece;
  }
  if (fault?.kind === 'cut-connection') reply.socket?.destroy();
  if (isCut(fault)) {
    if (fault?.kind === 'choice-error') fail();
    reply.end();
    return bytes;
  }
  if (answer.image) {
    const url = `data:${answer.image.mediaType};base64,${answer.image.base64.toString('latin1')}`;
    sendDelta({ content: '', images: [{ type: 'image_url', index: 0, image_url: { url } }] });
  }
  sendDelta({ content: '' }, answer.finishReason ?? 'stop');
  sendChunk({
    choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
    usage: countUsage(stream.asked, answer),
  });
  send('data: [DONE]\n\n');
  reply.end();
  return bytes;
}

/** Faults that end a stream half way: without [DONE], by a reset, or with an error in a chunk. */
function isCut(fault: Fault | undefined): boolean {
  return fault !== undefined && ['cut-json', 'cut-connection', 'choice-error'].includes(fault.kind);
}

/** Whether a fault takes its own form in a stream. */
export function isStreamFault(kind: Fault['kind']): boolean {
  return ['cut-json', 'cut-connection', 'choice-error', 'error-in-200', 'keep-alive', 'drip'].includes(kind);
}

function cut(content: string): string[] {
  return Array.from({ length: Math.ceil(content.length / chunkChars) }, (_, index) =>
    content.slice(index * chunkChars, (index + 1) * chunkChars),
  );
}
