/**
 * The floor: the least work any Node service of this kind must do. It takes the same bytes in, posts the same bytes
 * out to the provider in fifty calls, ten at once a job and 300 at once in the process, and parses nothing. Bodies are
 * admitted by a byte limit and wait unread in their sockets, or its memory would be the sum of all bodies.
 *
 * Calls are undici Pool dispatches whose bodies are lists of views on the chunks that came in. Measured on the standard
 * job, 150 users at once, 2 cores: undici 23 ms CPU a job; node:http 26 ms, corked or not; copying each body into a
 * kept 5 MB buffer, so that each call is one slice, 31 ms.
 *
 * Environment: PORT, PROVIDER_URL, BODY_BUDGET_MB (96), MAX_MODEL_CALLS (300), CALLS_PER_JOB (50), JOB_CALLS (10).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';

interface Call {
  views: Buffer[];
  bytes: number;
}

interface Job {
  calls: Call[];
  running: number;
  settled: number;
  failed: number;
  reply: ServerResponse;
}

const providerUrl = process.env['PROVIDER_URL'];
if (providerUrl === undefined) throw new Error('PROVIDER_URL is not set: where should the calls go?');
const maxCalls = readNumber('MAX_MODEL_CALLS', 300);
const callsPerJob = readNumber('CALLS_PER_JOB', 50);
const callsAtOncePerJob = readNumber('JOB_CALLS', 10);

const { origin, pathname } = new URL(providerUrl);
const path = `${pathname.replace(/\/$/, '')}/chat/completions`;
const pool = new Pool(origin, { connections: maxCalls, headersTimeout: 0, bodyTimeout: 0, connectTimeout: 60_000 });

let freeBytes = readNumber('BODY_BUDGET_MB', 96) * 1024 * 1024;
const waiting: { bytes: number; admit: () => void }[] = [];
let freeCalls = maxCalls;
/** Jobs with a call to start and their own place for it, served in turn. */
const ready: Job[] = [];

const server = createServer((request, reply) => {
  const bytes = Number(request.headers['content-length'] ?? 0);
  waiting.push({ bytes, admit: () => readBody(request, reply, bytes) });
  admitBodies();
});
server.requestTimeout = 0;
server.listen(readNumber('PORT', 0), '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

function admitBodies(): void {
  for (let next = waiting[0]; next !== undefined && next.bytes <= freeBytes; next = waiting[0]) {
    waiting.shift();
    freeBytes -= next.bytes;
    next.admit();
  }
}

function readBody(request: IncomingMessage, reply: ServerResponse, bytes: number): void {
  const bytesPerCall = Math.max(1, Math.ceil(bytes / callsPerJob));
  const calls: Call[] = [];
  let call: Call = { views: [], bytes: 0 };
  request.on('data', (chunk: Buffer) => {
    for (let from = 0; from < chunk.length; ) {
      const take = Math.min(chunk.length - from, bytesPerCall - call.bytes);
      call.views.push(take === chunk.length ? chunk : chunk.subarray(from, from + take));
      call.bytes += take;
      from += take;
      if (call.bytes < bytesPerCall) continue;
      calls.push(call);
      call = { views: [], bytes: 0 };
    }
  });
  request.on('end', () => {
    if (call.bytes > 0) calls.push(call);
    ready.push({ calls, running: 0, settled: 0, failed: 0, reply });
    startCalls();
  });
}

function startCalls(): void {
  for (let job = ready[0]; job !== undefined && freeCalls > 0; job = ready[0]) {
    ready.shift();
    const call = job.calls.pop();
    if (call === undefined) continue;
    freeCalls -= 1;
    job.running += 1;
    if (job.calls.length > 0 && job.running < callsAtOncePerJob) ready.push(job);
    post(job, call);
  }
}

function post(job: Job, call: Call): void {
  let status = 0;
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {},
    onResponseStart(_controller, statusCode) {
      status = statusCode;
    },
    onResponseData() {},
    onResponseEnd: () => settle(job, call, status === 200),
    onResponseError: () => settle(job, call, false),
  };
  const headers = { 'content-type': 'application/json', 'content-length': String(call.bytes) };
  // undici takes any iterable as a body and sends it as it is, its length being known; its types name streams alone.
  const body = call.views as unknown as Readable;
  pool.dispatch({ method: 'POST', path, headers, body }, handler);
}

function settle(job: Job, call: Call, ok: boolean): void {
  const wasFull = job.running === callsAtOncePerJob;
  freeCalls += 1;
  freeBytes += call.bytes;
  call.views.length = 0;
  job.running -= 1;
  job.settled += 1;
  if (!ok) job.failed += 1;
  if (wasFull && job.calls.length > 0) ready.push(job);
  if (job.running === 0 && job.calls.length === 0) finish(job);
  startCalls();
  admitBodies();
}

function finish({ reply, settled, failed }: Job): void {
  const named = { newName: 'floor', status: 'renamed' };
  const layers = Array.from({ length: settled - failed }, (_, index) => Object.assign({ id: String(index) }, named));
  reply.writeHead(failed === 0 ? 200 : 502, { 'content-type': 'application/json' });
  reply.end(JSON.stringify({ layers }));
}

function readNumber(name: string, fallback: number): number {
  const value = Number(process.env[name] ?? fallback);
  if (!Number.isFinite(value)) throw new TypeError(`${name} must be a number, not ${process.env[name]}`);
  return value;
}
