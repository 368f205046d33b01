import type { ByteText } from '../schemas/image.ts';

/**
 * A string of a JSON text whose bytes stay in the buffers they arrived in. A picture of 100 KB in base64 is two or
 * three views on the chunks of the socket; dropping the object gives exactly those chunks back, so memory returns
 * picture by picture.
 */
export class ByteString implements ByteText {
  readonly views: readonly Buffer[];
  readonly byteLength: number;

  constructor(views: readonly Buffer[]) {
    this.views = views;
    let total = 0;
    for (const view of views) total += view.length;
    this.byteLength = total;
  }

  /** @param text becomes its UTF-8 bytes in one view. */
  static from(text: string): ByteString {
    return new ByteString(text === '' ? [] : [Buffer.from(text, 'utf8')]);
  }

  /** The bytes from `start` to `end` (exclusive) as views, nothing copied. */
  slice(start: number, end: number = this.byteLength): ByteString {
    const views: Buffer[] = [];
    let offset = 0;
    for (const view of this.views) {
      const from = Math.max(start - offset, 0);
      const to = Math.min(end - offset, view.length);
      if (from < to) views.push(from === 0 && to === view.length ? view : view.subarray(from, to));
      offset += view.length;
      if (offset >= end) break;
    }
    return new ByteString(views);
  }

  /** A copy of the bytes from `start` to `end` (exclusive) in one buffer: for the few bytes of a header. */
  copy(start = 0, end: number = this.byteLength): Buffer {
    const part = this.slice(start, end);
    return part.views.length === 1 ? Buffer.from(part.views[0] as Buffer) : Buffer.concat(part.views);
  }

  /** The byte at `index`, or undefined past the end. */
  at(index: number): number | undefined {
    let offset = 0;
    for (const view of this.views) {
      if (index < offset + view.length) return view[index - offset];
      offset += view.length;
    }
    return undefined;
  }

  /** The index of the first `byte` below `limit`, or -1. */
  indexOf(byte: number, limit: number = this.byteLength): number {
    let offset = 0;
    for (const view of this.views) {
      const index = view.indexOf(byte);
      if (index !== -1) return offset + index < limit ? offset + index : -1;
      offset += view.length;
      if (offset >= limit) break;
    }
    return -1;
  }

  /** Whether both hold the same bytes, wherever their views are cut. */
  equals(other: ByteString): boolean {
    if (this.byteLength !== other.byteLength) return false;
    let mine = 0;
    let theirs = 0;
    let myOffset = 0;
    let theirOffset = 0;
    while (mine < this.views.length && theirs < other.views.length) {
      const a = this.views[mine] as Buffer;
      const b = other.views[theirs] as Buffer;
      const length = Math.min(a.length - myOffset, b.length - theirOffset);
      if (a.compare(b, theirOffset, theirOffset + length, myOffset, myOffset + length) !== 0) return false;
      myOffset += length;
      theirOffset += length;
      if (myOffset === a.length) [mine, myOffset] = [mine + 1, 0];
      if (theirOffset === b.length) [theirs, theirOffset] = [theirs + 1, 0];
    }
    return true;
  }

  /** The text, as UTF-8. For text only: a picture stays bytes. */
  toText(): string {
    return this.copy().toString('utf8');
  }
}
