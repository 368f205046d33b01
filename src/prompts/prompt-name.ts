import type { PromptSummary } from '../schemas/prompts.ts';

/** A prompt's id for people: dashes as spaces, each word capitalized (`bold-brand` is `Bold Brand`). */
function toPromptName(id: string): string {
  return (
    id
      .split('-')
      .filter((word) => word !== '')
      .map((word) => word.replace(/^\p{L}/u, (letter) => letter.toUpperCase()))
      .join(' ') || id
  );
}

/** A prompt for the menu. */
export function summarize(filename: string, isDefault: boolean): PromptSummary {
  const id = filename.slice(0, -'.txt'.length);
  return { id, name: toPromptName(id), filename, isDefault };
}

/** The default first, then by name. */
export function compareSummaries(a: PromptSummary, b: PromptSummary): number {
  if (a.isDefault !== b.isDefault) return a.isDefault ? -1 : 1;
  return a.name.localeCompare(b.name, 'en') || (a.filename < b.filename ? -1 : 1);
}
