import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from '@sinclair/typebox';
import { routeNotFound } from '../errors.ts';
import { projectRoot } from '../project-root.ts';

export interface TryPageOptions {
  /** `plugin-ui/dist`, with `try.html` and `try-hashes.json`, if omitted. */
  readonly pageFolder?: string;
  /** The samples' folder, if omitted. */
  readonly samplesFolder?: string;
}

/** The CSP sources of what is written into the page. */
interface Hashes {
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

const SampleName = Type.Union([Type.Literal('dashboard'), Type.Literal('sign-in')]);

/** `frame.json` of a sample, as far as its files are concerned. */
interface FrameFile {
  readonly image?: string;
  readonly layers: readonly { readonly image?: string }[];
}

/**
 * The playground, with the samples it opens. Registered if TRY_PAGE is on. A page that was not built
 * answers 404 with a word on how to build it, so that the service starts without it.
 */
export const tryPageRoute: FastifyPluginAsyncTypebox<TryPageOptions> = async (app, options) => {
  const { pageFolder = join(projectRoot(), 'plugin-ui/dist'), samplesFolder = join(projectRoot(), 'samples') } =
    options;
  const limited = { config: { limit: 'page' as const } };

  app.get('/', { ...limited, schema: { hide: true } }, async (request, reply) => {
    const page = await readPage(pageFolder);
    if (page === undefined) throw routeNotFound();
    const policy = policyOf(page.hashes, originOf(request.protocol, request.host));
    return await reply.headers(headersOf(policy)).type('text/html; charset=utf-8').send(page.html);
  });

  const schema = { hide: true, params: Type.Object({ name: SampleName }) };
  app.get('/try/samples/:name', { ...limited, schema }, async (request, reply) => {
    const body = await readSample(join(samplesFolder, request.params.name));
    return await reply
      .header('cache-control', 'public, max-age=3600')
      .type('application/json; charset=utf-8')
      .send(body);
  });
};

/** Read at each visit: in development it is built while the service runs, and visits are few. */
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
 * Only the scripts and styles written into the page may run, by their hashes; the page may reach this service only, and
 * nobody may frame it. The plugin's frame has no origin: there 'self' matches nothing in Firefox, so the origin is
 * named.
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
 * `{ frame, files }`: the frame's description, and each picture that it names in base64. One reply, since each counts.
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
