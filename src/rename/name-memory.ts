import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { digestLayer } from './digest-layer.ts';
import type { LayerGroup } from './group-layers.ts';

export interface RememberedName {
  readonly name: string;
  readonly confidence: 'high' | 'low';
}

/** The names made before for one request's layers. */
export interface RememberedNames {
  /** By the places of `groups`, whose pictures must still be held. */
  recall(groups: readonly LayerGroup[]): Promise<(RememberedName | undefined)[]>;
  remember(group: LayerGroup, name: RememberedName): void;
}

export interface NameScope {
  /** The caller: names are never shared between callers. */
  readonly caller: string;
  /** Style, rules and everything else a name depends on. */
  readonly settings: string;
  readonly idempotencyKey: string | undefined;
  /** Whether names made under other keys, or none, are left out: the caller wants new ones. */
  readonly isFresh: boolean;
}

export interface NameMemory {
  of(scope: NameScope): RememberedNames;
}

/** Names that other machines made. If reading one fails, the name is made again. */
export interface SharedNames {
  /** By the places of `keys`. */
  read(keys: readonly string[]): Promise<(string | undefined)[]>;
  write(entries: ReadonlyMap<string, string>, keepMs: number): void;
}

export interface NameMemoryOptions {
  readonly shared?: SharedNames | undefined;
  /** Default a day, in milliseconds. */
  readonly keepMs?: number;
  /** Under an Idempotency-Key. Default ten minutes. */
  readonly keepUnderKeyMs?: number;
  /** Default 20,000, some 5 MB; the names used longest ago are dropped first. */
  readonly maxNames?: number;
}

const dayMs = 86_400_000;

/**
 * Names by what was named, so that a layer that has not changed costs nothing a second time, and that a retry pays for
 * the rest only. Text and digests; no picture is kept. In this process, and in `shared` for the other machines.
 */
export function createNameMemory(options: NameMemoryOptions = {}): NameMemory {
  const { shared, keepMs = dayMs, keepUnderKeyMs = 600_000, maxNames = 20_000 } = options;
  const names = new LRUCache<string, string>({ max: maxNames });

  async function readShared(keys: readonly string[]): Promise<Map<string, string>> {
    const missing = keys.filter((key) => !names.has(key));
    if (shared === undefined || missing.length === 0) return new Map();
    const found = await shared.read(missing);
    return new Map(missing.flatMap((key, index) => (found[index] === undefined ? [] : [[key, found[index]]])));
  }

  return {
    of({ caller, settings, idempotencyKey, isFresh }) {
      const underKey = idempotencyKey === undefined ? [] : [{ key: idempotencyKey, ms: keepUnderKeyMs }];
      const scopes = [...underKey, { key: '', ms: keepMs }].map(({ key, ms }) => ({
        scope: hash('sha256', JSON.stringify([caller, settings, key]), 'base64url'),
        ms,
      }));
      const recalled = isFresh ? scopes.slice(0, underKey.length) : scopes;
      const digests = new Map<LayerGroup, string>();
      let unsent = new Map<number, Map<string, string>>();

      function keyOf(group: LayerGroup, scope: string): string {
        const digest = digests.get(group) ?? digestLayer(group);
        digests.set(group, digest);
        return `${scope}.${digest}`;
      }

      function send(): void {
        for (const [ms, entries] of unsent) shared?.write(entries, ms);
        unsent = new Map();
      }

      return {
        async recall(groups) {
          const keysOf = groups.map((group) => recalled.map(({ scope }) => keyOf(group, scope)));
          const elsewhere = await readShared(keysOf.flat());
          return keysOf.map((keys) => {
            const found = keys.map((key) => names.get(key) ?? elsewhere.get(key)).find((name) => name !== undefined);
            return found === undefined ? undefined : decode(found);
          });
        },
        remember(group, name) {
          const text = encode(name);
          for (const { scope, ms } of scopes) {
            const key = keyOf(group, scope);
            names.set(key, text, { ttl: ms });
            if (shared === undefined) continue;
            if (unsent.size === 0) setImmediate(send);
            unsent.set(ms, (unsent.get(ms) ?? new Map<string, string>()).set(key, text));
          }
        },
      };
    },
  };
}

/** One letter for the confidence, then the name. */
function encode({ name, confidence }: RememberedName): string {
  return `${confidence === 'low' ? '?' : '!'}${name}`;
}

function decode(text: string): RememberedName | undefined {
  const name = text.slice(1, 81);
  if (!/^[?!]/.test(text) || name === '') return undefined;
  return { name, confidence: text.startsWith('?') ? 'low' : 'high' };
}
