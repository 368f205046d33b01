/** Words that carry no meaning in a layer's name. */
const fillers = new Set(
  'a an the of to for with and or in on at by from is are be was your our my its this that it as into via'.split(' '),
);

/** A name holds five words and 80 characters; one word past 24 would leave no room for the others. */
const maxWordChars = 24;

/** All words of a text, in lower case and in any script; "50%" gives 50 and percent, "3+" gives 3 and plus. */
export function splitWords(text: string): string[] {
  const spelled = text
    .replaceAll(/['’]/g, '')
    .replaceAll(/(\d)[,.](?=\d{3}\b)/g, '$1')
    .replaceAll(/(\d)\s*%/g, '$1 percent')
    .replaceAll(/(\d)\s*\+/g, '$1 plus')
    .replaceAll('&', ' and ')
    .replaceAll('@', ' at ');
  return (spelled.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) => clip(word.toLowerCase()));
}

/** The first `max` words that say something: no fillers, and no figures unless there is nothing else. */
export function keyWords(text: string, max: number): string[] {
  const all = splitWords(text);
  const telling = all.filter(
    (word) => !fillers.has(word) && !/^\d+$/.test(word) && word !== 'percent' && word !== 'plus',
  );
  return (telling.length > 0 ? telling : all).slice(0, max);
}

/** The subject of a sentence: its words up to the first verb of being or preposition, three at most. */
export function subjectWords(text: string): string[] {
  const subject = text.split(/\s(?:is|are|was|were|will|can|has|have|with|that|which)\s|[.,:;!?]\s/i)[0] ?? text;
  return keyWords(subject, 3);
}

/** An amount as spoken: "$40,000" gives 40k, "1,250" gives 1250; undefined where the text is more than a figure. */
export function readFigure(text: string): { kind: 'amount' | 'percent' | 'count'; figure: string } | undefined {
  const match = /^\s*([$€£¥])?\s*(\d[\d,.]*)\s*([kKmM])?\s*(%|\+|[$€£¥])?\s*$/.exec(text);
  if (!match?.[2]) return undefined;
  const plain = match[2].replaceAll(/[,.](?=\d{3}\b)/g, '').replaceAll(/[.,]/g, '_');
  const short = /^\d+000$/.test(plain) ? `${plain.slice(0, -3)}k` : plain;
  const figure = `${short}${match[3]?.toLowerCase() ?? ''}`;
  if (match[4] === '%') return { kind: 'percent', figure };
  return { kind: match[1] || (match[4] && match[4] !== '+') ? 'amount' : 'count', figure };
}

function clip(word: string): string {
  return Array.from(word).slice(0, maxWordChars).join('');
}
