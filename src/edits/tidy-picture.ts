import { ByteString } from '../images/byte-string.ts';
import { Picture } from '../images/picture.ts';

const escaped = /%(2b|2f|3d|0a|0d|20)/gi;

/**
 * The picture itself if it is sound, or one with the same bytes in plain base64: some providers break it into lines,
 * use the alphabet of URLs, leave out the padding, escape it, or name another type in front of it.
 *
 * @returns undefined if plain base64 does not make it a sound picture.
 */
export function tidyPicture(picture: Picture): Picture | undefined {
  if (picture.fault === undefined) return picture;
  const text = Buffer.concat([...picture.views]).toString('latin1');
  const plain = text
    .replace(/^\s*data:[^,]{0,200},/i, '')
    .replace(escaped, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\s+|=+\s*$/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  const tidy = new Picture(ByteString.from(plain + '='.repeat((4 - (plain.length % 4)) % 4)));
  return tidy.fault === undefined ? tidy : undefined;
}
