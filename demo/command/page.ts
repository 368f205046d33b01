import { Html, html } from './html.ts';

/** What both pages share: colors of day and night, type, the header with its figures, pictures on a checkerboard. */
const css = `
:root {
  color-scheme: light dark;
  --paper: #f4f3ef; --card: #fff; --ink: #1c1d22; --soft: #62646d; --line: #dedcd5;
  --good: #14713f; --good-paper: #e3f3e9; --bad: #9b3412; --bad-paper: #fdeadd; --demo: #7a4b00; --demo-paper: #fbeecd;
  --square-a: #eceef1; --square-b: #e1e4e9;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  background: var(--paper); color: var(--ink);
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131419; --card: #1d1f26; --ink: #ecedf1; --soft: #a3a6b1; --line: #31343e;
    --good: #7fdba6; --good-paper: #16342a; --bad: #ffb38a; --bad-paper: #43251a;
    --demo: #f3cf7d; --demo-paper: #3a2f16;
    --square-a: #464a55; --square-b: #3d414b;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1240px; padding: 36px 28px 56px; }
h1, h2, p, dl, dd, ol, ul, figure { margin: 0; padding: 0; }
.top {
  display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 400px); gap: 28px 44px; align-items: center;
  margin-bottom: 32px;
}
@media (max-width: 760px) { .top { grid-template-columns: minmax(0, 1fr); } body { padding: 24px 16px 40px; } }
.eyebrow { color: var(--soft); font-size: 13px; letter-spacing: .08em; text-transform: uppercase; }
h1 {
  font-size: clamp(28px, 4vw, 40px); line-height: 1.12; letter-spacing: -.02em; margin: 4px 0 6px;
  overflow-wrap: anywhere;
}
.lede { color: var(--soft); font-size: 17px; max-width: 60ch; }
.facts {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(100px, 1fr)); gap: 14px 16px;
  margin: 22px 0 20px; padding-top: 18px; border-top: 1px solid var(--line);
}
.facts dt { color: var(--soft); font-size: 12.5px; }
.facts dd { font-size: 21px; font-weight: 600; letter-spacing: -.01em; font-variant-numeric: tabular-nums; }
.note {
  display: inline-block; border-radius: 8px; padding: 7px 12px; font-size: 13.5px;
  background: var(--good-paper); color: var(--good);
}
.note.demo { background: var(--demo-paper); color: var(--demo); }
.note.bad { background: var(--bad-paper); color: var(--bad); }
.frame img {
  display: block; width: 100%; max-height: 320px; object-fit: contain; object-position: center;
  border-radius: 10px; box-shadow: 0 1px 2px #0002, 0 14px 40px #0003;
}
.frame figcaption { color: var(--soft); font-size: 12.5px; margin-top: 10px; text-align: center; }
.stage {
  display: grid; place-items: center; overflow: hidden;
  background: repeating-conic-gradient(var(--square-a) 0 25%, var(--square-b) 0 50%) 0 0 / 16px 16px;
}
footer { color: var(--soft); font-size: 12.5px; margin-top: 32px; }
@media print { :root { background: #fff; } .card { break-inside: avoid; } }
`;

export interface PageParts {
  readonly title: string;
  /** Rules of this page alone. */
  readonly css: string;
  readonly body: Html;
}

/** A page that needs nothing but itself: no script, no address outside, and a policy that holds it to that. */
export function renderPage({ title, css: ownCss, body }: PageParts): string {
  const style = new Html(`<style>${css}${ownCss}</style>`);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${title}</title>
${style}
</head>
<body>
${body}
</body>
</html>
`.markup;
}

export interface HeaderParts {
  readonly eyebrow: string;
  readonly title: string;
  readonly lede: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly note: { readonly text: string; readonly kind: 'demo' | 'model' | 'bad' };
  /** The whole frame, as a data: URL. */
  readonly frame: { readonly url: string; readonly caption: string } | undefined;
}

export function renderHeader({ eyebrow, title, lede, facts, note, frame }: HeaderParts): Html {
  const picture =
    frame === undefined
      ? html``
      : html`<figure class="frame"><img src="${frame.url}" alt="The whole frame">
<figcaption>${frame.caption}</figcaption></figure>`;
  return html`<header class="top"><div>
<p class="eyebrow">${eyebrow}</p>
<h1><bdi>${title}</bdi></h1>
<p class="lede">${lede}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<p class="note ${note.kind}">${note.text}</p>
</div>${picture}</header>`;
}
