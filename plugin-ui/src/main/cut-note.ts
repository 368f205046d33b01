/** Figma cuts what it shows at the foot of the window after so many characters. */
const LONGEST_NOTE = 100;

/** Cuts a text that is too long for Figma's notice at the end of a word. */
export function cutNote(text: string): string {
  if (text.length <= LONGEST_NOTE) return text;
  const cut = text.slice(0, LONGEST_NOTE - 1);
  const atWord = cut.lastIndexOf(' ');
  return `${cut.slice(0, atWord > LONGEST_NOTE / 2 ? atWord : cut.length)}…`;
}
