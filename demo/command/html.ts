/** Text that is HTML already. Everything else is escaped on its way into a page. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

type Insert = Html | string | number | readonly Html[];

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template that escapes what is put into it, unless that is Html itself; good for text and quoted attributes. */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Html {
  return new Html(
    parts.map((part, index) => part + (index < inserts.length ? toMarkup(inserts[index] ?? '') : '')).join(''),
  );
}

function toMarkup(insert: Insert): string {
  if (insert instanceof Html) return insert.markup;
  if (typeof insert === 'object') return insert.map(({ markup }) => markup).join('');
  // Control characters have no place in a page, not even as references.
  const text = String(insert).replaceAll(/[^\P{Cc}\n\t]/gu, '\uFFFD');
  return text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');
}
