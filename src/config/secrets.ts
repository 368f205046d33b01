import { list, type Reader } from './settings-reader.ts';

export interface AccessKey {
  /** Stored in the job record; the key itself never is. */
  readonly name: string;
  readonly key: string;
}

/** Sent in a header, which allows only visible ASCII. */
export const apiKey: Reader<string> = (value) => {
  if (!/^[\x21-\x7e]+$/.test(value))
    throw new Error('must contain only visible ASCII characters: check what was pasted');
  return value;
};

/** A token that cannot be guessed. */
export const secret: Reader<string> = (value) => {
  if (value.length < 16) throw new Error('must have at least 16 characters');
  return value;
};

/** Keys as `key` or `name:key`, or `open`: anyone may call. */
export const accessKeys: Reader<readonly AccessKey[] | 'open'> = (value) => {
  if (value === 'open') return 'open';
  const keys = list(value).map((entry, index) => {
    const colon = entry.indexOf(':');
    return colon === -1
      ? { name: `key-${index + 1}`, key: entry }
      : { name: entry.slice(0, colon), key: entry.slice(colon + 1) };
  });
  if (keys.some(({ name, key }) => name === '' || name.length > 100 || key.length < 16)) {
    throw new Error('must be open, or keys of at least 16 characters, each written as key or name:key');
  }
  if (new Set(keys.map(({ key }) => key)).size < keys.length) throw new Error('must not contain the same key twice');
  return keys;
};
