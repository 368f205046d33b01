/**
 * Families that hold the letters of a script beside Latin, Greek and Cyrillic, among those that Figma offers (Google
 * Fonts' subsets). A family named here may hold several scripts.
 */
const FAMILIES: readonly (readonly [script: RegExp, families: RegExp])[] = [
  [
    /[\p{Script=Hiragana}\p{Script=Katakana}]/u,
    /\bJP\b|hiragino|yu (gothic|mincho)|meiryo|m plus|zen |kosugi|sawarabi|biz ud|kiwi maru|shippori|dela gothic|rampart|noto (sans|serif) cjk/i,
  ],
  [/\p{Script=Hangul}/u, /\bKR\b|nanum|gothic a1|pretendard|do hyeon|jua|gowun|apple sd|malgun|noto (sans|serif) cjk/i],
  [
    /\p{Script=Han}/u,
    /\b(JP|SC|TC|HK|KR)\b|hiragino|yu (gothic|mincho)|meiryo|m plus|zen |biz ud|pingfang|microsoft yahei|source han|zcool|ma shan|lxgw|noto (sans|serif) cjk/i,
  ],
  [
    /\p{Script=Arabic}/u,
    /arabic|cairo|tajawal|amiri|almarai|changa|el messiri|lalezar|markazi|vazirmatn|scheherazade|readex|lemonada|mada|harmattan|reem kufi|noto (naskh|kufi|nastaliq)|segoe ui|dejavu/i,
  ],
  [
    /\p{Script=Hebrew}/u,
    /hebrew|heebo|rubik|assistant|alef|frank ruhl|secular|varela round|david libre|miriam|open sans|arimo|segoe ui|dejavu/i,
  ],
  [/\p{Script=Thai}/u, /thai|kanit|prompt|sarabun|mitr|chakra|k2d|trirong|athiti|ibm plex sans thai/i],
  [/\p{Script=Devanagari}/u, /devanagari|poppins|hind|mukta|baloo|tiro|yantramanav|rajdhani|laila/i],
];

/** Whether a family has the letters of a text. Scripts that are not listed are left to Figma, which falls back. */
export function canSetText(text: string | undefined, family: string): boolean {
  if (text === undefined) return true;
  // Kana settle that a text is Japanese: its Han letters then come from the same family.
  return FAMILIES.every(([script, families]) => !script.test(text) || families.test(family));
}
