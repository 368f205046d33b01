// Names the pictures of a folder and prints each name as it comes:
//   npm run example -- samples/sign-in/layers http://localhost:3000
// ACCESS_KEY in the environment is sent if the service needs one. It needs no package, only fetch.
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readArguments, refuse } from '../src/cli/parse-arguments.ts';
import type { ErrorReply } from '../src/schemas/common.ts';
import type { RenameEvent, RenameLayer, RenameRequest } from '../src/schemas/rename.ts';

/** The service's types, with pictures as a client has them: text in base64. */
type Layer = Omit<RenameLayer, 'imageBase64'> & { imageBase64: string };
type Request = Omit<RenameRequest, 'layers'> & { layers: Layer[] };

/** An error that a retry cannot fix. */
class ServiceError extends Error {
  readonly code: string;

  constructor({ error, message, code }: Pick<ErrorReply, 'error' | 'message' | 'code'>) {
    super(`${error}: ${message} (${code})`);
    this.code = code;
  }
}

const maxAttempts = 4;

/**
 * Asks for names and reports each as soon as it arrives. Retries after 429 and 503, when the service says, and after a
 * broken connection. The same Idempotency-Key on every attempt ensures that no name is paid for twice.
 */
async function nameLayers(
  serviceUrl: string,
  request: Request,
  onName: (id: string, name: string) => void,
): Promise<void> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/x-ndjson',
    'idempotency-key': randomUUID(),
    ...(process.env['ACCESS_KEY'] === undefined ? {} : { authorization: `Bearer ${process.env['ACCESS_KEY']}` }),
  };
  const reported = new Set<string>();
  for (let attempt = 1; ; attempt += 1) {
    let waitSeconds = 1;
    try {
      const reply = await fetch(`${serviceUrl}/api/rename-layers`, {
        method: 'POST',
        headers,
        body: JSON.stringify(request),
      });
      if (reply.ok) {
        for await (const event of readEvents(reply)) {
          if (event.type === 'error') throw new ServiceError(event);
          if (event.type === 'layer' && !reported.has(event.id)) {
            reported.add(event.id);
            onName(
              event.id,
              event.status === 'renamed' ? event.newName : `${event.newName} (kept: ${event.reason ?? ''})`,
            );
          }
          if (event.type === 'done') return;
        }
        throw new Error('the connection broke before the end');
      }
      const error = (await reply.json()) as ErrorReply;
      const retryAfter = Number(reply.headers.get('retry-after'));
      // Without retry-after the same request would get the same answer.
      if (!(retryAfter > 0) || error.code === 'EXPORTER_BUDGET_EXCEEDED') throw new ServiceError(error);
      waitSeconds = retryAfter;
      throw new Error(`${error.error}, retrying in ${waitSeconds} s`);
    } catch (error) {
      if (error instanceof ServiceError || attempt === maxAttempts) throw error;
      process.stderr.write(`${(error as Error).message}\n`);
      await sleep(waitSeconds * 1000);
    }
  }
}

/** The events of a stream, one per line. Empty lines only keep the connection open. */
async function* readEvents(reply: Response): AsyncGenerator<RenameEvent> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of reply.body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as RenameEvent;
  }
}

/** Names of the picture files in a folder. Explains what is wrong with the folder otherwise, and exits with 2. */
function listPictures(folder: string): string[] {
  try {
    const files = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(png|jpe?g|webp|gif)$/i.test(entry.name))
      .map(({ name }) => name);
    if (files.length === 0) refuse(`${folder} holds no pictures (.png, .jpg, .webp, .gif)`, usage);
    if (files.length > 500) refuse(`${folder} holds ${files.length} pictures; a request takes at most 500`, usage);
    return files;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const faults: Readonly<Record<string, string>> = { ENOENT: 'does not exist', ENOTDIR: 'is not a folder' };
    return refuse(`${folder} ${faults[code ?? ''] ?? `cannot be read (${code})`}`, usage);
  }
}

const usage = `npm run -s example -- [FOLDER] [URL]

Names the pictures of a folder (PNG, JPEG, WebP, GIF) and prints each name as it comes.

  FOLDER   default samples/sign-in/layers
  URL      of a running service, default http://localhost:3000

ACCESS_KEY in the environment is sent if the service needs one. Exit code: 0 done, 1 failed, 2 wrong arguments.`;

const { positionals } = readArguments({ usage, most: 2 });
const [folder = 'samples/sign-in/layers', serviceUrl = 'http://localhost:3000'] = positionals;
if (!/^https?:\/\/[^/]/.test(serviceUrl)) refuse(`URL must start with http:// or https://, got "${serviceUrl}"`, usage);
const files = listPictures(folder);
const layers = files.map((name) => ({
  id: name,
  currentName: name,
  type: 'RECTANGLE',
  imageBase64: readFileSync(join(folder, name), 'base64'),
}));

try {
  await nameLayers(serviceUrl, { userEmail: 'designer@example.com', namingStyle: 'kebab-case', layers }, (id, name) => {
    process.stdout.write(`${id}  ${name}\n`);
  });
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
