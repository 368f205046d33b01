import { isObject } from './is-object.ts';

/** What holds an answer, in any of the protocols that read-message.ts knows. */
const answerKeys = [
  'choices',
  'candidates',
  'message',
  'content',
  'output',
  'output_text',
  'response',
  'generated_text',
];
const wrapperKeys = ['data', 'result', 'response', 'body'];

/**
 * The answer that a gateway put into a wrapper, `{ code: 0, data: { choices } }` or `{ success: true, result }`, or
 * into a list of one, or that a function sent as a text; any other body is returned unchanged.
 */
export function unwrapBody(body: unknown): unknown {
  const inner = parsed(Array.isArray(body) && body.length === 1 ? (body[0] as unknown) : body);
  if (!isObject(inner)) return body;
  const wrapped = [...wrapperKeys.map((key) => parsed(inner[key])), ...outputOf(inner)].find(
    (value) => isObject(value) && holdsAnswer(value),
  );
  if (holdsAnswer(inner) && wrapped === undefined) return inner;
  return Array.isArray(inner['choices']) ? inner : (wrapped ?? body);
}

/** Alibaba's own protocol: the choices lie in `output`. */
function outputOf({ output }: Readonly<Record<string, unknown>>): unknown[] {
  return isObject(output) && Array.isArray(output['choices']) ? [output] : [];
}

/** Functions behind a gateway answer with their body as a text. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*\{\s*"/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function holdsAnswer(object: Readonly<Record<string, unknown>>): boolean {
  return answerKeys.some((key) => object[key] !== undefined && object[key] !== null);
}
