import type { NamingStyle } from '../../src/schemas/rename.ts';

// Letters without case (Japanese, Arabic) and digits may stand anywhere.
const upper = '\\p{Lu}\\p{Lo}\\p{Lm}\\p{N}';
const lower = '\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}';
const any = '\\p{L}\\p{N}\\p{M}';
const word = `[${upper}][${any}]*`;

/** What a name in each style looks like. */
export const namePatterns: Readonly<Record<NamingStyle, RegExp>> = {
  snake_case: new RegExp(`^[${lower}\\p{M}]+(_[${lower}\\p{M}]+)*$`, 'u'),
  'kebab-case': new RegExp(`^[${lower}\\p{M}]+(-[${lower}\\p{M}]+)*$`, 'u'),
  camelCase: new RegExp(`^[${lower}][${any}]*$`, 'u'),
  PascalCase: new RegExp(`^${word}$`, 'u'),
  'Title Case': new RegExp(`^${word}( ${word})*$`, 'u'),
  'Slash/Case': new RegExp(`^${word}( ${word})*(/${word}( ${word})*)*$`, 'u'),
};
