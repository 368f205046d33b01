import { foldKey } from './answer-parts.ts';

/** What models write if they have no name, or repeat from the question. */
const placeholder =
  /^[\s<("'[]*(?:null|undefined|n\/?a|unknown|unnamed|untitled|string|unclear|tbd|no[ _-]?name|new[ _]name|\.{2,}|…|\?+|name of the layer)[\s>)"'\].]*$|^\s*[<([]\s*(?:name|same|unchanged|keep|empty|none)\s*[>)\]]\s*$/i;
const refusal =
  /^\s*(?:i(?:['’]m|\s+am)\s+sorry,?\s+(?:but\s+)?i\b|(?:i(?:['’]m|\s+am)\s+)?unable\s+to\b|(?:i\s+)?(?:cannot|can['’]t|can\s+not|could\s+not)\s+(?:\w+\s+)?(?:identify|determine|tell|name|see|help|assist|describe|provide)\b)/i;
/** Names have five words at most: what begins like this and is longer is a sentence about the layer. */
const sentence = /^\s*(?:i|we|you|it|it['’]s|the|this|that|these|there|here)\s+(?:\S+\s+){5,}\S/i;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

/**
 * The name in what a model wrote for one layer: without its number or its current name before it, the ending of a file,
 * and marks of other formats (entities, escapes, characters that cannot be seen).
 *
 * @param currentName what the layer is called today.
 * @returns undefined if it holds no name: a placeholder, a refusal, a sentence.
 */
export function tidyName(written: string, number: number, currentName: string | undefined): string | undefined {
  const text = written
    .slice(0, 1000)
    .replace(/&(amp|lt|gt|quot|apos|#39);/g, (_entity, name: string) => entities[name] ?? ' ')
    .replace(/\\u([0-9a-f]{4})/gi, (_escape, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\[nrt]/g, ' ')
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '');
  if (placeholder.test(text) || refusal.test(text) || sentence.test(text)) return undefined;
  const [, before = '', behind = ''] = /^(.{1,300}?)\s*(?:->|=>|→)\s*(\S.*)$/s.exec(text) ?? [];
  const name = currentName !== undefined && before !== '' && foldKey(before) === foldKey(currentName) ? behind : text;
  return name
    .replace(new RegExp(`^\\s*(?:layer\\s*)?#?${number}\\s*[.:)]\\s+(?=\\S)`, 'i'), '')
    .replace(/(?<=\w)\.(?:png|jpe?g|svg|webp|gif)\s*$/i, '');
}
