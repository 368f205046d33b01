import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const gzip = promisify(gzipWithCallback);

/** A file of a page, as it is sent. */
export type PageFile = {
  type: string;
  bytes: Buffer;
  /** Undefined if compression would save nothing. */
  gzip: Buffer | undefined;
  /** Weak, since the zipped bytes have the same one. */
  etag: string;
};

export async function toPageFile(type: string, bytes: Buffer): Promise<PageFile> {
  const zipped = /^(?:font|image\/png)/.test(type) ? undefined : await gzip(bytes, { level: 9 });
  const smaller = zipped !== undefined && zipped.length < bytes.length ? zipped : undefined;
  return { type, bytes, gzip: smaller, etag: `W/"${digestOf(bytes)}"` };
}

/** Changes with any of the files: part of their URL, so that browsers can cache them forever. */
export function versionOf(files: ReadonlyMap<string, PageFile>): string {
  const lines = [...files].map(([name, { etag }]) => name + etag);
  return digestOf(Buffer.from(lines.toSorted().join('\n')));
}

/** Sends a file, compressed if the browser accepts it, or 304 if the browser has it already. */
export function sendPageFile(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  reply.headers({ etag: file.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match']?.includes(file.etag) === true) return reply.code(304).send();
  const zipped = file.gzip !== undefined && /\bgzip\b(?!\s*;\s*q=0\b)/.test(request.headers['accept-encoding'] ?? '');
  if (zipped) reply.header('content-encoding', 'gzip');
  return reply.type(file.type).send(zipped ? file.gzip : file.bytes);
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}
