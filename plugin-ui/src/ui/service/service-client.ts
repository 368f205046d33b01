import type { ErrorEvent } from '../../../../src/schemas/common.ts';
import type { EditsStreamEvent } from '../../../../src/schemas/edits.ts';
import type { PromptSummary } from '../../../../src/schemas/prompts.ts';
import type { RenameEvent } from '../../../../src/schemas/rename.ts';
import { readNdjson } from './read-ndjson.ts';
import { fromErrorEvent, fromReply, notTheService, offline, unreadable, unusableKey } from './service-error.ts';

/** Who asks. `userId` and `accessKey` may be ''. */
export interface Caller {
  readonly userId: string;
  readonly accessKey: string;
}

export interface StreamOptions<Event> {
  readonly signal: AbortSignal;
  /** Under the same key, names made before the connection dropped are not paid for again. */
  readonly idempotencyKey: string;
  /** Asks for new answers even if the service remembers some. */
  readonly isFresh?: boolean;
  readonly onEvent: (event: Event) => void;
}

export interface ServiceClient {
  readonly serverUrl: string;
  /** Resolves once the last line, `done`, has come. Rejects with a ServiceError, or with the signal's reason. */
  rename(body: Blob, options: StreamOptions<Exclude<RenameEvent, ErrorEvent>>): Promise<void>;
  generateEdits(body: Blob, options: StreamOptions<EditsStreamEvent>): Promise<void>;
  /** The prompt library, the default first. */
  listPrompts(signal: AbortSignal): Promise<PromptSummary[]>;
}

export interface ServiceClientDeps {
  /** Without a slash at the end. */
  readonly serverUrl: string;
  readonly caller: () => Caller;
  readonly fetch: typeof fetch;
  /** A reply without a byte for so long has been cut off. Default: 60 s, four of the service's signs of life. */
  readonly silenceMs?: number;
}

/** Speaks with the service. Retries nothing: see `withRetries`. */
export function createServiceClient({
  serverUrl,
  caller,
  fetch,
  silenceMs = 60_000,
}: ServiceClientDeps): ServiceClient {
  async function ask(path: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const response = await reach(() => fetch(`${serverUrl}${path}`, { ...init, signal, credentials: 'omit' }), signal);
    if (!response.ok) throw await fromReply(response, serverUrl);
    if (/html/.test(response.headers.get('content-type') ?? '')) throw notTheService(serverUrl);
    return response;
  }

  /** Browsers report a lost or cut connection as a TypeError without details. */
  async function reach<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof TypeError || error instanceof SyntaxError) throw offline(serverUrl);
      throw error;
    }
  }

  async function stream<Event extends { type: string }>(
    path: string,
    body: Blob,
    { signal, idempotencyKey, isFresh = false, onEvent }: StreamOptions<Event>,
  ): Promise<void> {
    const { userId, accessKey } = caller();
    if (!isHeaderText(accessKey)) throw unusableKey();
    const headers: Record<string, string> = {
      accept: 'application/x-ndjson',
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
      ...(isFresh ? { 'cache-control': 'no-cache' } : {}),
      // Header values are Latin-1: an id with other letters would make fetch throw.
      ...(userId === '' ? {} : { 'x-figma-user': encodeURIComponent(userId) }),
      ...(accessKey === '' ? {} : { authorization: `Bearer ${accessKey}` }),
    };
    const response = await ask(path, { method: 'POST', headers, body }, signal);
    await reach(async () => {
      if (response.body === null) throw offline(serverUrl);
      let isOurs = true;
      for await (const line of readNdjson(response.body, silenceMs)) {
        if (!isEvent(line)) {
          isOurs = false;
          continue;
        }
        if (line.type === 'error') throw fromErrorEvent(line as ErrorEvent);
        take(line as Event, onEvent);
        if (line.type === 'done') return;
      }
      if (!isOurs) throw notTheService(serverUrl);
      throw offline(serverUrl);
    }, signal);
  }

  return {
    serverUrl,
    rename: (body, options) => stream('/api/rename-layers', body, options),
    generateEdits: (body, options) => stream('/api/generate-edits', body, options),
    async listPrompts(signal) {
      const init = { method: 'GET', cache: 'no-store' } as const;
      const response = await ask('/api/prompts', init, signal);
      const body = await reach(() => response.json() as Promise<{ prompts?: unknown } | null>, signal);
      if (!Array.isArray(body?.prompts)) throw notTheService(serverUrl);
      return body.prompts.filter(isPrompt);
    },
  };
}

function isEvent(line: unknown): line is { type: string } {
  return typeof line === 'object' && line !== null && typeof (line as { type?: unknown }).type === 'string';
}

function take<Event>(event: Event, onEvent: (event: Event) => void): void {
  try {
    onEvent(event);
  } catch (error) {
    throw unreadable(error);
  }
}

function isPrompt(value: unknown): value is PromptSummary {
  const { filename, name } = Object(value) as Partial<PromptSummary>;
  return typeof filename === 'string' && typeof name === 'string';
}

/** Whether a header can carry it: fetch throws at other letters, as it does without an answer. */
function isHeaderText(text: string): boolean {
  return /^[\x20-\x7e\x80-\xff]*$/.test(text);
}
