/**
 * A layer's name from an id that Figma exported. Figma writes the bytes of UTF-8 as character references, so that "é"
 * arrives as "Ã©"; a text that is not UTF-8 read byte by byte is left as it is.
 */
export function decodeName(id: string): string {
  const codes = Array.from(id, (letter) => letter.codePointAt(0) ?? 0);
  if (!codes.some((code) => code > 0x7f) || codes.some((code) => code > 0xff)) return id;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(codes));
  } catch {
    return id;
  }
}
