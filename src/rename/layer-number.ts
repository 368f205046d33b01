const words =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen'.split(' ');
const ordinals =
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth'.split(
    ' ',
  );

/** `3`, `"3"`, `"#3"`, `"L3"`, `"Layer 3"`, `"layer_3"`, `"Layer 3 (Card)"`, `"[3]"`, `"3:"`. */
const numbered =
  /^[\s#([<"'*]*(?:layer|image|picture|cell|item|label|element|entry|no\.?|number|nr\.?|l|n)?[\s_#:.-]*#?(\d{1,4})(?:\.0+)?(?![\d.]*\d)(.*)$/is;

/** The layer number in an answer, or undefined. Only whole numbers: 1.5 is not a layer. */
export function readLayerNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  // Full-width digits (１) are digits.
  const text = value.slice(0, 200).normalize('NFKC');
  const [, digits, rest] = numbered.exec(text) ?? [];
  // "Layer 3 Copy 2" or "12px" is not a number with a remark behind it.
  if (digits !== undefined)
    return /^\s*(?:$|[\])>"'*]|[:.,;/–—(|-](?!\d)|of\b|\/\s*\d{1,3}\s*$)/u.test(rest ?? '')
      ? Number(digits)
      : undefined;
  const word = text
    .trim()
    .toLowerCase()
    .replace(/^(?:layer|number|the)[\s_-]+/, '');
  const index = Math.max(words.indexOf(word), ordinals.indexOf(word.replace(/[\s_-]+layer$/, '')));
  return index === -1 ? undefined : index;
}
