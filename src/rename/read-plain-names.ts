import { splitThinking } from '../models/split-thinking.ts';
import { type NameEntry, numberedText } from './collect-names.ts';

/** How people and models begin a sentence, a refusal or a remark; no layer is named like that. */
const opensSentence =
  /^(?:i|i'm|i’m|we|you|it|it's|the|this|that|these|there|here|sure|ok|okay|yes|no|sorry|unable|cannot|can't|unfortunately|certainly|please|as|of course|n\/a|none|error)\b/i;
const label =
  /^(?:(?:the\s+)?(?:(?:new|layer|suggested|final)\s+)*name(?:\s+is)?|layer\s*1|answer|result)\s*[:=–-]\s*/i;

/** The name that an answer without JSON consists of: `primary_button`, `**Primary button**`, `Name: primary_button`. */
export function readBareName(content: string): string | undefined {
  const lines = linesOf(content);
  const [line] = lines;
  if (line === undefined || lines.length > 1 || line.length > 200) return undefined;
  const name = line
    .replace(/^[\s"'`*“”]+|[\s"'`*“”]+$/g, '')
    .replace(label, '')
    .replace(/^[\s"'`*“”]+|[\s"'`*“”.]+$/g, '');
  return isNameLike(name) ? name : undefined;
}

/**
 * `1. header`, `Layer 2: footer`, `Layer 3 is the Submit Button`: only if every layer has exactly one such line, since
 * prose has numbered lines too.
 */
export function readNumberedLines(content: string, count: number): Map<number, NameEntry> {
  const entries = joinHeadings(linesOf(content))
    .flatMap((line) => line.split(/(?<=[.;])\s+(?=(?:and\s+)?layer\s+\d)|(?<=[,;])\s+(?=\d{1,2}\s?[.:)]\s)/i))
    .flatMap((line) => numberedText(line) ?? sentenceName(line) ?? []);
  const byNumber = new Map<number, NameEntry>();
  for (const entry of entries) if (entry.number !== undefined) byNumber.set(entry.number, entry);
  const isWhole =
    entries.length === count && Array.from({ length: count }, (_, index) => byNumber.has(index + 1)).every(Boolean);
  return isWhole && entries.every(({ name }) => isNameLike(name)) ? byNumber : new Map();
}

/** `### Layer 1` with the name on the line behind it, perhaps as `- Name: header`, as one line. */
function joinHeadings(lines: readonly string[]): string[] {
  return lines.map((line, index) => {
    const heading = /^[#*\s]*layer\s+(\d{1,3})[*:\s]*$/i.exec(lines[index - 1] ?? '');
    return heading === null ? line : `Layer ${heading[1]}: ${line.replace(/^[-*•\s]+/, '').replace(label, '')}`;
  });
}

const sentence =
  /^(?:[-*•]\s*)?(?:and\s+)?(?:the\s+)?\**layer\s+#?(\d{1,3})\**\s+(?:is|should\s+be|could\s+be|can\s+be|would\s+be)\s+(?:(?:best\s+)?(?:named|called|renamed(?:\s+to)?|titled)\s+|(the|a|an)\s+)(.+)$/i;
/** Words by which a sentence says something about a layer instead of naming it. */
const describes = /\b(?:layers?|same|with|that|which|as|of|for|in|on|not|too|very)\b/i;

/** `Layer 1 is the Submit Button.`, `Layer 2 should be called "footer".` */
function sentenceName(line: string): NameEntry | undefined {
  const [, digits, article, rest = ''] = sentence.exec(line.trim()) ?? [];
  const name = rest.replace(/[.;,!]+$/, '').replace(/^[\s"'`*“”]+|[\s"'`*“”]+$/g, '');
  if (digits === undefined || name === '' || (article !== undefined && describes.test(name))) return undefined;
  return { number: Number(digits), name, confidence: undefined };
}

function linesOf(content: string): string[] {
  return splitThinking(content.replace(/^\ufeff/, ''))
    .answer.split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:```|~~~)\w*$/.test(line) && !/^<\/?[a-z_]{1,30}>$/i.test(line));
}

/** One to five words and no punctuation of a sentence. */
function isNameLike(text: string): boolean {
  if (text === '' || text.length > 80 || opensSentence.test(text)) return false;
  return (
    !/[.,;:!?{}[\]<>()|\t。，；：！？、\\]/.test(text) && text.split(/[\s_/-]+/).length <= 5 && /\p{L}/u.test(text)
  );
}
