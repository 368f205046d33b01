import { ByteString } from '../images/byte-string.ts';
import { Picture } from '../images/picture.ts';

/** What a choice of a completion holds, wherever a provider put it. */
export interface MessageRead {
  /** The text: a string, joined parts, or the arguments of the first tool call. */
  readonly content: string;
  readonly pictures: readonly Picture[];
}

/** Keys under which a string of an answer is a picture: its bytes stay bytes. */
export const pictureKeys: ReadonlySet<string> = new Set([
  'url',
  'image_url',
  'b64_json',
  'base64',
  'image_base64',
  'data',
  'result',
]);

const dataUrl = /data:image\/[a-z0-9.+-]+;base64,[a-z0-9+/=\s]+/gi;
const maxDepth = 6;

/**
 * Reads the message of a choice, or the body's own fields if it is not a chat completion: OpenAI's images
 * (`data[0].b64_json`) and responses (`output`), and Google's `candidates`.
 */
export function readMessage(message: unknown, body: unknown): MessageRead {
  const fields = isObject(message) ? message : {};
  const outer = isObject(body) ? body : {};
  const places = [
    fields['images'],
    fields['image'],
    fields['image_url'],
    fields['attachments'],
    fields['content'],
    outer['images'],
    outer['artifacts'],
    outer['data'],
    outer['output'],
    outer['candidates'],
  ];
  const pictures = places.flatMap((place) => (isObject(place) ? picturesIn(place, 0) : []));
  const said = textOf(fields['content']);
  const called = argumentsOf(fields);
  const text =
    // Words beside a call only announce it.
    (called.includes('"') && !/[{[]/.test(said) ? called : said) ||
    textOf(outer['output']) ||
    wholeText(outer) ||
    valueOf(fields) ||
    misplacedAnswer(fields);
  return { content: text, pictures: pictures.length > 0 ? pictures : picturesInText(text) };
}

/** Whether a picture came as an address on the web. */
export function isWebAddress(picture: Picture): boolean {
  const [first] = picture.views;
  return first !== undefined && /^\s*https?:/i.test(first.subarray(0, 16).toString('latin1'));
}

/** Whether the model itself refused: a text in `refusal`, or a part of that type. */
export function hasRefusal(message: unknown): boolean {
  if (!isObject(message)) return false;
  const { refusal, content } = message;
  if (typeof refusal === 'string' && refusal !== '') return true;
  return Array.isArray(content) && content.some((part: unknown) => hasRefusal(part));
}

/** Content as a text, as parts, as Google's `{ parts: [{ text }] }` or as Bedrock's `{ message: { content } }`. */
export function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (isObject(content) && Array.isArray(content['parts'])) return textOf(content['parts']);
  if (isObject(content) && isObject(content['message'])) return textOf(content['message']['content']);
  if (isObject(content) && typeof content['text'] === 'string') return content['text'];
  if (!Array.isArray(content)) return '';
  return content.map(textOfPart).join('');
}

/** `{type: "text", text}` and its relatives; what a model thinks (`thinking`, `reasoning`) is not its answer. */
function textOfPart(part: unknown): string {
  if (typeof part === 'string') return part;
  if (!isObject(part) || /think|reason/i.test(String(part['type'])) || part['thought'] === true) return '';
  const { text, content, input, arguments: given } = part;
  if (typeof text === 'string') return text;
  if (isObject(text) && typeof text['value'] === 'string') return text['value'];
  if (Array.isArray(content)) return textOf(content);
  if (part['type'] === 'function_call' && typeof given === 'string') return given;
  const value =
    part['type'] === 'tool_use'
      ? input
      : /json/.test(String(part['type']))
        ? (part['json'] ?? part['value'])
        : undefined;
  return isObject(value) ? JSON.stringify(value) : '';
}

/** The text where other protocols have it: OpenAI's responses, Ollama and Cloudflare, Hugging Face. */
function wholeText(body: Readonly<Record<string, unknown>>): string {
  const places = [body['output_text'], body['response'], body['generated_text'], body['completion']];
  const text = places.find((place) => typeof place === 'string');
  if (typeof text === 'string') return text;
  // Cloudflare parses the JSON that a schema asked for.
  return isObject(body['response']) ? JSON.stringify(body['response']) : '';
}

/**
 * Some providers answer a schema with calls of a function, old (`function_call`) or new; several as one JSON a line.
 */
function argumentsOf(message: Readonly<Record<string, unknown>>): string {
  const calls = Array.isArray(message['tool_calls']) ? (message['tool_calls'] as unknown[]) : [];
  const called = calls.filter(isObject).map((call) => call['function'] ?? call);
  return (called.length > 0 ? called : [message['function_call']]).map(argumentsOfCall).join('\n');
}

function argumentsOfCall(called: unknown): string {
  const given = isObject(called) ? (called['arguments'] ?? called['input']) : undefined;
  if (typeof given === 'string') return given;
  return isObject(given) ? JSON.stringify(given) : '';
}

/** Some gateways parse the JSON that a schema asked for: `content` or `parsed` is then the value itself. */
function valueOf({ content, parsed }: Readonly<Record<string, unknown>>): string {
  const value = [content, parsed].find((one) => isObject(one) && !Array.isArray(one));
  return value === undefined || picturesIn(value, 0).length > 0 ? '' : JSON.stringify(value);
}

/** Servers that separate thinking by marks take the whole answer for thinking if the model writes no mark. */
function misplacedAnswer({ reasoning, reasoning_content: other }: Readonly<Record<string, unknown>>): string {
  const thoughts = [reasoning, other].find((text) => typeof text === 'string' && /[}\]]\s*(?:```\s*)?$/.test(text));
  return typeof thoughts === 'string' ? `<think>${thoughts}</think>` : '';
}

function picturesIn(value: unknown, depth: number): Picture[] {
  if (value instanceof Picture) return value.byteLength === 0 ? [] : [value];
  if (typeof value === 'string')
    return depth > 0 && isBase64Picture(value) ? [new Picture(ByteString.from(value))] : [];
  if (!isObject(value) || depth > maxDepth) return [];
  const inner = Array.isArray(value)
    ? (value as unknown[])
    : Object.entries(value)
        .filter(([key]) => key !== 'annotations')
        .map(([, member]) => member);
  return inner.flatMap((member) => picturesIn(member, depth + 1));
}

/** A picture as its own string in a list: `images: ["data:image/png;base64,..."]`. */
function isBase64Picture(text: string): boolean {
  return /^(?:data:image\/|iVBORw0KGgo|\/9j\/|R0lGOD|UklGR)/.test(text) && !text.includes(' ');
}

/** `![a boat](data:image/png;base64,...)`, or nothing but the base64 itself, perhaps in a fence. */
function picturesInText(text: string): Picture[] {
  const bare = text.replace(/^\s*```\w*|```\s*$/g, '').trimStart();
  if (isBase64Picture(bare.slice(0, 40)) && /^[\w+/=\s-]+$/.test(bare))
    return [new Picture(ByteString.from(bare.replace(/\s+/g, '')))];
  if (!text.includes('data:image/')) return [];
  return (text.match(dataUrl) ?? []).map((url) => new Picture(ByteString.from(url.replace(/\s+/g, ''))));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
