/** Families that hold a script's letters, sans and serif, as Google Fonts has them. */
const families: readonly { readonly letters: RegExp; readonly sans: string; readonly serif: string }[] = [
  { letters: /[\u3040-\u30ff]/, sans: 'Noto Sans JP', serif: 'Noto Serif JP' },
  { letters: /[\uac00-\ud7af]/, sans: 'Noto Sans KR', serif: 'Noto Serif KR' },
  { letters: /[\u3400-\u9fff]/, sans: 'Noto Sans SC', serif: 'Noto Serif SC' },
  { letters: /[\u0600-\u06ff]/, sans: 'Noto Kufi Arabic', serif: 'Noto Naskh Arabic' },
  { letters: /[\u0590-\u05ff]/, sans: 'Noto Sans Hebrew', serif: 'Noto Serif Hebrew' },
  { letters: /[\u0900-\u097f]/, sans: 'Noto Sans Devanagari', serif: 'Noto Serif Devanagari' },
  { letters: /[\u0e00-\u0e7f]/, sans: 'Noto Sans Thai', serif: 'Noto Serif Thai' },
  { letters: /[\u0370-\u052f]/, sans: 'Noto Sans', serif: 'Noto Serif' },
];

/**
 * A family that has the letters of a text; undefined for Latin ones, which every family has.
 *
 * @param frameText all texts of the frame: Chinese characters beside kana are Japanese
 */
export function findFamily(text: string, frameText: string, manner: 'sans' | 'serif'): string | undefined {
  const isHan = /[\u3400-\u9fff]/.test(text);
  const looked = isHan && /[\u3040-\u30ff\uac00-\ud7af]/.test(frameText) ? frameText : text;
  return families.find(({ letters }) => letters.test(looked) && (letters.test(text) || isHan))?.[manner];
}
