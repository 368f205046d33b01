import type { Reader } from './settings-reader.ts';

/** Headers that describe the connection or the body are set by the HTTP client. */
const ownHeaders =
  /^(?:host|connection|content-(?:length|type|encoding)|transfer-encoding|keep-alive|upgrade|te|expect)$/i;

/**
 * Headers for every call to the provider, for example for a gateway: `Name: value` or `Name=value`, separated by
 * commas, or a JSON object, whose values may contain commas and equals signs.
 */
export const providerHeaders: Reader<Readonly<Record<string, string>>> = (value) => {
  const headers: Record<string, string> = {};
  for (const [name, text] of value.startsWith('{') ? jsonEntries(value) : listEntries(value)) {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name))
      throw new Error('must use only letters, digits and hyphens in header names');
    if (ownHeaders.test(name)) throw new Error(`must not set ${name.toLowerCase()}: the HTTP client sets it`);
    if (typeof text !== 'string' || !/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text)) {
      throw new Error(`must set ${name} to visible ASCII characters`);
    }
    headers[name.toLowerCase()] = text;
  }
  return headers;
};

function jsonEntries(value: string): [string, unknown][] {
  try {
    return Object.entries(JSON.parse(value) as object);
  } catch {
    throw new Error('must be Name: value pairs separated by commas, or a JSON object of strings');
  }
}

/** A comma ends a value only if another header follows: dates and lists contain commas too. */
function listEntries(value: string): [string, string][] {
  return value
    .split(/[,\n](?=\s*[\w-]+\s*[:=])/)
    .filter((pair) => pair.trim() !== '')
    .map((pair) => {
      const [, name, text] = /^\s*([^:=\s]+)\s*[:=]\s*(.*?)\s*$/s.exec(pair) ?? [];
      if (name === undefined || text === undefined) {
        throw new Error('must be Name: value pairs separated by commas, or a JSON object of strings');
      }
      return [name, text];
    });
}
