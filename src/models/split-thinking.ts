/** How models mark their thinking; the closing mark belongs to its opening one. */
export const thinkingMarks: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [
    /<(?:think(?:ing)?|thoughts?|reason(?:ing)?|analysis|reflection|scratchpad)(?:\s[^<>]{0,200})?>/gi,
    /<\/(?:think(?:ing)?|thoughts?|reason(?:ing)?|analysis|reflection|scratchpad)>/gi,
  ],
  [/\[THINK\]/gi, /\[\/THINK\]/gi],
  [/◁think▷/gi, /◁\/think▷/gi],
  [/<\|channel\|>(?:analysis|commentary)<\|message\|>/gi, /<\|end\|>|<\|channel\|>final<\|message\|>/gi],
];

/**
 * Splits a model's text into its answer and its thinking: `<think>...</think>` and its relatives, also without the
 * opening mark (some chat templates open it in the prompt) or without the closing one (cut short).
 */
export function splitThinking(text: string): { readonly answer: string; readonly thoughts: string } {
  let answer = text;
  const thoughts: string[] = [];
  for (const [open, close] of thinkingMarks) {
    const parts: string[] = [];
    let from = 0;
    let opening = find(open, answer, 0);
    let closing = find(close, answer, 0);
    while (opening !== undefined || closing !== undefined) {
      const isOpened = opening !== undefined && (closing === undefined || opening.start < closing.start);
      if (isOpened) parts.push(answer.slice(from, opening?.start));
      thoughts.push(answer.slice(isOpened ? opening?.end : from, closing?.start));
      from = closing?.end ?? answer.length;
      // Each mark is looked for again only once it is passed: a thousand of one kind must not cost a thousand searches.
      if (opening !== undefined && opening.start < from) opening = find(open, answer, from);
      closing = closing === undefined ? undefined : find(close, answer, from);
    }
    answer = [...parts, answer.slice(from)].join('\n');
  }
  return { answer, thoughts: thoughts.join('\n') };
}

function find(mark: RegExp, text: string, from: number): { readonly start: number; readonly end: number } | undefined {
  const pattern = new RegExp(mark);
  pattern.lastIndex = from;
  const match = pattern.exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
}
