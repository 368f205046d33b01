import {
  copyWords,
  cssWords,
  defaultWords,
  htmlWords,
  outlineWords,
  presetWords,
  propertyWords,
  screenshotWords,
} from './default-words.ts';

/** "Rectangle 1_2": Figma distinguishes equal names by such numbers in ids. */
const idSuffix = /_(?:0|[1-9]\d*)$/;
const outlineSuffix = new RegExp(` \\((?:${outlineWords})\\)$`);
// Chinese and Japanese put no space before the word.
const copySuffix = new RegExp(`(?:[ -]|(?=[^\\x00-\\u2e7f]))(?:${copyWords})(?:[ -]?\\d+)?$`);
const copyPrefix = /^(?:copy of|kopie von|copia de|copie de) /;

/** "Frame 12", "Group-3", "path1234", "グループ12": a word, what separates, a number that has no leading zero. */
const wordAndNumber = /^(.*?)([ _-]?)((?:0|[1-9]\d*)?)$/;

/** "Rectangle 12 – 3", "Frame 1 1", "Layer_1-2", "Rectangle 4.1", "Frame 2@2x": what follows the first number. */
const furtherNumber = /(\d)(?: ?[-–] ?\d+| \d+|\.\d+|@\d+x)$/;
const countSuffix = / \(\d+\)$/;

/** Seen by nobody: soft hyphens, marks of the writing direction, joiners. */
const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]/g;

/** "404", "1440": on what holds others such numbers say which page or width it is. */
const pageNumber = /^\d{3,4}$/;
const holders: readonly string[] = ['FRAME', 'SECTION', 'COMPONENT', 'INSTANCE'];

const propertyName = new RegExp(`^(?:${propertyWords}) ?\\d+ ?=`);
const presetName = new RegExp(`^(?:${presetWords}) ?[-–] ?\\d+$`);

/** Names of picture files: "IMG_2031", "DSC0012 1", "photo-1519681393784-d120267933ba", "hero.png". */
const fileNames: readonly RegExp[] = [
  /^(?:img|dsc|dscn|dscf|pxl|mvimg|gopr)[-_ ]?\d{3,}/,
  /^(?:vid|sam)[-_]\d{3,}|^p\d{6,}|^(?:photo|video)_\d{4}-|^fullsizerender/,
  /^(?:unsplash:|unsplash[-_]|pexels[-_]).*\d/,
  /^unsplash:|-unsplash(?: \d+)?$|^freepik__|^istock[-_]\d{4,}/,
  /[-_ ][\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?: \d+)?$/,
  /^photo-\d{6,}/,
  /^(?:istockphoto|gettyimages|shutterstock|adobestock|depositphotos|freepik)[-_]\d{4,}/,
  /^(?:gemini_generated_image_|whatsapp image \d|chatgpt image \w+ \d|dall·e \d)|-removebg-preview/,
  /\.(?:png|jpe?g|gif|webp|svg|heic|avif|bmp|tiff?)(?: \d+)?$/,
  // What browsers, phones and mail programs call a picture that was saved or pasted.
  /^(?:image|images|download|unnamed|photo|picture|video|file|untitled)(?: ?\(\d+\)|[ -]\d{6,})(?: \d+)?$/,
  /^(?:images|downloads?|unnamed) \d+$|^(?:pasted (?:graphic|image|layer)|image from ios)(?: \d+)?$/,
  new RegExp(`^(?:${screenshotWords})[^a-z\\d]*\\d`),
  // Ids of SVG files: Figma's and Inkscape's.
  /^(?:clip|filter|paint|mask|pattern|image)\d+(?:_[bdfin]+|_(?:linear|radial|angular|diamond))?(?:_\d+)*$/,
  /^(?:circle|line|text|image|use|tspan|polygon|layer|marker)\d{3,}$/,
  /^(?:fill|stroke)-\d+$|^g-?\d+$|^clippath\d+$/,
  // Illustrator's.
  /^(?:xmlid|svgid)_\d+_?$/,
  /^_(?:group|path|rectangle|clipping_path|compound_path|clip_group|text|image)_(?:\d+_?)?$/,
  /^(?:capa|lager)_\d+$|^isolation_mode$/,
];

/** Nothing but digits, spaces and punctuation, or an id in hexadecimal digits. */
const noWords = /^(?:[\d\s\-_.,:;#()*/+–—]*|(?=.*\d)[0-9a-f]{8}[0-9a-f-]*(?: \d+)?)$/;

/** Whether a tool gave the name, or it says nothing: it may be replaced without asking. */
export function isDefaultName(name: string, type?: string): boolean {
  // Files of a Mac decompose letters with accents; Japanese input makes digits full-width.
  const plain = foldSpace(name.normalize('NFKC').replace(unseen, '')).toLowerCase();
  if (pageNumber.test(plain) && holders.indexOf(type ?? '') !== -1) return false;
  const isFileName = fileNames.some((pattern) => pattern.test(plain));
  if (isFileName || noWords.test(plain) || propertyName.test(plain) || presetName.test(plain)) return true;
  return isCssName(plain) || isToolName(plain, type);
}

/** A name as it compares: Figma makes one line of a text's lines for its name. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function isToolName(plain: string, type: string | undefined): boolean {
  const marked = /^<(.+)>$/.exec(plain) ?? /^\((.+)\)$/.exec(plain);
  const bare = stripSuffixes(marked?.[1] ?? plain);
  const further = bare.replace(furtherNumber, '$1');
  if (further !== bare) return isNumberedTwice(further);
  const [, spelled = '', separator = '', number = ''] = wordAndNumber.exec(bare) ?? [];
  // Ids of SVG files have dashes for spaces.
  const word = spelled.replace(/-/g, ' ');
  const known = defaultWords.get(word);
  if (known === undefined) return false;
  if (known.isOnOwnTypes === true && type !== undefined) return known.types?.includes(type) === true;
  if (known.isEveryday !== true || marked !== null) return true;
  if (number === '') return type === undefined || known.types?.includes(type) === true;
  return separator === ' ' || (separator === '' && word.charCodeAt(0) > 0x2e80);
}

/** Everyday words with two numbers were given by people: "Star 4.5", "Section 1.2". */
function isNumberedTwice(further: string): boolean {
  const known = defaultWords.get(wordAndNumber.exec(further)?.[1] ?? '');
  return known !== undefined && known.isEveryday !== true && known.isOnOwnTypes !== true;
}

function stripSuffixes(name: string): string {
  const stripped = name
    .replace(outlineSuffix, '')
    .replace(copySuffix, '')
    .replace(countSuffix, '')
    .replace(idSuffix, '');
  return stripped === name ? name.replace(copyPrefix, '') : stripSuffixes(stripped);
}

/** html.to.design: "Background+Border", "Link:margin", "::before", "Link → SVG", "Image+Border", "Item → Link". */
function isCssName(plain: string): boolean {
  if (/:(?:margin|:?before|:?after)$| → svg$|^heading \d → /.test(plain)) return true;
  const [words, steps] = [plain.split('+'), plain.split(' → ')];
  if (steps.length > 1) return steps.every(isHtml);
  return words.length > 1 && words.every(isHtml) && words.some((word) => cssWords.has(word.trim()));
}

function isHtml(word: string): boolean {
  return cssWords.has(word.trim()) || htmlWords.has(word.trim());
}
