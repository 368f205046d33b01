import { list, type Reader } from './settings-reader.ts';

/** Compared exactly with what a browser sends: another spelling of the same origin would never match. */
export const corsOrigins: Reader<readonly string[]> = (value) => {
  const entries = list(value);
  if (entries.includes('null'))
    throw new Error('must not contain the origin null, which any page can have: use * to allow the plugin');
  if (!entries.every((entry) => entry === '*' || isOrigin(entry))) {
    throw new Error(
      'must be * or origins as browsers send them: https://host or https://host:8443, lowercase, without a path',
    );
  }
  return entries;
};

function isOrigin(entry: string): boolean {
  // Patterns are not supported: a host with a star would be treated as a literal name.
  if (/^https?:/.test(entry)) return !entry.includes('*') && URL.canParse(entry) && new URL(entry).origin === entry;
  return /^[a-z][a-z\d+.-]*:\/\/[a-z\d.-]+(:\d+)?$/.test(entry);
}
