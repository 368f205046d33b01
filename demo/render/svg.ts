/** Text for an attribute or a text node of SVG or HTML. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)
      // oxlint-disable-next-line no-control-regex -- XML has no way to write control characters
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
  );
}

/** A number for an attribute: hundredths are enough. */
export function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The attributes of a rectangle. */
export function boxAttributes({ x, y, width, height }: Box): string {
  return `x="${num(x)}" y="${num(y)}" width="${num(Math.max(0, width))}" height="${num(Math.max(0, height))}"`;
}
