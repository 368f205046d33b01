/** The two files of a chart, from their common path without an ending. */
export function chartFiles(path: string): { readonly light: string; readonly dark: string } {
  return { light: `${path}.svg`, dark: `${path}-dark.svg` };
}

/** HTML for Markdown that shows a chart in the reader's color scheme. */
export function pictureMarkup(path: string, alt: string): string {
  const { light, dark } = chartFiles(path);
  return `<picture><source media="(prefers-color-scheme: dark)" srcset="${dark}"><img alt="${alt}" src="${light}"></picture>`;
}
