/**
 * Joins words in a naming style. "Slash/Case" puts the kind first, as Figma's asset panel groups by it:
 * submit, button gives Button/Submit.
 *
 * @param roleWords how many of the last words say what the layer is; 1 at least.
 */
export function joinWords(words: readonly string[], style: string, roleWords = 1): string {
  const capital = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  switch (style.toLowerCase().replaceAll(/[^a-z]/g, '')) {
    case 'kebabcase':
      return words.join('-');
    case 'camelcase':
      return [words[0] ?? '', ...capital.slice(1)].join('');
    case 'pascalcase':
      return capital.join('');
    case 'titlecase':
      return capital.join(' ');
    case 'slashcase': {
      const role = capital.slice(-roleWords).join(' ');
      const rest = capital.slice(0, -roleWords).join(' ');
      return rest ? `${role}/${rest}` : role;
    }
    default:
      return words.join('_');
  }
}
