import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { promisify } from 'node:util';
import { gzip as gzipWithCallback } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const gzip = promisify(gzipWithCallback);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Types that a page's files may have. */
export const isPageFile = (name: string): boolean => extname(name) in types && extname(name) !== '.html';

export interface StaticPage {
  /** Without slashes, for example `docs`. */
  readonly path: string;
  /** Of the page itself. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Reads the page, at the first visit: a start must not wait for it. The page names its files as
   * `<path>/files/<name>`.
   */
  readonly read: () => Promise<{ readonly html: string; readonly files: ReadonlyMap<string, Buffer> }>;
}

interface SentFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** Undefined if compression would save nothing. */
  readonly zipped: Buffer | undefined;
  /** Weak: the compressed bytes have the same one. */
  readonly etag: string;
}

interface LoadedPage {
  readonly page: SentFile;
  readonly files: ReadonlyMap<string, SentFile>;
  readonly version: string;
}

/**
 * Serves a page from memory. Its files have a version in their URL, so that browsers may cache them forever, and count
 * against no limit: a visit is one request of the caller's minute, however many files it brings.
 */
export function registerStaticPage(app: FastifyInstance, { path, headers, read }: StaticPage): void {
  let loading: Promise<LoadedPage> | undefined;
  const load = async (): Promise<LoadedPage> => {
    loading ??= loadPage(path, read);
    try {
      return await loading;
    } catch (error) {
      // The next visit retries.
      loading = undefined;
      throw error;
    }
  };

  app.get(`/${path}`, { schema: { hide: true }, config: { limit: 'page' } }, async (request, reply) => {
    const { page } = await load();
    return sendFile(request, reply.headers(headers).header('cache-control', 'no-cache'), page);
  });

  // The page's links are relative, so that they work behind a proxy that adds a path: a slash would break them.
  app.get(`/${path}/`, { schema: { hide: true }, config: { limit: 'page' } }, async (_request, reply) => {
    return reply.redirect(`../${path}`, 308);
  });

  app.get<{ Params: { version: string; name: string } }>(
    `/${path}/:version/:name`,
    { schema: { hide: true } },
    async (request, reply) => {
      const { files, version } = await load();
      const file = files.get(request.params.name);
      if (file === undefined) return reply.callNotFound();
      // While two versions are deployed, one may be asked for the other's files: it sends its own, uncached.
      const isCurrent = request.params.version === version;
      reply.header('cache-control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
      return sendFile(request, reply.header('x-content-type-options', 'nosniff'), file);
    },
  );
}

async function loadPage(path: string, read: StaticPage['read']): Promise<LoadedPage> {
  const { html, files } = await read();
  const sent = await Promise.all(
    [...files].map(async ([name, bytes]) => [name, await toSentFile(extname(name), bytes)] as const),
  );
  const version = digest(
    sent
      .map(([name, { etag }]) => name + etag)
      .toSorted()
      .join('\n'),
  );
  const versioned = html.replaceAll(`${path}/files/`, `${path}/${version}/`);
  return { page: await toSentFile('.html', Buffer.from(versioned)), files: new Map(sent), version };
}

async function toSentFile(extension: string, bytes: Buffer): Promise<SentFile> {
  const type = types[extension] ?? 'application/octet-stream';
  const zipped = /^(?:font|image\/png)/.test(type) ? undefined : await gzip(bytes, { level: 9 });
  const isSmaller = zipped !== undefined && zipped.length < bytes.length;
  return { type, bytes, zipped: isSmaller ? zipped : undefined, etag: `W/"${digest(bytes)}"` };
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: SentFile): FastifyReply {
  reply.headers({ etag: file.etag, vary: 'accept-encoding' });
  if (request.headers['if-none-match']?.includes(file.etag) === true) return reply.code(304).send();
  const takesGzip = /\bgzip\b(?!\s*;\s*q=0\b)/.test(request.headers['accept-encoding'] ?? '');
  if (file.zipped === undefined || !takesGzip) return reply.type(file.type).send(file.bytes);
  return reply.type(file.type).header('content-encoding', 'gzip').send(file.zipped);
}

function digest(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 16);
}
