import { createBase64Scanner } from './base64-scanner.ts';
import type { ByteString } from './byte-string.ts';

export type ImageType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';

/** A picture in base64 whose signature and every character were checked. */
export interface Image {
  readonly type: ImageType;
  /** The base64 text without `data:...;base64,`. */
  readonly base64: ByteString;
  /** Bytes of the picture itself, decoded. */
  readonly decodedBytes: number;
  /** Of every byte of the base64, see {@link Base64Scanner}. */
  readonly fingerprint: string;
}

export type ImageInspection = { readonly image: Image } | { readonly fault: string };

const COMMA = 0x2c;
const EQUALS = 0x3d;
/** `data:` with a media type and a parameter or two; a longer one is refused. */
const maxDataUrlPrefix = 128;
const dataUrlPrefix = /^data:image\/[a-z0-9.+-]+(?:;[a-z0-9-]+=[a-z0-9-]+)*;base64,$/i;

/**
 * Finds out what a base64 string holds: PNG, JPEG, WebP or GIF by its signature (never by what a data: URL claims), and
 * whether it is base64 to the last character (RFC 4648 section 4, padded).
 *
 * Nothing is decoded but the first bytes, and nothing of the picture is kept.
 */
export function inspectImage(text: ByteString): ImageInspection {
  const base64 = withoutDataUrl(text);
  if (base64 === undefined) return { fault: 'is a data: URL without a base64 picture' };
  const type = typeOf(Buffer.from(base64.copy(0, 24).toString('latin1'), 'base64'));
  if (type === undefined) return { fault: 'has an unknown format' };
  const scanned = scan(base64);
  if (scanned === undefined) return { fault: 'is not valid base64' };
  return { image: { type, base64, ...scanned } };
}

function withoutDataUrl(text: ByteString): ByteString | undefined {
  if (text.copy(0, 5).toString('latin1').toLowerCase() !== 'data:') return text;
  const comma = text.indexOf(COMMA, maxDataUrlPrefix);
  if (comma === -1 || !dataUrlPrefix.test(text.copy(0, comma + 1).toString('latin1'))) return undefined;
  return text.slice(comma + 1);
}

/** The file type by its first bytes, or undefined. Needs at least 12 bytes. */
export function typeOf(head: Buffer): ImageType | undefined {
  if (head.length < 12) return undefined;
  if (head.readUInt32BE(0) === 0x89504e47 && head.readUInt32BE(4) === 0x0d0a1a0a) return 'image/png';
  if (head.readUIntBE(0, 3) === 0xffd8ff) return 'image/jpeg';
  const ascii = head.toString('latin1', 0, 12);
  if (ascii.startsWith('RIFF') && ascii.endsWith('WEBP')) return 'image/webp';
  if (ascii.startsWith('GIF87a') || ascii.startsWith('GIF89a')) return 'image/gif';
  return undefined;
}

const scanBase64 = createBase64Scanner();

/**
 * Length and fingerprint of what the base64 stands for, or undefined if it is not valid: only the last quad may be
 * padded.
 */
function scan(base64: ByteString): Pick<Image, 'decodedBytes' | 'fingerprint'> | undefined {
  const { byteLength } = base64;
  if (byteLength === 0 || byteLength % 4 !== 0) return undefined;
  const padding = base64.at(byteLength - 1) !== EQUALS ? 0 : base64.at(byteLength - 2) !== EQUALS ? 1 : 2;
  const { views } = padding === 0 ? base64 : base64.slice(0, byteLength - padding);
  const fingerprint = scanBase64(views);
  return fingerprint === undefined ? undefined : { decodedBytes: (byteLength / 4) * 3 - padding, fingerprint };
}
