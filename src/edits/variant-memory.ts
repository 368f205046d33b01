import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { pictureOf } from '../images/picture.ts';
import type { GenerateEditsRequest } from '../schemas/edits.ts';
import type { ReviewedAnswer } from './reviewed-answer.ts';

/** The variants made before for one request under one Idempotency-Key. */
export interface RememberedVariants {
  recall(): ReviewedAnswer | undefined;
  remember(answer: ReviewedAnswer): void;
}

export interface VariantMemory {
  /** @param request its picture must still be held. Another request under the same key has other variants. */
  of(caller: string, idempotencyKey: string, request: GenerateEditsRequest): RememberedVariants;
}

export interface VariantMemoryOptions {
  /** Default ten minutes. */
  readonly keepMs?: number;
  /** Default 4,000,000 characters of variants; those used longest ago are dropped first. */
  readonly maxCharacters?: number;
}

/**
 * The variants of whole answers, so that a retry under the same Idempotency-Key pays for its pictures alone. Text and
 * digests, in this process; no picture is kept.
 */
export function createVariantMemory(options: VariantMemoryOptions = {}): VariantMemory {
  const { keepMs = 600_000, maxCharacters = 4_000_000 } = options;
  const answers = new LRUCache<string, ReviewedAnswer>({
    maxSize: maxCharacters,
    ttl: keepMs,
    sizeCalculation: ({ variants }) => JSON.stringify(variants).length,
  });
  return {
    of(caller, idempotencyKey, request) {
      const picture = pictureOf(request.frameImageBase64)?.fingerprint;
      const key = hash('sha256', JSON.stringify([caller, idempotencyKey, { ...request, frameImageBase64: picture }]));
      return {
        recall: () => answers.get(key),
        remember: (answer) => void answers.set(key, answer),
      };
    },
  };
}
