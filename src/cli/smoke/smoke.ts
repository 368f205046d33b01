import type { HealthReply } from '../../schemas/health.ts';
import type { PromptsReply } from '../../schemas/prompts.ts';
import type { RenameReply } from '../../schemas/rename.ts';
import { type Answer, type Asked, ask, NoAnswer } from './ask.ts';

export interface SmokeResult {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  /** What was found, or what is wrong and what to do. */
  readonly text: string;
}

export interface SmokeOptions {
  /** The service's address, without a slash at its end. */
  readonly base: string;
  readonly accessKey?: string | undefined;
  readonly onResult?: (result: SmokeResult) => void;
  /** Time for each request except the naming, ms. Default 10,000. */
  readonly timeoutMs?: number;
}

/** A model may think for a while, and a machine that sleeps must wake first. */
const renameTimeoutMs = 60_000;
/** Longer than any body that a service accepts. It is only announced, never sent. */
const tooManyBytes = 10 * 1024 ** 3;

class Failed extends Error {}

/** Sends a deployed service what its users would send. Stops if the host does not answer at all. */
export async function smoke({ base, accessKey, onResult, timeoutMs = 10_000 }: SmokeOptions): Promise<SmokeResult[]> {
  const key = accessKey === undefined ? {} : { authorization: `Bearer ${accessKey}` };
  const get = (path: string, more: Partial<Asked> = {}): Promise<Answer> =>
    ask(`${base}${path}`, { timeoutMs, ...more });

  const checks: Record<string, () => Promise<string>> = {
    async live() {
      const { status, json, text } = await get('/health/live');
      expect(
        status === 200 && (json as { status?: string } | undefined)?.status === 'ok',
        `/health/live answers ${status}: is it this service? ${text}`,
      );
      return 'the process serves';
    },
    async health() {
      const { status, json } = await get('/health');
      const { checks } = (json ?? {}) as Partial<HealthReply>;
      const found =
        checks === undefined
          ? ''
          : `database ${checks.database}, memory ${checks.memory.healthyPercent} % of its limit`;
      expect(status === 200 && checks !== undefined, `/health answers ${status}: ${found || 'no report'}`);
      return found;
    },
    async prompts() {
      const answer = await get('/api/prompts');
      expect(answer.status === 200, describe(answer));
      const { prompts = [] } = (answer.json ?? {}) as Partial<PromptsReply>;
      const fallback = prompts.find(({ isDefault }) => isDefault);
      expect(
        fallback !== undefined,
        `${prompts.length} styles and no default: EDIT_PROMPT_FILE names a file that is not there`,
      );
      return `${prompts.length} styles, by default ${fallback?.filename}`;
    },
    async rename() {
      const body = JSON.stringify({
        userEmail: 'smoke@figma.local',
        layers: [{ id: '1:1', currentName: 'Rectangle 1', type: 'TEXT', text: 'Log in' }],
      });
      const headers = { 'content-type': 'application/json', 'content-length': `${Buffer.byteLength(body)}`, ...key };
      const answer = await get('/api/rename-layers', { method: 'POST', headers, body, timeoutMs: renameTimeoutMs });
      if (answer.status === 401)
        throw new Failed(
          `401: ${accessKey === undefined ? 'set ACCESS_KEY to one of the ACCESS_KEYS' : 'ACCESS_KEY is not one of the ACCESS_KEYS'}`,
        );
      expect(answer.status === 200, describe(answer));
      const [layer] = ((answer.json ?? {}) as Partial<RenameReply>).layers ?? [];
      expect(layer?.status === 'renamed', `the layer kept its name: ${layer?.reason ?? 'no layer in the reply'}`);
      return `"Rectangle 1" became "${layer?.newName}"`;
    },
    async 'too large'() {
      const headers = { 'content-type': 'application/json', 'content-length': `${tooManyBytes}`, ...key };
      const answer = await get('/api/rename-layers', { method: 'POST', headers });
      expect(answer.status === 413, `10 GiB were announced: expected 413; ${describe(answer)}`);
      return codeOf(answer) === undefined ? '413, from a proxy before the service' : '413, before a byte was sent';
    },
    async analytics() {
      const answer = await get('/api/analytics?days=1');
      expect(answer.status === 401, `without the token: expected 401; ${describe(answer)}`);
      return '401 without the token';
    },
  };

  const results: SmokeResult[] = [];
  for (const [name, check] of Object.entries(checks)) {
    const startedAt = performance.now();
    const outcome = await check().then(
      (text) => ({ ok: true, text, gone: false }),
      (error: unknown) => {
        if (!(error instanceof Failed || error instanceof NoAnswer)) throw error;
        return { ok: false, text: error.message, gone: error instanceof NoAnswer };
      },
    );
    const { ok, text, gone } = outcome;
    const isFirst = results.length === 0;
    const result = {
      name,
      ok,
      ms: performance.now() - startedAt,
      text: gone && isFirst ? `${new URL(base).host} does not answer: ${text}` : text,
    };
    results.push(result);
    onResult?.(result);
    if (gone && isFirst) break;
  }
  return results;
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Failed(otherwise);
}

function codeOf({ json }: Answer): string | undefined {
  return (json as { code?: string } | undefined)?.code;
}

/** `429 Too many rename requests (EXPORTER_...)`, or how a page that is not ours begins. */
function describe(answer: Answer): string {
  const { error, message } = (answer.json ?? {}) as { error?: string; message?: string };
  const code = codeOf(answer);
  return `it answers ${answer.status}${code === undefined ? `: ${answer.text}` : `, ${error}: ${message} (${code})`}`;
}
