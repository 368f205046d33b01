import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ReplyJson } from '../helpers/rename-requests.ts';

export interface FleetJob {
  /** Whom the proxy says the request comes from. */
  readonly address: string;
  readonly layers: number;
  /** Idempotency-Key. */
  readonly key?: string;
}

/** What a job's user got. */
export interface FleetAnswer extends FleetJob {
  /** 0 if no reply came. */
  readonly status: number;
  /** The reply's `code`; undefined if the proxy answered by itself. */
  readonly code: string | undefined;
  readonly jobId: string | undefined;
  readonly names: string;
  readonly startedAt: number;
}

/** Posts a job of text layers on a new connection. Layers of a job differ, jobs of an address are the same. */
export async function postFleetJob(url: string, job: FleetJob): Promise<FleetAnswer> {
  const startedAt = performance.now();
  const body = JSON.stringify({
    userEmail: 'fleet@example.com',
    layers: Array.from({ length: job.layers }, (_, index) => {
      return { id: `1:${index}`, currentName: `Text ${index}`, type: 'TEXT', text: `Line ${index} of ${job.address}` };
    }),
  });
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-forwarded-for': job.address,
    ...(job.key === undefined ? { 'cache-control': 'no-cache' } : { 'idempotency-key': job.key }),
  };
  return new Promise((resolve) => {
    const lost = { ...job, status: 0, code: undefined, jobId: undefined, names: '', startedAt };
    const sent = request(`${url}/api/rename-layers`, { method: 'POST', agent: false, headers }, (reply) => {
      text(reply).then(
        (body) => {
          const { code, jobId, layers } = parse(body);
          const names = layers?.map(({ newName }) => newName).join() ?? '';
          resolve({ ...lost, status: reply.statusCode ?? 0, code, jobId, names });
        },
        () => resolve(lost),
      );
    });
    sent.once('error', () => resolve(lost)).end(body);
  });
}

/** The proxy's own error pages are HTML. */
function parse(body: string): ReplyJson {
  try {
    return JSON.parse(body) as ReplyJson;
  } catch {
    return {};
  }
}
