import { DemoError } from './demo-error.ts';
import type { Service } from './service.ts';
import { cleanLine } from './terminal.ts';

/** One line of the stream, or, from a service that does not stream, `{ type: 'reply' }` with the reply's fields. */
export type JobLine = { readonly type: string } & Readonly<Record<string, unknown>>;

/**
 * Posts a job and yields what comes back, line by line as it arrives.
 *
 * @param signal cancels the request, and with it the job
 * @throws DemoError if the service cannot be reached, refuses, or is lost on the way; the signal's reason when it
 * aborts
 */
export async function* postJob(
  service: Service,
  path: string,
  body: object,
  signal: AbortSignal,
): AsyncGenerator<JobLine, void> {
  const response = await send(service, path, body, signal);
  if (!response.ok) throw await describeRefusal(response);
  const streams = (response.headers.get('content-type') ?? '').includes('ndjson');
  try {
    if (!streams) {
      yield { ...((await response.json()) as object), type: 'reply' };
      return;
    }
    for await (const line of linesOf(response)) {
      // Empty lines keep a silent connection open.
      if (line.trim() !== '') yield JSON.parse(line) as JobLine;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw new DemoError(`The reply of ${service.url} broke off: ${reasonOf(error)}`);
  }
}

async function send({ url, accessKey }: Service, path: string, body: object, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    accept: 'application/x-ndjson, application/json;q=0.5',
  };
  if (accessKey !== undefined) headers['authorization'] = `Bearer ${accessKey}`;
  try {
    return await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal });
  } catch (error) {
    signal.throwIfAborted();
    throw new DemoError(`The service at ${url} cannot be reached: ${reasonOf(error)}`);
  }
}

async function describeRefusal(response: Response): Promise<DemoError> {
  const text = await response.text().catch(() => '');
  const parsed = parseObject(text);
  const title = typeof parsed['error'] === 'string' ? parsed['error'] : 'no reason given';
  const message = typeof parsed['message'] === 'string' ? `: ${parsed['message']}` : '';
  const hints: Record<number, string> = {
    401: ' Set ACCESS_KEY to one of its keys.',
    413: ' Export smaller pictures, or fewer layers.',
    429: ` Try again in ${response.headers.get('retry-after') ?? '60'} s.`,
  };
  return new DemoError(
    cleanLine(`The service answered ${response.status}: ${title}${message}.${hints[response.status] ?? ''}`),
  );
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Lines of any length: a generated picture is one of some megabytes. */
async function* linesOf(response: Response): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  for await (const chunk of response.body ?? []) {
    const lines = decoder.decode(chunk as Uint8Array, { stream: true }).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      yield [...pieces, line].join('');
      pieces = [];
    }
    pieces.push(last);
  }
  yield pieces.join('');
}

/** fetch hides what went wrong in its error's cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error;
  const { code, message: below } = (cause ?? {}) as NodeJS.ErrnoException;
  return cleanLine(code ?? (below || message));
}
