import { randomUUID } from 'node:crypto';
import type { ByteString } from './byte-string.ts';

/** Stands for the bytes while the text is written. Random, so that no text of a request can be taken for it. */
const mark = `bytes-${randomUUID()}`;
const quotedMark = JSON.stringify(mark);

/**
 * A JSON text as the pieces it is sent in: text of ours, and views on a picture's bytes that go out untouched. Its
 * length is known beforehand, so a call needs neither a joined copy nor chunked encoding.
 */
export interface JsonSegments {
  readonly segments: readonly Buffer[];
  readonly byteLength: number;
}

/** Those met while a value is written; writing is synchronous. */
let met: EmbeddedBytes[] = [];

/** A string value made of text and bytes that need no escaping (base64 does not): `"<before><bytes>"`. */
export class EmbeddedBytes {
  readonly before: string;
  readonly bytes: ByteString;

  constructor(before: string, bytes: ByteString) {
    this.before = before;
    this.bytes = bytes;
  }

  /** For JSON.stringify inside {@link toJsonSegments}: a replacer function would be called for every member of all. */
  toJSON(): string {
    met.push(this);
    return mark;
  }
}

/**
 * Writes a value as JSON.stringify would, with every {@link EmbeddedBytes} in it as a string of its text and bytes.
 * The text around them is one stringify of a small object: fifty calls of a job cost 1 ms instead of the 117 ms that
 * stringifying the pictures takes.
 */
export function toJsonSegments(value: unknown): JsonSegments {
  const embedded: EmbeddedBytes[] = [];
  met = embedded;
  const text = JSON.stringify(value);
  const segments: Buffer[] = [];
  let byteLength = 0;
  const add = (segment: Buffer): void => {
    segments.push(segment);
    byteLength += segment.length;
  };
  let start = 0;
  for (const { before, bytes } of embedded) {
    const at = text.indexOf(quotedMark, start);
    add(Buffer.from(`${text.slice(start, at)}"${JSON.stringify(before).slice(1, -1)}`, 'utf8'));
    for (const view of bytes.views) add(view);
    start = at + quotedMark.length - 1;
  }
  add(Buffer.from(text.slice(start), 'utf8'));
  return { segments, byteLength };
}
