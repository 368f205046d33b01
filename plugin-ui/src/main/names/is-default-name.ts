import {
  copyWords,
  cssWords,
  defaultWords,
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

const propertyName = new RegExp(`^(?:${propertyWords}) ?\\d+ ?=`);
const presetName = new RegExp(`^(?:${presetWords}) ?[-–] ?\\d+$`);

/** Names of picture files: "IMG_2031", "DSC0012 1", "photo-1519681393784-d120267933ba", "hero.png". */
const fileNames: readonly RegExp[] = [
  /^(?:img|dsc|dscn|dscf|pxl|mvimg|gopr)[-_ ]?\d{3,}/,
  /^(?:vid|sam)[-_]\d{3,}|^p\d{6,}/,
  /^(?:unsplash:|unsplash[-_]|pexels[-_]).*\d/,
  /^unsplash:/,
  /^photo-\d{6,}/,
  /^(?:istockphoto|gettyimages|shutterstock|adobestock|depositphotos|freepik)[-_]\d{4,}/,
  /^(?:gemini_generated_image_|whatsapp image \d|chatgpt image \w+ \d|dall·e \d)|-removebg-preview/,
  /\.(?:png|jpe?g|gif|webp|svg|heic|avif|bmp|tiff?)$/,
  // What browsers, phones and mail programs call a picture that was saved or pasted.
  /^(?:image|images|download|unnamed|photo|picture|video|file|untitled)(?: ?\(\d+\)|[ -]\d{6,})(?: \d+)?$/,
  /^(?:images|downloads?|unnamed) \d+$|^(?:pasted (?:graphic|image|layer)|image from ios)(?: \d+)?$/,
  new RegExp(`^(?:${screenshotWords})[^a-z\\d]*\\d`),
  // Ids of SVG files: Figma's and Inkscape's.
  /^(?:clip|filter|paint|mask|pattern|image)\d+(?:_[bdfin]+|_(?:linear|radial|angular|diamond))?(?:_\d+)*$/,
  /^(?:circle|line|text|image|use|tspan|polygon|layer|marker)\d{3,}$/,
  /^(?:fill|stroke)-\d+$/,
  // Illustrator's.
  /^(?:xmlid|svgid)_\d+_?$/,
  /^_(?:group|path|rectangle|clipping_path|compound_path|clip_group|text|image)_(?:\d+_?)?$/,
  /^(?:capa|lager)_\d+$|^isolation_mode$/,
];

/** Nothing but digits, spaces and punctuation, or an id in hexadecimal digits. */
const noWords = /^(?:[\d\s\-_.,:;#()*/+–—]*|(?=.*\d)[0-9a-f]{8}[0-9a-f-]*(?: \d+)?)$/;

/** Whether a tool gave the name, or it says nothing: it may be replaced without asking. */
export function isDefaultName(name: string, type?: string): boolean {
  const plain = foldSpace(name).toLowerCase();
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
  const [, word = '', separator = '', number = ''] = wordAndNumber.exec(bare) ?? [];
  const known = defaultWords.get(word);
  if (known === undefined) return false;
  if (known.isOnOwnTypes === true && type !== undefined) return known.types?.includes(type) === true;
  if (known.isEveryday !== true || marked !== null) return true;
  if (number === '') return type === undefined || known.types?.includes(type) === true;
  return separator === ' ' || (separator === '' && word.charCodeAt(0) > 0x2e80);
}

function stripSuffixes(name: string): string {
  const stripped = name.replace(outlineSuffix, '').replace(copySuffix, '').replace(idSuffix, '');
  return stripped === name ? name.replace(copyPrefix, '') : stripSuffixes(stripped);
}

/** html.to.design: "Background+Border", "Link:margin", "::before", "Link → SVG". */
function isCssName(plain: string): boolean {
  if (/:(?:margin|:?before|:?after)$| → svg$|^heading \d → /.test(plain)) return true;
  const words = plain.split('+');
  return words.length > 1 && words.every((word) => cssWords.has(word.trim()));
}
