import { type Html, html } from './html.ts';
import { type HeaderParts, renderHeader, renderPage } from './page.ts';

export interface SheetLayer {
  readonly id: string;
  readonly type: string;
  readonly oldName: string;
  /** undefined: it kept its name. */
  readonly newName: string | undefined;
  /** Why it kept its name, in plain words. */
  readonly reason: string | undefined;
  /** A data: URL; undefined if the layer could not be exported. */
  readonly picture: string | undefined;
}

const css = `
.sheet { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(196px, 1fr)); gap: 16px; }
.card {
  display: flex; flex-direction: column; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; overflow: hidden;
}
.card.kept { border-color: var(--bad); }
.card figure { display: contents; }
.card .stage { height: 132px; padding: 14px; }
.card .stage img { display: block; max-width: 100%; max-height: 104px; min-height: 2px; object-fit: contain; }
.card .stage p { color: #2c2e35; background: #fffc; border-radius: 6px; padding: 2px 10px; font-size: 12.5px; }
.card figcaption { padding: 10px 14px 13px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.card .old { display: flex; justify-content: space-between; gap: 10px; color: var(--soft); font-size: 12px; }
.card .old small { font-size: 10.5px; letter-spacing: .04em; opacity: .85; white-space: nowrap; padding-top: 1px; }
.card .new {
  display: block; text-decoration: none;
  font: 600 13px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; margin-top: 2px;
}
.card .why {
  display: inline-block; margin-top: 6px; border-radius: 6px; padding: 2px 8px; font-size: 12.5px;
  background: var(--bad-paper); color: var(--bad);
}
`;

/** The contact sheet: every layer's picture over its old and its new name, as one page of HTML. */
export function renderContactSheet(header: HeaderParts, layers: readonly SheetLayer[]): string {
  return renderPage({
    title: `${header.title}: ${header.eyebrow.toLowerCase()}`,
    css,
    body: html`${renderHeader(header)}
<main><ol class="sheet" aria-label="Layers with their old and new names">
${layers.map(renderCard)}
</ol></main>`,
  });
}

function renderCard({ id, type, oldName, newName, reason, picture }: SheetLayer): Html {
  const name = newName ?? oldName;
  const stage =
    picture === undefined
      ? html`<p>no picture</p>`
      : html`<img src="${picture}" alt="Picture of ${name}" loading="lazy">`;
  const kind = html`<small title="Layer ${id}">${type.toLowerCase()}</small>`;
  const names =
    newName === undefined
      ? html`<span class="old"><span>keeps its name</span>${kind}</span>
<strong class="new"><bdi>${breakable(oldName)}</bdi></strong>
<span class="why">${reason ?? 'kept'}</span>`
      : html`<span class="old"><del><bdi>${oldName}</bdi></del>${kind}</span>
<ins class="new"><bdi>${breakable(newName)}</bdi></ins>`;
  return html`<li class="card${newName === undefined ? ' kept' : ''}"><figure><div class="stage">${stage}</div>
<figcaption>${names}</figcaption></figure></li>
`;
}

/** Lets a long name break behind its separators rather than inside a word. */
function breakable(name: string): Html[] {
  return name.split(/(?<=[_/-])/).map((part, index) => (index === 0 ? html`${part}` : html`<wbr>${part}`));
}
