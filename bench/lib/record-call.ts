import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { request } from 'undici';

/**
 * Stands between the service and a provider and keeps the body of the last model call.
 *
 * @param providerUrl the base behind it
 */
export async function startRecorder(providerUrl: string) {
  let last: Buffer | undefined;
  const server = createServer((incoming, reply) => {
    void buffer(incoming).then(async (body) => {
      if (incoming.method === 'POST') last = body;
      const { method = 'GET', url = '/' } = incoming;
      const headers = { 'content-type': 'application/json' };
      const forwarded = { method: method as 'GET' | 'POST', headers, ...(method === 'POST' && { body }) };
      const answer = await request(new URL(url, providerUrl), forwarded);
      reply.writeHead(answer.statusCode, headers).end(Buffer.from(await answer.body.arrayBuffer()));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { pathname } = new URL(providerUrl);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    /** @throws Error if there was no call. */
    takeLast(): Buffer {
      if (last === undefined) throw new Error('the service made no model call');
      return last;
    },
    stop(): void {
      server.closeAllConnections();
      server.close();
    },
  };
}
