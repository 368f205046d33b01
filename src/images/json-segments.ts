import { randomBytes } from 'node:crypto';
import type { Picture } from './picture.ts';

/** Stands for a picture while the text around it is written. Random and secret, so that no design can hold it. */
const marker = `picture-${randomBytes(16).toString('base64url')}`;
/** The pictures of the text that is being written. JSON.stringify calls `toJSON` in the order of the text. */
let found: Picture[] | undefined;

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

  /** Leaves the picture out, unless {@link JsonSegments} puts it in. */
  toJSON(): string {
    found?.push(this.picture);
    return this.before + (found === undefined ? '' : marker);
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
   * Writes a value as JSON.stringify would, with every {@link EmbeddedPicture} in it as a string of its text and bytes.
   */
  constructor(value: unknown) {
    const { text, pictures } = stringify(value);
    const segments: Buffer[] = [];
    let from = 0;
    for (const picture of pictures) {
      const at = text.indexOf(marker, from);
      segments.push(Buffer.from(text.slice(from, at)), ...picture.base64.views);
      from = at + marker.length;
    }
    segments.push(Buffer.from(text.slice(from)));
    this.segments = segments;
    this.pictures = pictures;
    let bytes = 0;
    for (const { length } of segments) bytes += length;
    this.byteLength = bytes;
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

function stringify(value: unknown): { readonly text: string; readonly pictures: readonly Picture[] } {
  const pictures: Picture[] = [];
  found = pictures;
  try {
    return { text: JSON.stringify(value) ?? 'null', pictures };
  } finally {
    found = undefined;
  }
}
