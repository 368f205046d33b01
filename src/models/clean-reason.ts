import { EmbeddedPicture } from '../images/json-segments.ts';

/** What a request holds that must not come back in a log. */
export interface SentContent {
  /** Base64 of its pictures. */
  readonly pictures: readonly Iterable<Buffer>[];
  /** Texts of the design and its people: whatever is in quotes in the user's messages, and the lines of a brief. */
  readonly texts: readonly string[];
  /** Keys and headers, each whole. */
  readonly secrets: readonly string[];
}

/** Runs of a picture or a text of this length count as quoted; shorter ones can match by chance. */
const runChars = 8;
/** Short values are only taken out whole, and only if they are not a plain word. */
const leastValueChars = 4;
const mostReasonChars = 300;
/** A provider's words past this are never read. */
const mostSearchedChars = 1500;
/** A piece of this length that occurs in a picture and is not a word is no coincidence; of shorter ones, this many. */
const pieceChars = 5;
const leastPieces = 3;
const cut = '[...]';

/**
 * Takes out of a provider's words whatever they quote of the request, and cuts them to 300 characters. A provider may
 * quote base64 in pieces of any length with anything between them, so pictures are looked for in the letters of the
 * words: eight letters in a row that also occur in a picture are not a coincidence (64^8 combinations).
 */
export function cleanReason(said: string, sent: SentContent): string {
  const words = said.slice(0, mostSearchedChars).replace(/\\+[nrt]/g, ' ');
  const marked = new Uint8Array(words.length);
  markPictures(words, sent.pictures, marked);
  markPieces(words, sent.pictures, marked);
  markText(words, sent.texts.filter((text) => text.length >= runChars).join('\n'), marked);
  for (const text of sent.texts) if (text.length < runChars && /[^a-z]/.test(text)) markWhole(words, text, marked);
  for (const secret of sent.secrets) markWhole(words, secret, marked);
  return (
    cutMarked(words, marked)
      // Keys, addresses and anything longer than a word: not from this request, but still private.
      .replace(/\bsk-[\w-]{8,}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|[\w+/=-]{40,}/g, cut)
      .replace(/(?:\[\.\.\.\][\s"',;:|.]*){2,}/g, `${cut} `)
      // A log line is one line, without characters that a terminal would obey.
      .replace(/[\s\p{C}]+/gu, ' ')
      .trim()
      .slice(0, mostReasonChars)
  );
}

/** Finds what a call's body holds of a design: the pictures and quoted texts of the messages of its user. */
export function sentContentOf(body: unknown, secrets: readonly string[]): SentContent {
  const pictures: Iterable<Buffer>[] = [];
  const texts = new Set<string>();
  const visit = (value: unknown): void => {
    if (value instanceof EmbeddedPicture) pictures.push(value.picture.views);
    else if (typeof value === 'string') for (const text of quotedIn(value)) texts.add(text);
    else if (Array.isArray(value)) for (const entry of value as unknown[]) visit(entry);
    else if (typeof value === 'object' && value !== null)
      for (const [key, entry] of Object.entries(value)) if (key !== 'type') visit(entry);
  };
  const { messages } = body as { messages?: readonly { role?: string; content?: unknown }[] };
  for (const { role, content } of messages ?? []) if (role === 'user') visit(content);
  return { pictures, texts: [...texts], secrets };
}

function* quotedIn(message: string): Generator<string> {
  for (const [, quoted = '', colon] of message.matchAll(/"((?:[^"\\\n]|\\.)*)"(\s*:)?/g)) {
    // Keys are ours.
    if (colon !== undefined || quoted.length < leastValueChars) continue;
    yield quoted;
    if (quoted.includes('\\')) yield unescape(quoted);
  }
  for (const [, brief = ''] of message.matchAll(/^Brief: (.+)$/gm)) yield brief;
  // A question without any quotes, such as that for a picture, is the designer's own words from end to end.
  if (!message.includes('"')) yield message;
}

function unescape(quoted: string): string {
  try {
    return JSON.parse(`"${quoted}"`) as string;
  } catch {
    return quoted;
  }
}

/** One pass over the pictures: a table of the words' runs of eight answers for each place whether it can begin one. */
function markPictures(words: string, pictures: SentContent['pictures'], marked: Uint8Array): void {
  const places: number[] = [];
  for (let at = 0; at < words.length; at += 1) if (/[A-Za-z0-9+/=]/.test(words[at] as string)) places.push(at);
  const letters = Buffer.from(places.map((at) => words.charCodeAt(at)));
  if (letters.length < runChars || pictures.length === 0) return;
  const runs = new Map<number, number[]>();
  const couldBegin = new Uint8Array(1 << 16);
  for (let start = 0; start + runChars <= letters.length; start += 1) {
    const hash = letters.readUInt32BE(start) ^ letters.readUInt32BE(start + 4);
    const starts = runs.get(hash);
    if (starts === undefined) runs.set(hash, [start]);
    else starts.push(start);
    couldBegin[fold(hash)] = 1;
  }
  for (const views of pictures) {
    let [high, low] = [0, 0];
    for (const view of views) {
      for (let at = 0; at < view.length; at += 1) {
        high = (high << 8) | (low >>> 24);
        low = (low << 8) | (view[at] as number);
        const hash = high ^ low;
        if (couldBegin[fold(hash)] === 0) continue;
        for (const start of runs.get(hash) ?? []) {
          if (letters.readInt32BE(start) !== high || letters.readInt32BE(start + 4) !== low) continue;
          for (let letter = start; letter < start + runChars; letter += 1) marked[places[letter] as number] = 1;
        }
      }
    }
  }
}

function fold(hash: number): number {
  return (hash ^ (hash >>> 16)) & 0xffff;
}

/** Pieces shorter than a run with words between them, that are not words and are in a picture. */
function markPieces(words: string, pictures: SentContent['pictures'], marked: Uint8Array): void {
  const pieces = [...words.matchAll(/[A-Za-z0-9+/=]{3,}/g)].filter(
    ([piece]) => piece.length < runChars && !isWord(piece) && pictures.some((views) => holds(views, piece)),
  );
  const isQuoting = pieces.length >= leastPieces || marked.includes(1);
  for (const { 0: piece, index } of pieces)
    if (isQuoting || piece.length >= pieceChars) marked.fill(1, index, index + piece.length);
}

function isWord(piece: string): boolean {
  return /^(?:[A-Z]?[a-z]+\d*|[A-Z]+|\d+|[a-z]+(?:[A-Z][a-z]+)+)$/.test(piece);
}

function holds(views: Iterable<Buffer>, piece: string): boolean {
  for (const view of views) if (view.includes(piece, 0, 'latin1')) return true;
  return false;
}

function markText(words: string, texts: string, marked: Uint8Array): void {
  for (let start = 0; start + runChars <= words.length; start += 1) {
    if (texts.includes(words.slice(start, start + runChars))) marked.fill(1, start, start + runChars);
  }
}

function markWhole(words: string, text: string, marked: Uint8Array): void {
  if (text.length < leastValueChars) return;
  for (let at = words.indexOf(text); at !== -1; at = words.indexOf(text, at + 1)) marked.fill(1, at, at + text.length);
}

function cutMarked(words: string, marked: Uint8Array): string {
  let cleaned = '';
  for (let at = 0; at < words.length; at += 1) {
    if (marked[at] === 0) cleaned += words[at];
    else if (marked[at - 1] !== 1) cleaned += cut;
  }
  return cleaned;
}
