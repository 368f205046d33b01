import { Kind, type TUnsafe, Type } from '@sinclair/typebox';

/**
 * A JSON string that was kept as the bytes it arrived in: views on the chunks of the socket, in order. The text between
 * the quotes, escapes resolved, as UTF-8.
 */
export interface ByteText {
  readonly views: readonly Uint8Array[];
  /** Bytes of all views together. */
  readonly byteLength: number;
}

/** The TypeBox kind of a picture in base64. Its check is registered by `src/images/`. */
export const imageKind = 'ImageBase64';

/** PNG, JPEG, WebP or GIF in base64, bare or as a data: URL; the empty string if a layer could not be exported. */
export const ImageBase64: TUnsafe<ByteText> = Type.Unsafe<ByteText>({
  [Kind]: imageKind,
  type: 'string',
  contentEncoding: 'base64',
  description: 'PNG, JPEG, WebP or GIF in base64, bare or as a data: URL; "" if the layer could not be exported.',
});
export type ImageBase64 = ByteText;
