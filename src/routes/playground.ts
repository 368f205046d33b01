import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { routeNotFound } from '../errors.ts';
import { projectRoot } from '../project-root.ts';

const pageFolder = () => join(projectRoot(), 'plugin-ui/dist');
const samplesFolder = () => join(projectRoot(), 'samples');

/** The CSP sources of the inline scripts and styles of the page. */
interface Hashes {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

const SampleName = Type.Union([Type.Literal('dashboard'), Type.Literal('sign-in')]);

/** The part of a sample's `frame.json` that names its files. */
interface FrameFile {
  readonly image?: string;
  readonly layers: readonly { readonly image?: string }[];
}

/**
 * The playground, with the samples it opens. Registered if TRY_PAGE is on. If the page is not built yet, the answer is
 * 404.
 */
export const playgroundRoute: FastifyPluginAsyncTypebox = async (app) => {
  const limited = { config: { limit: 'page' as const } };

  app.get('/', { ...limited, schema: { hide: true } }, async (request, reply) => {
    const page = await readPage(pageFolder());
    if (page === undefined) throw routeNotFound();
    const policy = policyOf(page.hashes, originOf(request.protocol, request.host));
    return await reply.headers(headersOf(policy)).type('text/html; charset=utf-8').send(page.html);
  });

  const schema = { hide: true, params: Type.Object({ name: SampleName }) };
  app.get('/try/samples/:name', { ...limited, schema }, async (request, reply) => {
    const body = await readSample(join(samplesFolder(), request.params.name));
    return await reply
      .header('cache-control', 'public, max-age=3600')
      .type('application/json; charset=utf-8')
      .send(body);
  });
};

/** Reads the page at each visit: in development it is built while the service runs, and visits are rare. */
async function readPage(folder: string): Promise<{ html: string; hashes: Hashes } | undefined> {
  try {
    const [html, hashes] = await Promise.all([
      readFile(join(folder, 'try.html'), 'utf8'),
      readFile(join(folder, 'try-hashes.json'), 'utf8'),
    ]);
    return { html, hashes: JSON.parse(hashes) as Hashes };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Allows the page its inline scripts and styles, by their hashes, and requests to this service; it must not be framed.
 * The plugin's frame has no origin: there 'self' matches nothing in Firefox, so the origin is named.
 */
function policyOf({ scripts, styles }: Hashes, origin: string): string {
  return [
    "default-src 'none'",
    `script-src ${scripts.join(' ')}`,
    `style-src ${styles.join(' ')}`,
    `connect-src 'self' ${origin}`,
    'font-src data:',
    'img-src blob: data:',
    'frame-src data:',
    'worker-src blob:',
    `base-uri ${origin}`,
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The page's origin as a CSP source; 'self' for a host that is not one. `http:` sources match `https:` pages too. */
function originOf(protocol: string, host: string): string {
  return URL.canParse(`${protocol}://${host}`) ? new URL(`${protocol}://${host}`).origin : "'self'";
}

function headersOf(policy: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  };
}

/**
 * Reads `{ frame, files }`: the frame's description and each of its pictures in base64. All in one reply, because every
 * request counts against the limit.
 */
async function readSample(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'frame.json'), 'utf8');
  const frame = JSON.parse(text) as FrameFile;
  const names = new Set([frame.image, ...frame.layers.map(({ image }) => image)].filter((name) => name !== undefined));
  const files = await Promise.all(
    [...names].map(async (name) => `${JSON.stringify(name)}:"${await readFile(join(folder, name), 'base64')}"`),
  );
  return `{"frame":${text},"files":{${files.join(',')}}}`;
}
