/** A proxy as its URL names it. */
export interface ProxyServer {
  readonly origin: string;
  /** `proxy-authorization`, if the URL has a user. */
  readonly headers: Readonly<Record<string, string>>;
}

/** @param uri `http://user:password@host:port`; percent-encoded where the user or the password need it. */
export function readProxyServer(uri: string): ProxyServer {
  const { origin, username, password } = new URL(uri);
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return { origin, headers: username === '' ? {} : { 'proxy-authorization': `Basic ${credentials}` } };
}
