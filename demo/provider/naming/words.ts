/** Words that carry no meaning in a layer's name. */
const fillers = new Set(
  [
    'a an the of to for with and or in on at by from is are be was your our my its this that it as into via i you we',
    'der die das den dem des ein eine und oder mit für im am zu ist sind von',
    'le la les un une du de et ou à au aux pour par sur en dans vos votre vous ma mes nos notre est sont',
    'el los las una unos y o con por para del su sus tu mi es il lo gli di e o os as em um uma do da com',
  ]
    .join(' ')
    .split(' '),
);

/** Particles that make their own verb with the word before: "Log in", "Turn off". */
const particles = new Set(['in', 'on', 'up', 'off', 'out']);
/** Longer texts are sentences, in which these words are prepositions. */
const longestCommand = 4;

/** A name holds five words and 80 characters; one word past 24 would leave no room for the others. */
const maxWordChars = 24;
/** Scripts without spaces: what a word is there, a segmenter knows. */
const unspaced = /[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]/;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/** All words of a text, in lower case and in any script. */
export function splitWords(text: string): string[] {
  const plain = text
    .replaceAll(/['’]/g, '')
    .replaceAll(/\b([Ee])-(?=mails?\b)/g, '$1')
    .replaceAll(/(\d)[,.](?=\d{3}\b)/g, '$1');
  return (plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).flatMap((word) =>
    unspaced.test(word) ? segment(word) : [clip(word.toLowerCase())],
  );
}

/** The first `max` words that say something: no fillers, and no figures unless there is nothing else. */
export function keyWords(text: string, max: number): string[] {
  const all = splitWords(text);
  const isParticle = (word: string, at: number): boolean =>
    at === 1 && all.length <= longestCommand && particles.has(word);
  const telling = all.filter(
    (word, at) => (isParticle(word, at) || !fillers.has(word)) && !/^\d+$/.test(word) && !isKana(word),
  );
  return [...new Set(telling.length > 0 ? telling : all)].slice(0, max);
}

/** One letter of hiragana is a particle or an ending. */
function isKana(word: string): boolean {
  return /^[\u3040-\u309f]$/.test(word);
}

function segment(text: string): string[] {
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map((part) => clip(part.segment));
}

function clip(word: string): string {
  return Array.from(word).slice(0, maxWordChars).join('');
}
