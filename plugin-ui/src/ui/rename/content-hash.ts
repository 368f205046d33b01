import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import type { LayerForRenaming } from '../../messages.ts';

/** What else a name is made from. */
export interface NamingBasis {
  readonly namingStyle: NamingStyle;
  readonly namingRules?: string | undefined;
}

/**
 * A hash of all that a layer's name is made from: kind, words, size, picture, style and rules. Layers with the same
 * hash get the same name. For detecting change, not for security: a frame's page may have no `crypto.subtle`.
 */
export function hashContent(
  { type, text, fontSize, componentName, width, height }: LayerForRenaming,
  picture: Uint8Array | null,
  { namingStyle, namingRules = '' }: NamingBasis,
): string {
  const facts = JSON.stringify([type, text, fontSize, componentName, width, height, namingStyle, namingRules]);
  const hash = createHash();
  hash.add(new TextEncoder().encode(facts));
  if (picture !== null) hash.add(picture);
  return hash.digest();
}

/** cyrb53 by bryc (public domain): 53 bits, some 3 ms for a megabyte. */
function createHash() {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  return {
    add(bytes: Uint8Array): void {
      for (const byte of bytes) {
        high = Math.imul(high ^ byte, 2654435761);
        low = Math.imul(low ^ byte, 1597334677);
      }
    },
    digest(): string {
      const a = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
      const b = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
      return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
    },
  };
}
