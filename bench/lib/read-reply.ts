import { performance } from 'node:perf_hooks';
import type { Dispatcher } from 'undici';
import type { JobOutcome } from './load-types.ts';

type ReadReply = Pick<JobOutcome, 'renamed' | 'firstNameMs' | 'error'>;

interface ReplyLayer {
  newName: string;
  status?: string;
}

interface StreamLine extends ReplyLayer {
  type: 'job' | 'layer' | 'done' | 'error';
  error?: string;
}

/**
 * Reads a reply to its end and counts the layers it names. A reply without layer statuses (the first plan's) counts all
 * layers it holds.
 *
 * @param startedAt performance.now() as the request was posted
 * @throws whatever breaks the body or its JSON
 */
export function readReply(reply: Dispatcher.ResponseData, startedAt: number): Promise<ReadReply> {
  const isStream = String(reply.headers['content-type']).startsWith('application/x-ndjson');
  return isStream ? readStream(reply, startedAt) : readJson(reply);
}

async function readJson(reply: Dispatcher.ResponseData): Promise<ReadReply> {
  const body = (await reply.body.json()) as { layers?: ReplyLayer[]; error?: string };
  const renamed = body.layers?.filter(({ status }) => status === undefined || status === 'renamed').length ?? 0;
  return { renamed, ...(body.error !== undefined && { error: body.error }) };
}

async function readStream(reply: Dispatcher.ResponseData, startedAt: number): Promise<ReadReply> {
  const read: ReadReply = { renamed: 0, error: 'the stream ended before its last line' };
  let rest = '';
  reply.body.setEncoding('utf8');
  for await (const text of reply.body) {
    const lines = (rest + String(text)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') takeLine(JSON.parse(line) as StreamLine);
  }
  return read;

  function takeLine(line: StreamLine): void {
    if (line.type === 'layer') {
      read.firstNameMs ??= performance.now() - startedAt;
      if (line.status === 'renamed') read.renamed += 1;
    }
    if (line.type === 'done') delete read.error;
    if (line.type === 'error') read.error = line.error ?? 'error line';
  }
}
