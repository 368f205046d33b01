import type { Socket } from 'node:net';
import type { Browser } from 'playwright-core';
import type { Test } from 'tap';
import { startApp } from '../helpers/app.ts';
import { until } from '../helpers/until.ts';

const uploadBytes = 20 * 1024 * 1024;

interface Refusal {
  readonly title: string;
  readonly env: Readonly<Record<string, string>>;
  /** Requests before the upload that is looked at. */
  readonly before?: number;
  readonly status: number;
  readonly code: string;
  /** Headers that the page must be able to read. */
  readonly readable: readonly string[];
}

const limitHeaders = ['retry-after', 'ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'];
const refusals: readonly Refusal[] = [
  {
    title: 'without its key',
    env: { ACCESS_KEYS: 'right-key-of-the-studio' },
    status: 401,
    code: 'EXPORTER_UNAUTHORIZED',
    readable: [],
  },
  {
    title: 'over the limit of a minute',
    env: { RATE_LIMIT_RENAME: '1' },
    before: 1,
    status: 429,
    code: 'EXPORTER_RENAME_RATE_LIMITED',
    readable: limitHeaders,
  },
  {
    title: 'over the limit of a body',
    env: { BODY_LIMIT_MB: '1' },
    status: 413,
    code: 'EXPORTER_TOO_LARGE',
    readable: [],
  },
];

/** What a page sees of an upload: what fetch resolves with, or the error it rejects with. */
interface Seen {
  readonly status?: number;
  readonly code?: string;
  readonly headers?: readonly string[];
  readonly error?: string;
}

/** An upload of 20 MB that is refused before it is read: the page sees why, and never "Failed to fetch". */
export async function testRefusedUploads(t: Test, browser: Browser): Promise<void> {
  for (const { title, env, before = 0, status, code, readable } of refusals) {
    await t.test(`a page that uploads 20 MB ${title} can read the ${status}`, async (t) => {
      const { app, url, provider } = await startApp(t, { env });
      const sockets: Socket[] = [];
      app.server.on('connection', (socket: Socket) => sockets.push(socket));
      // A blank page has the origin `null`, as the plugin's has.
      const page = await browser.newPage();
      t.teardown(() => page.close());
      const upload = async (bytes: number): Promise<Seen> =>
        page.evaluate(
          async ([to, size]) => {
            try {
              const body = `{"userEmail":"a@b.example","padding":"${'x'.repeat(size)}"}`;
              const reply = await fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
              const { code: told } = (await reply.json()) as { code: string };
              return { status: reply.status, code: told, headers: [...reply.headers.keys()] };
            } catch (error) {
              return { error: String(error) };
            }
          },
          [`${url}/api/rename-layers`, bytes] as const,
        );
      for (let count = 0; count < before; count += 1) await upload(10);
      const seen = await upload(uploadBytes);
      t.match(seen, { status, code }, JSON.stringify(seen));
      for (const header of readable) t.ok(seen.headers?.includes(header), header);
      await until(
        'the upload is drained',
        () => sockets.reduce((sum, { bytesRead }) => sum + bytesRead, 0) > uploadBytes,
      );
      t.same([provider.stats.calls, app.byteLimit.usedBytes], [0, 0]);
    });
  }
}
