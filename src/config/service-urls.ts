import { parseDatabaseUrl } from '../database/connection-url.ts';
import { type Reader, url } from './settings-reader.ts';

/** A Postgres URL, or `off`. */
export const databaseUrl: Reader<string> = (value) => {
  if (value === 'off') return value;
  parseDatabaseUrl(value);
  return value;
};

/** The address in front of `/chat/completions`. */
export const providerUrl: Reader<string> = (value) => {
  const checked = url('http:', 'https:')(value);
  if (checked.endsWith('/chat/completions')) throw new Error('must end before /chat/completions, which is added');
  return checked;
};

/** A Redis URL, with or without a database number. */
export const redisUrl: Reader<string> = (value) => {
  const checked = url('redis:', 'rediss:')(value);
  const { hostname, pathname } = new URL(checked);
  if (hostname === '' || !/^(\/\d+)?$/.test(pathname)) {
    throw new Error('must be a host with an optional database number: rediss://user:password@host:6379/0');
  }
  checkCredentials(checked);
  return checked;
};

/** @throws Error that completes the setting's name if the user or the password cannot be decoded */
export function checkCredentials(checked: string): void {
  const { username, password } = new URL(checked);
  try {
    decodeURIComponent(username + password);
  } catch {
    throw new Error('has an invalid % escape in the user or password: write a literal % as %25');
  }
}
