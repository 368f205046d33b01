/** A prompt's id for people: dashes as spaces, each word capitalised (`bold-brand` is `Bold Brand`). */
export function toPromptName(id: string): string {
  return (
    id
      .split('-')
      .filter((word) => word !== '')
      .map((word) => word.replace(/^\p{L}/u, (letter) => letter.toUpperCase()))
      .join(' ') || id
  );
}
