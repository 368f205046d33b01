import type { LayerGroup } from './group-layers.ts';

export interface NameMemoryOptions {
  /** How long names are kept after the last one of their request. Default 600,000 ms. */
  readonly keepMs?: number;
  /** Requests whose names are kept at most, the oldest dropped first. Default 2,000: some 20 MB of names at the worst. */
  readonly maxRequests?: number;
  /** Milliseconds. */
  readonly clock?: () => number;
}

/** The names that were made under one Idempotency-Key. */
export interface RememberedNames {
  nameOf(group: LayerGroup): string | undefined;
  remember(group: LayerGroup, name: string): void;
}

export interface NameMemory {
  /**
   * The names of a request that may have been sent before.
   *
   * @param caller who asks: a key is one caller's own, whatever others use.
   * @param style names are kept in the style they were made in.
   */
  of(caller: string, idempotencyKey: string, style: string): RememberedNames;
}

/**
 * Names already made under an Idempotency-Key, text only, so that a retry after a dropped connection pays for the rest
 * alone. In the memory of this process: a retry that reaches another machine pays again.
 */
export function createNameMemory(options: NameMemoryOptions = {}): NameMemory {
  const { keepMs = 600_000, maxRequests = 2000, clock = Date.now } = options;
  const requests = new Map<string, { names: Map<string, string>; keptUntil: number }>();

  return {
    of(caller, idempotencyKey, style) {
      const id = JSON.stringify([caller, idempotencyKey, style]);
      const known = requests.get(id);
      const request = known !== undefined && known.keptUntil > clock() ? known : { names: new Map(), keptUntil: 0 };
      request.keptUntil = clock() + keepMs;
      requests.delete(id);
      requests.set(id, request);
      for (const [oldest, { keptUntil }] of requests) {
        if (requests.size <= maxRequests && keptUntil > clock()) break;
        requests.delete(oldest);
      }
      return {
        nameOf: (group) => request.names.get(fingerprintOf(group)),
        remember(group, name) {
          request.keptUntil = clock() + keepMs;
          request.names.set(fingerprintOf(group), name);
        },
      };
    },
  };
}

/** The layer by id, with what would change its name. A picture counts by its length and 24 bytes from its middle. */
function fingerprintOf({ layer, picture }: LayerGroup): string {
  const middle = (picture?.base64.byteLength ?? 0) >> 1;
  const sample = picture?.base64.copy(middle, middle + 24).toString('latin1');
  return JSON.stringify([layer.id, layer.currentName, layer.type, layer.text, picture?.base64.byteLength, sample]);
}
