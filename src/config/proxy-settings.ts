import { checkCredentials } from './service-urls.ts';
import { type Reader, type SettingsReader, text, url } from './settings-reader.ts';

/** A proxy as other programs take it: without a scheme it is an http one. */
const proxyUrl: Reader<string> = (value) => {
  const checked = url('http:', 'https:')(value.includes('://') ? value : `http://${value}`);
  checkCredentials(checked);
  return checked;
};

/** The proxies that the environment names for all programs, in lower case or in upper case. */
export function readProxySettings(settings: SettingsReader) {
  const either = <T>(name: string, reader: Reader<T>): T | undefined =>
    settings.optional(name.toLowerCase(), reader) ?? settings.optional(name, reader);
  return {
    https: either('HTTPS_PROXY', proxyUrl),
    http: either('HTTP_PROXY', proxyUrl),
    no: either('NO_PROXY', text),
  };
}
