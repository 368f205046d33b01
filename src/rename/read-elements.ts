type Fields = Record<string, string>;

interface OpenElement {
  readonly tag: string;
  readonly fields: Fields;
  text: string;
}

const tagOrText = /<(\/?)([a-z][\w-]{0,40})((?:\s[^<>]{0,500})?)>|([^<]+)/gi;
const attribute = /([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * Reads the elements of an answer in XML as objects: attributes and inner elements become fields, and the text of an
 * element with attributes is its `name`. `<layer number="1"><name>header</name></layer>` is `{ number: "1", name:
 * "header" }`. An element that is not closed is left out. Linear in the length of the text.
 */
export function readElements(text: string): Fields[] {
  const found: Fields[] = [];
  const open: OpenElement[] = [];
  for (const [, slash, tag = '', rest = '', words] of text.matchAll(tagOrText)) {
    const inner = open.at(-1);
    if (words !== undefined) {
      if (inner !== undefined) inner.text += words;
    } else if (slash !== '/') {
      const element = { tag, fields: attributesOf(rest), text: '' };
      if (!rest.endsWith('/')) open.push(element);
      else if (Object.keys(element.fields).length > 1) found.push(element.fields);
    } else if (inner?.tag === tag) {
      open.pop();
      close(inner, open.at(-1), found);
    }
  }
  return found;
}

function close({ tag, fields, text }: OpenElement, outer: OpenElement | undefined, found: Fields[]): void {
  const words = decode(text.trim());
  if (Object.keys(fields).length === 0) {
    if (outer !== undefined && words !== '') outer.fields[tag] = words;
  } else found.push(words === '' || Object.hasOwn(fields, 'name') ? fields : { ...fields, name: words });
}

function attributesOf(text: string): Fields {
  return Object.fromEntries(
    [...text.matchAll(attribute)].map(([, key = '', double, single]) => [key, decode(double ?? single ?? '')]),
  );
}

function decode(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_entity, name: string) => entities[name] ?? '');
}
