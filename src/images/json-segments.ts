import type { Picture } from './picture.ts';

/** A string value made of text and a picture's base64, which needs no escaping: `"<before><base64>"`. */
export class EmbeddedPicture {
  readonly picture: Picture;
  readonly before: string;

  constructor(picture: Picture, before = '') {
    this.picture = picture;
    this.before = before;
  }

  /** As a data: URL. */
  static dataUrl(picture: Picture): EmbeddedPicture {
    return new EmbeddedPicture(picture, `data:${picture.type};base64,`);
  }
}

/** A string value that many JSON texts hold: it is encoded once. */
export class EncodedText {
  readonly text: string;
  /** As JSON, in quotes. */
  readonly json: Buffer;

  constructor(text: string) {
    this.text = text;
    this.json = Buffer.from(JSON.stringify(text), 'utf8');
  }

  toString(): string {
    return this.text;
  }
}

/**
 * A JSON text as the pieces it is sent in: our own text, and views on the bytes of pictures, which are never copied.
 * Its length is known before it is sent, so a call needs neither a joined copy nor chunked encoding.
 *
 * It does not own the pictures in it: the sender retains them until the system has taken the bytes.
 */
export class JsonSegments implements Iterable<Buffer> {
  readonly segments: readonly Buffer[];
  readonly pictures: readonly Picture[];
  readonly byteLength: number;

  /**
   * Writes a value as JSON.stringify would, with every {@link EmbeddedPicture} in it as a string of its text and bytes,
   * and every {@link EncodedText} as its text.
   */
  constructor(value: unknown) {
    const writer = new SegmentWriter();
    writer.write(value);
    this.segments = writer.end();
    this.pictures = writer.pictures;
    this.byteLength = this.segments.reduce((sum, { length }) => sum + length, 0);
  }

  [Symbol.iterator](): Iterator<Buffer> {
    return this.segments[Symbol.iterator]();
  }

  retain(): void {
    for (const picture of this.pictures) picture.retain();
  }

  release(): void {
    for (const picture of this.pictures) picture.release();
  }
}

/** Collects text, and cuts it where bytes go in between. */
class SegmentWriter {
  readonly pictures: Picture[] = [];
  readonly #segments: Buffer[] = [];
  #text = '';

  /** Only what leads to a picture or an encoded text is walked here; the rest is left to JSON.stringify. */
  write(value: unknown): void {
    if (value instanceof EmbeddedPicture) {
      this.#text += `"${JSON.stringify(value.before).slice(1, -1)}`;
      this.#add(...value.picture.base64.views);
      this.#text += '"';
      this.pictures.push(value.picture);
    } else if (value instanceof EncodedText) this.#add(value.json);
    else if (!holdsBytes(value)) this.#text += JSON.stringify(value) ?? 'null';
    else if (Array.isArray(value)) this.#writeEach('[', value.entries(), ']');
    else this.#writeEach('{', Object.entries(value), '}');
  }

  end(): Buffer[] {
    this.#add();
    return this.#segments;
  }

  #writeEach(open: '[' | '{', entries: Iterable<[string | number, unknown]>, close: string): void {
    let before: string = open;
    for (const [key, value] of entries) {
      // JSON has no undefined: an array holds null instead, an object leaves the member out.
      if (open === '{' && value === undefined) continue;
      this.#text += open === '{' ? `${before}${JSON.stringify(key)}:` : before;
      this.write(value);
      before = ',';
    }
    this.#text += close;
  }

  #add(...bytes: readonly Buffer[]): void {
    if (this.#text !== '') this.#segments.push(Buffer.from(this.#text, 'utf8'));
    this.#text = '';
    this.#segments.push(...bytes);
  }
}

function holdsBytes(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof EmbeddedPicture || value instanceof EncodedText) return true;
  if (Array.isArray(value)) return value.some(holdsBytes);
  // Object.values would make an array of every object of the schema in a call.
  for (const key in value) if (holdsBytes((value as Record<string, unknown>)[key])) return true;
  return false;
}
