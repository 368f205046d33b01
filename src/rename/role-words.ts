/** Words for the same role: within a job, layers of one kind use one of them. */
const synonyms: readonly (readonly string[])[] = [
  ['button', 'btn', 'cta'],
  ['link', 'anchor', 'hyperlink'],
  ['item', 'entry'],
  ['input', 'field', 'textfield', 'textbox'],
  ['image', 'img', 'photo', 'picture', 'pic'],
  ['icon', 'glyph', 'symbol', 'ico'],
  ['card', 'tile', 'panel'],
  ['divider', 'separator', 'hairline'],
  ['badge', 'tag', 'chip', 'pill'],
  ['label', 'caption', 'text', 'txt'],
  ['heading', 'headline', 'title'],
  ['description', 'desc', 'paragraph'],
  ['switch', 'toggle'],
  ['checkbox', 'tickbox'],
  ['chart', 'graph', 'diagram'],
];

/** Names for the controls of one row: siblings of a kind use one of these words, too. */
const controls: ReadonlySet<string> = new Set(['button', 'link', 'tab', 'item', 'option']);

const otherRoles: ReadonlySet<string> = new Set(
  (
    'avatar background bar container date footer form group header illustration list logo menu modal nav option price ' +
    'progress radio row search section select sidebar tab table time value'
  ).split(' '),
);

const classOf = new Map(synonyms.flatMap((words) => words.map((word) => [word, words[0] as string])));

/** The commonest of the words that mean the same role; undefined for a word that has no synonyms. */
export function roleClassOf(word: string): string | undefined {
  return classOf.get(word);
}

/** Whether a word names a control, such as a button or an input. */
export function isControl(word: string): boolean {
  return controls.has(classOf.get(word) ?? word);
}

/** Whether a word says what a layer is rather than what it is about. */
export function isRoleWord(word: string): boolean {
  return classOf.has(word) || otherRoles.has(word);
}
